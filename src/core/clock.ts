import { hostTime, type HostTime } from './units.js';

/** The host's time, injected wherever something waits, so that tests run on a clock of their own. */
export interface Clock {
  /** Monotonic milliseconds. */
  now(): HostTime;
  /** The calendar, for names and records only. */
  wallTime(): Date;
  /** Calls back once after `milliseconds`; the returned function cancels and is idempotent. */
  after(milliseconds: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => hostTime(performance.now()),
  wallTime: () => new Date(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
