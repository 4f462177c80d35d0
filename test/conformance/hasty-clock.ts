import { hostTime, type Clock, type HostTime } from '../../src/core/index.js';

/** Turns of the event loop without a new alarm or a cancelled one, after which nothing can be under way any more. */
const IDLE_TURNS = 8;

/** Milliseconds are whole numbers of these, so that sums and differences of times are exact. */
const STEPS_A_MILLISECOND = 1024;

interface Alarm {
  readonly at: number;
  readonly callback: () => void;
}

/**
 * A clock that jumps to the next alarm as soon as nothing else is left to do: whatever waits for a reply that does not
 * come has waited in an instant. In one process only, where nothing comes from outside.
 */
export class HastyClock implements Clock {
  #now = 0;
  #idleTurns = 0;
  #pumping = false;
  readonly #alarms = new Set<Alarm>();

  now(): HostTime {
    return hostTime(this.#now);
  }

  wallTime(): Date {
    return new Date(Date.UTC(2024, 0, 1) + this.#now);
  }

  /** Alarms set and neither rung nor cancelled. */
  get pending(): number {
    return this.#alarms.size;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const at = this.#now + Math.ceil(milliseconds * STEPS_A_MILLISECOND) / STEPS_A_MILLISECOND;
    const alarm = { at, callback };
    this.#alarms.add(alarm);
    this.#busy();
    return () => {
      this.#alarms.delete(alarm);
      this.#busy();
    };
  }

  #busy(): void {
    this.#idleTurns = 0;
    if (this.#pumping || this.#alarms.size === 0) return;
    this.#pumping = true;
    setImmediate(this.#turn);
  }

  readonly #turn = (): void => {
    this.#idleTurns += 1;
    if (this.#idleTurns >= IDLE_TURNS) {
      this.#idleTurns = 0;
      this.#ring();
    }
    this.#pumping = this.#alarms.size > 0;
    if (this.#pumping) setImmediate(this.#turn);
  };

  #ring(): void {
    let earliest: Alarm | undefined;
    for (const alarm of this.#alarms) if (earliest === undefined || alarm.at < earliest.at) earliest = alarm;
    if (earliest === undefined) return;
    this.#alarms.delete(earliest);
    this.#now = Math.max(this.#now, earliest.at);
    earliest.callback();
  }
}
