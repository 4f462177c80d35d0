import { randomStream } from '../../core/index.js';
import type { Retention } from './imperfections.js';
import { drawFactor } from './spread.js';
import type { StateEffect } from './state-effect.js';
import { WaitingTime } from './waiting-time.js';

/** One time constant a cell, in seconds. */
function timeConstants({ seconds, relative }: Retention, cells: number, seed: number, array: number): Float32Array {
  const stream = randomStream(seed, `chip/${array}/retention`);
  return Float32Array.from(
    { length: cells },
    () => seconds * drawFactor({ distribution: 'lognormal', relative }, stream),
  );
}

/**
 * Retention drift: every cell forgets, dx/dt = (rest - x) / seconds, with a time constant of its own where these are
 * spread. The solution is exact over any time.
 *
 * @param rest the state that cells end in, in [0, 1]
 * @param stuck 1 at cells that do not move
 */
export function retentionDrift(
  retention: Retention,
  rest: number,
  stuck: Uint8Array,
  seed: number,
  array: number,
): StateEffect {
  const own = retention.relative > 0 ? timeConstants(retention, stuck.length, seed, array) : undefined;
  const waiting = new WaitingTime(
    own ? own.reduce((least, each) => Math.min(least, each), Infinity) : retention.seconds,
  );
  return {
    memory: [waiting.memory],
    passTime(seconds, states) {
      const passed = waiting.add(seconds);
      if (passed === 0) return false;
      let part = -Math.expm1(-passed / retention.seconds);
      for (let cell = 0; cell < states.length; cell += 1) {
        if (stuck[cell] === 1) continue;
        if (own) part = -Math.expm1(-passed / own[cell]!);
        states[cell]! += (rest - states[cell]!) * part;
      }
      return true;
    },
  };
}
