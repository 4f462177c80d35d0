import { z } from 'zod';
import type { Crossbar, Joules, Reading, Seconds } from '../core/index.js';
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
  readonly #tickSeconds: Seconds;
  readonly #counts: Omit<TallyCounts, 'boardSeconds' | 'energyJoules'>;
  // whole numbers, as the board reports them: their sums are the same in whatever order the answers come
  #ticks: number;
  #picojoules: number;

  constructor(tickSeconds: Seconds, start: TallyCounts = emptyTally) {
    const { boardSeconds, energyJoules, ...counts } = start;
    this.#tickSeconds = tickSeconds;
    this.#counts = counts;
    this.#ticks = Math.round(boardSeconds / tickSeconds);
    this.#picojoules = Math.round(energyJoules * 1e12);
  }

  get counts(): TallyCounts {
    return {
      ...this.#counts,
      boardSeconds: this.#ticks * this.#tickSeconds,
      energyJoules: this.#picojoules / 1e12,
    };
  }

  addEvent(event: PulseEvent): void {
    if (event.type !== 'finished') return;
    const { record, item } = event;
    this.#counts.updates += 1;
    this.#counts.pulses += record.windowsFired;
    this.#counts.clippedWindows += item.clippedWindows;
    this.#spend(record.durationTicks, record.energy);
  }

  /** The same crossbar, its reads counted here. */
  metered(crossbar: Crossbar): Crossbar {
    const readTicks = Math.round(crossbar.limits.readSeconds / this.#tickSeconds);
    const counted = async (reading: Promise<Reading>): Promise<Reading> => {
      const done = await reading;
      this.#counts.reads += 1;
      this.#spend(readTicks, done.energy);
      return done;
    };
    return {
      array: crossbar.array,
      shape: crossbar.shape,
      limits: crossbar.limits,
      analog: crossbar.analog,
      readForward: (rowVolts) => counted(crossbar.readForward(rowVolts)),
      readBackward: (columnVolts) => counted(crossbar.readBackward(columnVolts)),
      run: (plan, options) => crossbar.run(plan, options),
      ground: () => crossbar.ground(),
    };
  }

  #spend(ticks: number, energy: Joules): void {
    this.#ticks += ticks;
    this.#picojoules += Math.round(energy * 1e12);
  }
}
