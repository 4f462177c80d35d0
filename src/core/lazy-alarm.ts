import type { Clock } from './clock.js';

/**
 * One alarm at a time that may be asked for far more often than it rings: asking for a later time than the one that is
 * set costs nothing, it is looked at again when the earlier one comes. A lease that every frame puts off costs a timer a
 * lease and not one a frame.
 */
export class LazyAlarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  readonly #stepMilliseconds: number;
  #cancel: (() => void) | undefined;
  #setFor = Infinity;
  #closed = false;

  /**
   * @param ring told that the time may have come; it looks at the clock and asks again if not
   * @param stepMilliseconds waits are rounded up to so many and are at least as long: 1 suits real timers, which round
   *   down and would ring too early; 0 rings at the exact time
   */
  constructor(clock: Clock, ring: () => void, stepMilliseconds: 0 | 1) {
    this.#clock = clock;
    this.#ring = ring;
    this.#stepMilliseconds = stepMilliseconds;
  }

  /** Rings at this time of the clock, or before; Infinity leaves it as it is. */
  ringAt(time: number): void {
    if (this.#closed || time >= this.#setFor) return;
    this.cancel();
    this.#setFor = time;
    const left = Math.max(this.#stepMilliseconds, time - this.#clock.now());
    this.#cancel = this.#clock.after(this.#stepMilliseconds === 0 ? left : Math.ceil(left), () => {
      this.#cancel = undefined;
      this.#setFor = Infinity;
      this.#ring();
    });
  }

  cancel(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#setFor = Infinity;
  }

  /** Never rings again, whatever is asked. Idempotent. */
  close(): void {
    this.#closed = true;
    this.cancel();
  }
}
