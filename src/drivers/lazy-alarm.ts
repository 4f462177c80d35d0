import type { Clock } from '../core/index.js';

/**
 * One alarm at a time that may be asked for far more often than it rings: asking for a later time than the one that is
 * set costs nothing, it is looked at again when the earlier one comes.
 */
export class LazyAlarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #cancel: (() => void) | undefined;
  #setFor = Infinity;

  /** @param ring told that the time may have come; it looks at the clock and asks again if not */
  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Rings at this time of the clock, or before; to the next whole millisecond, as timers go. */
  ringAt(time: number): void {
    if (time >= this.#setFor) return;
    this.cancel();
    this.#setFor = time;
    this.#cancel = this.#clock.after(Math.max(1, Math.ceil(time - this.#clock.now())), () => {
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
}
