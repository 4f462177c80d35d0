/** The board's clock. It moves by what the board does, never by itself, so that every run has the same times. */
export class TickClock {
  #now: number;

  constructor(start: number) {
    this.#now = start;
  }

  get now(): number {
    return this.#now;
  }

  advance(ticks: number): void {
    this.#now += ticks;
  }
}
