import type { RandomStream } from '../core/index.js';

/** How a frame comes through a bad cable. */
export type Passed = 'none' | 'damaged' | 'cut';
type Fault = Passed | 'lost' | 'repeated' | 'swapped';

const FAULTS: readonly Exclude<Fault, 'none'>[] = ['lost', 'damaged', 'repeated', 'swapped', 'cut'];

/** A third of all frames come to grief: every schedule meets every fault, and none lasts for ever. */
const SHARE = 1 / 3;

/** One direction of a bad cable. Faults are drawn, so that a schedule is the same whenever its seed is. */
export class FrameFaults<Item> {
  readonly #random: RandomStream;
  readonly #pass: (item: Item, fault: Passed) => void;
  /** Changes places with the next. */
  #held: Item | undefined;
  #mended = false;

  /** @param pass is given what comes out, in order; it does the damage */
  constructor(random: RandomStream, pass: (item: Item, fault: Passed) => void) {
    this.#random = random;
    this.#pass = pass;
  }

  /** From now on everything comes through. */
  mend(): void {
    this.#mended = true;
  }

  take(item: Item): void {
    const fault = this.#draw();
    if (fault === 'swapped' && this.#held === undefined) {
      this.#held = item;
      return;
    }
    if (fault === 'damaged' || fault === 'cut') this.#pass(item, fault);
    else if (fault !== 'lost') this.#pass(item, 'none');
    if (fault === 'repeated') this.#pass(item, 'none');
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) this.#pass(held, 'none');
  }

  #draw(): Fault {
    if (this.#mended || this.#random.uniform() >= SHARE) return 'none';
    return FAULTS[Math.floor(this.#random.uniform() * FAULTS.length)]!;
  }
}
