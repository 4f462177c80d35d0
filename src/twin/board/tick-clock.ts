import type { Clock } from '../../core/index.js';

/** The board's clock: whole ticks since it was first switched on. */
export interface TickClock {
  readonly now: number;
  /** Something the board did took so long. */
  advance(ticks: number): void;
  /** Does the work at an instant that may be over: a timer of the host rings late, hardware does not. */
  at(tick: number, work: () => void): void;
}

/** Moves by what the board does, never by itself, so that every run has the same times. */
export class SteppedTicks implements TickClock {
  #now: number;

  constructor(start: number) {
    this.#now = start;
  }

  get now(): number {
    return this.#now;
  }

  advance(ticks: number): void {
    this.#now += ticks;
  }

  at(_: number, work: () => void): void {
    work();
  }
}

const MILLISECONDS = 1e-3;
/** A tick that is due to the last bit of a float is due. */
const ROUNDING_TICKS = 1e-6;

/** Follows a clock. */
export class PacedTicks implements TickClock {
  readonly #clock: Clock;
  readonly #start: number;
  readonly #startedAt: number;
  readonly #ticksPerMillisecond: number;
  /** The instant at which something is being done. */
  #held: number | undefined;
  /** What was done reaches so far, though the clock may not. */
  #least = 0;

  constructor(start: number, clock: Clock, tickSeconds: number) {
    this.#clock = clock;
    this.#start = start;
    this.#startedAt = clock.now();
    this.#ticksPerMillisecond = MILLISECONDS / tickSeconds;
  }

  get now(): number {
    return this.#held ?? Math.max(this.#least, this.tickAt(this.#clock.now()));
  }

  advance(ticks: number): void {
    this.#reach(this.now + ticks);
  }

  at(tick: number, work: () => void): void {
    const outer = this.#held;
    this.#held = tick;
    try {
      work();
    } finally {
      const reached = this.#held;
      this.#held = outer;
      this.#reach(reached);
    }
  }

  tickAt(milliseconds: number): number {
    const ticks = (milliseconds - this.#startedAt) * this.#ticksPerMillisecond;
    return this.#start + Math.floor(ticks + ROUNDING_TICKS);
  }

  /** When the clock shows it. */
  timeAt(tick: number): number {
    return this.#startedAt + (tick - this.#start) / this.#ticksPerMillisecond;
  }

  #reach(tick: number): void {
    if (this.#held === undefined) this.#least = Math.max(this.#least, tick);
    else this.#held = Math.max(this.#held, tick);
  }
}
