import { systemClock, type Clock } from '../../core/index.js';

/** The system's clock, with timers that keep no program running: a board waits for its host, not for itself. */
export const backgroundClock: Clock = {
  now: () => systemClock.now(),
  wallTime: () => systemClock.wallTime(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};
