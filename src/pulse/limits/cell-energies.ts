import { windowTicks, type PulsePlan } from '../../core/index.js';
import type { BoundedState } from '../margins/phase-solver.js';

/** Adds up, column by column, the most energy that any cell of the column can take in: V^2 G t over all blocks. */
export class CellEnergies {
  readonly #plan: PulsePlan;
  readonly #tickSeconds: number;
  readonly #siemens: number;
  readonly #joules: Float64Array;
  /** Most volts across a cell of each column in this block, while its switch is closed and while it is open. */
  readonly #closedVolts: Float64Array;
  readonly #openVolts: Float64Array;

  /** @param siemens the most that any cell conducts */
  constructor(plan: PulsePlan, tickSeconds: number, siemens: number) {
    const { columns } = plan.shape;
    this.#plan = plan;
    this.#tickSeconds = tickSeconds;
    this.#siemens = siemens;
    this.#joules = new Float64Array(columns);
    this.#closedVolts = new Float64Array(columns);
    this.#openVolts = new Float64Array(columns);
  }

  /** @param volts most across a cell of these columns in this state */
  see({ columns, isClosed }: BoundedState, volts: number): void {
    const peaks = isClosed ? this.#closedVolts : this.#openVolts;
    for (const column of columns) if (volts > peaks[column]!) peaks[column] = volts;
  }

  /** Ends a block that the plan has so many times. */
  end(block: number, count: number): void {
    const ticks = this.#plan.blocks.ticks[block]!;
    for (let column = 0; column < this.#joules.length; column += 1) {
      const closed = windowTicks(this.#plan, block, column);
      const squares = this.#closedVolts[column]! ** 2 * closed + this.#openVolts[column]! ** 2 * (ticks - closed);
      this.#joules[column]! += count * squares * this.#siemens * this.#tickSeconds;
    }
    this.#closedVolts.fill(0);
    this.#openVolts.fill(0);
  }

  get most(): { readonly joules: number; readonly column: number } {
    let column = 0;
    for (let k = 1; k < this.#joules.length; k += 1) if (this.#joules[k]! > this.#joules[column]!) column = k;
    return { joules: this.#joules[column]!, column };
  }
}
