import type { Chip } from '../chip/index.js';

/** Lets the cells of a chip feel the time that passes between what the board does with their array. */
export class ChipTime {
  readonly #chip: Chip;
  readonly #tickSeconds: number;
  /** Board tick up to which each array has lived. */
  readonly #ticks: Float64Array;

  constructor(chip: Chip, tickSeconds: number) {
    this.#chip = chip;
    this.#tickSeconds = tickSeconds;
    this.#ticks = new Float64Array(chip.arrays.length);
  }

  tickOf(array: number): number {
    return this.#ticks[array]!;
  }

  /** An array was put where it was at this tick. */
  restore(array: number, tick: number): void {
    this.#ticks[array] = tick;
  }

  /** Something begins on an array that lasts so many ticks, and passes that time itself. */
  begin(array: number, tick: number, lasts: number): void {
    // a cut block may have reached beyond the tick at which its plan was written down
    const idle = tick - this.#ticks[array]!;
    if (idle > 0) this.#chip.arrays[array]!.passTime(idle * this.#tickSeconds);
    this.#ticks[array] = Math.max(tick, this.#ticks[array]!) + lasts;
  }
}
