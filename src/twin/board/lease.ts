/** What a board grants at most, milliseconds. */
const LONGEST_LEASE = 10_000;

/**
 * For how long an armed board goes on without hearing from its host. It has no timer: whoever has a clock asks when it
 * ends. Times are milliseconds of one monotonic clock.
 */
export class Lease {
  #milliseconds = 0;
  #heardAt = 0;

  /** @returns the milliseconds granted */
  start(asked: number, now: number): number {
    this.#milliseconds = Math.min(asked, LONGEST_LEASE);
    this.#heardAt = now;
    return this.#milliseconds;
  }

  /** The host was heard. */
  renew(now: number): void {
    this.#heardAt = now;
  }

  end(): void {
    this.#milliseconds = 0;
  }

  /** Infinity where there is no lease. */
  get endsAt(): number {
    return this.#milliseconds === 0 ? Infinity : this.#heardAt + this.#milliseconds;
  }

  /** Whole milliseconds left; 0 where there is no lease. */
  left(now: number): number {
    const left = Math.max(0, Math.ceil(this.endsAt - now));
    return Math.min(left, this.#milliseconds);
  }
}
