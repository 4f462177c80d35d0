import { randomStream } from '../../../core/index.js';
import { drawChannelErrors } from './channel-errors.js';
import type { SwitchImperfections } from './imperfections.js';

const inBlock = (seconds: number, blockSeconds: number): number => Math.max(0, Math.min(blockSeconds, seconds));

/** When the column switches of one array really close and open: a delay each way, skewed switch by switch, and jitter. */
export class SwitchTiming {
  readonly #onSeconds: Float64Array;
  readonly #offSeconds: Float64Array;
  readonly #jitterSeconds: number;
  readonly #seed: number;

  constructor(errors: SwitchImperfections, columns: number, seed: number, array: number) {
    const { onSeconds = 0, offSeconds = 0, skewSeconds = 0, jitterSeconds = 0 } = errors;
    const skewed = (delay: number, way: 'on' | 'off'): Float64Array =>
      drawChannelErrors(skewSeconds, columns, seed, `board/switches/skew-${way}/${array}`).map((skew) => delay + skew);
    this.#onSeconds = skewed(onSeconds, 'on');
    this.#offSeconds = skewed(offSeconds, 'off');
    this.#jitterSeconds = jitterSeconds;
    this.#seed = seed;
  }

  /**
   * Moves the edges of a block, in place, but none out of it: the next block's rows find every switch open. A switch whose
   * window is shorter than it is slow stays open.
   *
   * @param edges a name that no other block's edges have
   */
  shift(closeSeconds: Float64Array, openSeconds: Float64Array, blockSeconds: number, edges: string): void {
    const drawn = this.#jitterSeconds === 0 ? undefined : randomStream(this.#seed, `board/switches/jitter/${edges}`);
    const jitter = (): number => (drawn ? this.#jitterSeconds * drawn.normal() : 0);
    for (let column = 0; column < closeSeconds.length; column += 1) {
      const close = closeSeconds[column]! + this.#onSeconds[column]! + jitter();
      const open = openSeconds[column]! + this.#offSeconds[column]! + jitter();
      if (!(closeSeconds[column]! < openSeconds[column]!)) continue;
      closeSeconds[column] = inBlock(close, blockSeconds);
      openSeconds[column] = inBlock(open, blockSeconds);
    }
  }
}
