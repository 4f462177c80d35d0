import { LazyAlarm, type Clock } from '../core/index.js';

/** So often within a lease the board must hear something. */
const SIGNS_A_LEASE = 3;

/** Keeps an armed board's lease while the host has nothing to ask. */
export class KeepAlive {
  readonly #clock: Clock;
  readonly #send: () => void;
  readonly #alarm: LazyAlarm;
  #interval = 0;
  #heardAt = 0;

  /** @param send sends the board a sign of life */
  constructor(clock: Clock, send: () => void) {
    this.#clock = clock;
    this.#send = send;
    this.#alarm = new LazyAlarm(clock, () => this.#look(), 1);
  }

  /** From now until it is stopped the board hears something often enough; 0 for a board that grants no lease. */
  start(leaseMilliseconds: number): void {
    this.#interval = leaseMilliseconds / SIGNS_A_LEASE;
    if (leaseMilliseconds > 0) this.#alarm.ringAt(this.#clock.now() + this.#interval);
  }

  stop(): void {
    this.#interval = 0;
    this.#alarm.cancel();
  }

  /** Something was sent anyway. */
  sent(now: number): void {
    this.#heardAt = now;
  }

  #look(): void {
    if (this.#interval === 0) return;
    const now = this.#clock.now();
    if (now >= this.#heardAt + this.#interval) {
      this.#send();
      this.#heardAt = now;
    }
    this.#alarm.ringAt(this.#heardAt + this.#interval);
  }
}
