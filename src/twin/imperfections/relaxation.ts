import type { Relaxation } from './imperfections.js';
import { clampState, type StateEffect } from './state-effect.js';
import { WaitingTime } from './waiting-time.js';

/** What is still to be lost of a cell counts as lost from here on. */
const NOTHING = 1e-18;

/**
 * Relaxation: part of every change that a write makes is lost again, dr/dt = -r / seconds for what is still to be lost,
 * with r raised by `fraction` of each change. The solution is exact over any time.
 *
 * @param stuck 1 at cells that do not move
 */
export function relaxation({ fraction, seconds: constant }: Relaxation, stuck: Uint8Array): StateEffect {
  const pending = new Float64Array(stuck.length);
  const waiting = new WaitingTime(constant);
  return {
    memory: [pending, waiting.memory],
    afterWrite({ before, states }) {
      for (let cell = 0; cell < states.length; cell += 1) {
        pending[cell]! += fraction * (states[cell]! - before[cell]!);
      }
    },
    passTime(seconds, states) {
      const passed = waiting.add(seconds);
      if (passed === 0) return false;
      const lost = -Math.expm1(-passed / constant);
      let wrote = false;
      for (let cell = 0; cell < states.length; cell += 1) {
        const left = pending[cell]!;
        if (left === 0) continue;
        pending[cell] = Math.abs(left) < NOTHING ? 0 : left * (1 - lost);
        if (stuck[cell] === 1) continue;
        states[cell] = clampState(states[cell]! - left * lost);
        wrote = true;
      }
      return wrote;
    },
  };
}
