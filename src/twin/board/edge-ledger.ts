import { edgesOf, type Edge } from './edge-trace.js';
import type { PlanRun } from './plan-run.js';

const FIRST_CAPACITY = 1024;
const MOST_COUNTED = 255;

/** What was applied of a plan that was cut off. */
export interface CutOff {
  /** Whole blocks. */
  readonly blocks: number;
  /** Of the block after them; 0 where it had not begun. */
  readonly ticks: number;
}

/**
 * What each serial really did to the chip, noted where the pulses are applied and nowhere else. For tests: whatever the
 * link did, no serial may have been executed more than once.
 */
export class EdgeLedger {
  #counts = new Uint8Array(FIRST_CAPACITY);
  #first: number | undefined;
  #total = 0;
  #last: PlanRun | undefined;
  readonly #cutOff = new Map<number, CutOff>();

  /** Executions since the twin was made. */
  get total(): number {
    return this.#total;
  }

  /** A plan begins to run. */
  begin(serial: number, run: PlanRun): void {
    this.#last = run;
    this.count(serial);
  }

  count(serial: number): void {
    this.#first ??= serial;
    const at = serial - this.#first;
    if (at >= this.#counts.length) {
      const larger = new Uint8Array(2 * (at + 1));
      larger.set(this.#counts);
      this.#counts = larger;
    }
    this.#counts[at] = Math.min(MOST_COUNTED, this.#counts[at]! + 1);
    this.#total += 1;
  }

  /** A plan will go no further. */
  cut(serial: number, run: PlanRun): void {
    this.#cutOff.set(serial, { blocks: run.blocksDone, ticks: run.heldTicks[run.blocksDone] ?? 0 });
  }

  executions(serial: number): number {
    return this.#first === undefined ? 0 : (this.#counts[serial - this.#first] ?? 0);
  }

  /** Undefined for a serial that was executed to its end, or never. */
  cutOff(serial: number): CutOff | undefined {
    return this.#cutOff.get(serial);
  }

  /** Every edge of the plan that ran last, as far as it has come; computed when asked for. */
  lastEdges(): readonly Edge[] {
    return this.#last === undefined ? [] : edgesOf(this.#last);
  }
}
