import { systemClock, type Clock, type HostTime } from '../../src/core/index.js';

/** The real clock, counting the timers that nobody cancelled. */
export class WatchedClock implements Clock {
  readonly #running = new Set<object>();

  now(): HostTime {
    return systemClock.now();
  }

  wallTime(): Date {
    return systemClock.wallTime();
  }

  after(milliseconds: number, callback: () => void): () => void {
    const mark = {};
    this.#running.add(mark);
    const cancel = systemClock.after(milliseconds, () => {
      this.#running.delete(mark);
      callback();
    });
    return () => {
      this.#running.delete(mark);
      cancel();
    };
  }

  get pending(): number {
    return this.#running.size;
  }
}
