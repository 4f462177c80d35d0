import { hostTime, type Clock, type HostTime } from '../../core/index.js';

interface Alarm {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock for tests of a board: it stands still until it is moved, and what is due then happens before it returns. */
export class ManualClock implements Clock {
  /** All timers ever set. */
  timersSet = 0;
  #now = 0;
  readonly #alarms = new Set<Alarm>();

  now(): HostTime {
    return hostTime(this.#now);
  }

  wallTime(): Date {
    return new Date(this.#now);
  }

  after(milliseconds: number, callback: () => void): () => void {
    this.timersSet += 1;
    const alarm = { at: this.#now + milliseconds, callback };
    this.#alarms.add(alarm);
    return () => void this.#alarms.delete(alarm);
  }

  /** Timers set and neither rung nor cancelled. */
  get pending(): number {
    return this.#alarms.size;
  }

  /** @param late by how much timers ring too late, milliseconds */
  advance(milliseconds: number, late = 0): void {
    const until = this.#now + milliseconds;
    for (let next = this.#earliest(until - late); next !== undefined; next = this.#earliest(until - late)) {
      this.#now = Math.max(this.#now, next.at + late);
      this.#alarms.delete(next);
      next.callback();
    }
    this.#now = until;
  }

  #earliest(until: number): Alarm | undefined {
    const due = [...this.#alarms].filter(({ at }) => at <= until);
    return due.toSorted((a, b) => a.at - b.at)[0];
  }
}
