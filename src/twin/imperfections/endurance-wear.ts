import { randomStream } from '../../core/index.js';
import type { Wear } from './imperfections.js';
import type { StateEffect } from './state-effect.js';

/** A full cycle takes x up by 1 and down by 1. */
const TRAVEL_PER_CYCLE = 2;

/**
 * Endurance: what a cell has travelled in writes, sum |dx|, counts as cycles, two a full one, and a cell that has done all
 * the cycles that were drawn for it is stuck from then on. Their number is Weibull's, P(failed by N) =
 * 1 - e^-(N / cycles)^shape, the law of the weakest link; that it depends on the travel alone, and not on how fast or how
 * far, is an assumption.
 *
 * @param stuck 1 at cells that do not move; it marks those that fail
 * @param failedState x of a cell that has failed, from its number and its x then
 */
export function enduranceWear(
  { cycles, shape }: Wear,
  stuck: Uint8Array,
  failedState: (cell: number, x: number) => number,
  seed: number,
  array: number,
): StateEffect {
  const stream = randomStream(seed, `chip/${array}/endurance`);
  const endures = Float32Array.from(
    stuck,
    () => TRAVEL_PER_CYCLE * cycles * (-Math.log(1 - stream.uniform())) ** (1 / shape),
  );
  const travelled = new Float64Array(stuck.length);
  return {
    memory: [travelled, stuck],
    afterWrite({ before, states }) {
      for (let cell = 0; cell < states.length; cell += 1) {
        const change = Math.abs(states[cell]! - before[cell]!);
        if (change === 0) continue;
        travelled[cell]! += change;
        // not the other way round: no number of cycles is no number at a draw of 0
        if (!(travelled[cell]! >= endures[cell]!)) continue;
        stuck[cell] = 1;
        states[cell] = failedState(cell, states[cell]!);
      }
    },
  };
}
