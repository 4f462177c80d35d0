/** Time shorter than this part of a time constant waits for more of its kind: rounding would eat what it does. */
const LEAST_PART = 1e-12;

/** Lets time pass in pieces that are worth it. */
export class WaitingTime {
  /** What waits, in seconds. */
  readonly memory = new Float64Array(1);
  readonly #least: number;

  /** @param seconds the shortest time constant */
  constructor(seconds: number) {
    this.#least = LEAST_PART * seconds;
  }

  /** @returns what is to be passed now, in seconds; 0 where it waits */
  add(seconds: number): number {
    const all = this.memory[0]! + seconds;
    const isDue = all >= this.#least && all > 0;
    this.memory[0] = isDue ? 0 : all;
    return isDue ? all : 0;
  }
}
