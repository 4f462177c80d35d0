import {
  formatColumn,
  formatRow,
  rowDrive,
  SENSED,
  windowFrom,
  windowUntil,
  type AnalogPath,
  type PulsePlan,
} from '../../core/index.js';
import { conductanceOf } from './block-lines.js';
import type { PhaseBounds } from './phase-solver.js';

/** The largest current into an amplifier. */
export interface SenseMargin {
  readonly block: number;
  /** `W02` or `B00`. */
  readonly line: string;
  readonly amperes: number;
  readonly fullScaleAmperes: number;
}

/** Keeps the largest currents of a plan's sensed lines. */
export class SenseMargins {
  readonly #plan: PulsePlan;
  readonly #switchSiemens: number;
  readonly #fullScaleAmperes: number;
  /** Of lines while they are sampled, and of sensed columns in any window. */
  sampled: SenseMargin | undefined;
  window: SenseMargin | undefined;

  constructor(plan: PulsePlan, analog: AnalogPath) {
    this.#plan = plan;
    this.#switchSiemens = conductanceOf(analog.switchOnOhms);
    this.#fullScaleAmperes = analog.senseFullScaleAmperes;
  }

  add(block: number, phase: PhaseBounds): void {
    const at = this.#plan.blocks.sampleTicks[block]!;
    for (const state of phase.states) {
      if (!state.isSensed) continue;
      const column = state.columns[0]!;
      const volts = Math.max(-state.lowSwitchVolts, state.highSwitchVolts);
      const margin = this.#margin(block, formatColumn(column), volts);
      if (this.window === undefined || margin.amperes > this.window.amperes) this.window = margin;
      const sampled = at > 0 ? state.columns.find((one) => this.#isClosedAt(block, one, at)) : undefined;
      if (sampled !== undefined) this.#sample({ ...margin, line: formatColumn(sampled) });
    }
    if (at === 0) return;
    for (let row = 0; row < this.#plan.shape.rows; row += 1) {
      if (rowDrive(this.#plan, block, row) !== SENSED) continue;
      const volts = Math.max(-phase.rowLowVolts[row]!, phase.rowHighVolts[row]!);
      this.#sample(this.#margin(block, formatRow(row), volts));
    }
  }

  #margin(block: number, line: string, volts: number): SenseMargin {
    return { block, line, amperes: volts * this.#switchSiemens, fullScaleAmperes: this.#fullScaleAmperes };
  }

  #isClosedAt(block: number, column: number, tick: number): boolean {
    return windowFrom(this.#plan, block, column) < tick && tick <= windowUntil(this.#plan, block, column);
  }

  #sample(margin: SenseMargin): void {
    if (this.sampled === undefined || margin.amperes > this.sampled.amperes) this.sampled = margin;
  }
}
