import type { Clock } from '../../core/index.js';

/**
 * One timer for the earliest of all that a board waits for. It is not set anew where it rings early enough: a lease that
 * every frame puts off costs a timer a lease and not one a frame.
 */
export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #at = Infinity;
  #cancel: (() => void) | undefined;
  #closed = false;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** @param at milliseconds of the clock; Infinity for never */
  set(at: number): void {
    if (this.#closed || (this.#cancel !== undefined && this.#at <= at && at !== Infinity)) return;
    this.#cancel?.();
    this.#cancel = undefined;
    if (at === Infinity) return;
    this.#at = at;
    this.#cancel = this.#clock.after(Math.max(0, at - this.#clock.now()), () => {
      this.#cancel = undefined;
      this.#ring();
    });
  }

  /** Never rings again. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
