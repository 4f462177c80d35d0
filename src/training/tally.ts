import { z } from 'zod';
import { joules, seconds, type Crossbar, type Joules, type Reading, type Seconds } from '../core/index.js';
import type { PulseEvent } from '../pulse/index.js';

const count = z.int().min(0);

/** What a training has asked of the board so far. */
export const tallySchema = z.strictObject({
  /** Update plans done: each changed a whole array at once. */
  updates: count,
  /** Column windows fired, by the board's own count. */
  pulses: count,
  /** Windows cut at the end of their quarter. */
  clippedWindows: count,
  reads: count,
  boardSeconds: z.number().min(0),
  energyJoules: z.number().min(0),
});

export type TallyCounts = z.output<typeof tallySchema>;

export const emptyTally: TallyCounts = {
  updates: 0,
  pulses: 0,
  clippedWindows: 0,
  reads: 0,
  boardSeconds: 0,
  energyJoules: 0,
};

/** Adds up plans from their finished events and reads from the crossbars it meters. */
export class Tally {
  #counts: TallyCounts;

  constructor(start: TallyCounts = emptyTally) {
    this.#counts = { ...start };
  }

  get counts(): TallyCounts {
    return { ...this.#counts };
  }

  addEvent(event: PulseEvent, tickSeconds: Seconds): void {
    if (event.type !== 'finished') return;
    const { record, update } = event;
    this.#counts.updates += 1;
    this.#counts.pulses += record.windowsFired;
    this.#counts.clippedWindows += update.clippedWindows;
    this.#spend(seconds(record.durationTicks * tickSeconds), record.energy);
  }

  /** The same crossbar, its reads counted here. */
  metered(crossbar: Crossbar): Crossbar {
    const counted = async (reading: Promise<Reading>): Promise<Reading> => {
      const done = await reading;
      this.#counts.reads += 1;
      this.#spend(crossbar.limits.readSeconds, joules(done.energy));
      return done;
    };
    return {
      array: crossbar.array,
      shape: crossbar.shape,
      limits: crossbar.limits,
      readForward: (rowVolts) => counted(crossbar.readForward(rowVolts)),
      readBackward: (columnVolts) => counted(crossbar.readBackward(columnVolts)),
      run: (plan, options) => crossbar.run(plan, options),
    };
  }

  #spend(boardSeconds: Seconds, energy: Joules): void {
    this.#counts.boardSeconds += boardSeconds;
    this.#counts.energyJoules += energy;
  }
}
