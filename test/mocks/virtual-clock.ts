import { hostTime, type Clock, type HostTime } from '../../src/core/index.js';

interface Alarm {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is told to move; alarms fire in time order, those of one instant as they were set. */
export class VirtualClock implements Clock {
  #now = 0;
  readonly #alarms = new Set<Alarm>();

  now(): HostTime {
    return hostTime(this.#now);
  }

  wallTime(): Date {
    return new Date(Date.UTC(2024, 0, 1) + this.#now);
  }

  after(milliseconds: number, callback: () => void): () => void {
    const alarm = { at: this.#now + milliseconds, callback };
    this.#alarms.add(alarm);
    return () => void this.#alarms.delete(alarm);
  }

  /** Alarms set and neither fired nor cancelled; a test that leaves some has leaked a timer. */
  get pending(): number {
    return this.#alarms.size;
  }

  /** Moves from alarm to alarm, and stands still between them for as long as anything happens, until it is over. */
  async during<Value>(work: Promise<Value>): Promise<Value> {
    let over = false;
    const ended = work.finally(() => (over = true));
    ended.catch(() => {});
    for (;;) {
      await settle();
      if (over) return ended;
      const next = this.#earliest(Infinity);
      if (next !== undefined) this.#ring(next);
    }
  }

  /** Moves on, letting everything that waits in promises happen before, between and after the alarms. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    await settle();
    for (let next = this.#earliest(until); next !== undefined; next = this.#earliest(until)) {
      this.#ring(next);
      await settle();
    }
    this.#now = until;
  }

  #ring(alarm: Alarm): void {
    this.#now = alarm.at;
    this.#alarms.delete(alarm);
    alarm.callback();
  }

  #earliest(until: number): Alarm | undefined {
    let earliest: Alarm | undefined;
    for (const alarm of this.#alarms) {
      if (alarm.at <= until && (earliest === undefined || alarm.at < earliest.at)) earliest = alarm;
    }
    return earliest;
  }
}

/** A few turns of the event loop: enough for any chain of promises and in-process deliveries. No time passes. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}
