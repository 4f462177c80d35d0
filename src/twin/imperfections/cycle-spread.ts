import { randomStream } from '../../core/index.js';
import type { CycleSpread } from './imperfections.js';
import { clampState, type StateEffect } from './state-effect.js';

/**
 * Cycle-to-cycle spread: what a write does to a cell is never twice the same. Every change becomes
 * `change (1 + relative n) + absolute n'`, clamped to [0, 1], with normal n and n' of their own for every moved cell and
 * write. Each write has a stream of its own, so that the spread of write n is the same on a chip put back where an
 * earlier run left it.
 */
export function cycleSpread({ relative, absolute }: CycleSpread, seed: number, array: number): StateEffect {
  return {
    memory: [],
    afterWrite({ before, states, index }) {
      const stream = randomStream(seed, `chip/${array}/cycle-spread/${index}`);
      for (let cell = 0; cell < states.length; cell += 1) {
        const from = before[cell]!;
        const change = states[cell]! - from;
        if (change === 0) continue;
        const floor = absolute === 0 ? 0 : absolute * stream.normal();
        states[cell] = clampState(from + change * (1 + relative * stream.normal()) + floor);
      }
    },
  };
}
