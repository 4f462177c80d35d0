import { columnDrive, isDriven, rowDrive, type PulsePlan } from '../../../core/index.js';
import type { BlockDrive } from '../../chip/index.js';
import type { Dac } from './dac.js';
import { SETTLING_CUTS } from './settling.js';
import { SettlingVolts } from './settling-volts.js';

/** Time in which nothing but the clock changes, from the start of the block. */
export interface Hold {
  readonly from: number;
  readonly until: number;
}

/** What is left to go is nothing: far below the step of any DAC. */
const ARRIVED_VOLTS = 1e-9;
/** Of a time constant: a sample sees its instant, not the mean of a hold. */
const INSTANT = 1e-6;

/** The DACs of one array while a plan runs: what they are set to block by block, and how they get there. */
export class DacOutputs {
  readonly #dac: Dac;
  readonly #plan: PulsePlan;
  readonly #rows: SettlingVolts;
  readonly #columns: SettlingVolts;
  readonly #gates: SettlingVolts;

  constructor(dac: Dac, plan: PulsePlan) {
    const { rows, columns } = plan.shape;
    const settling = (count: number, first: number): SettlingVolts =>
      new SettlingVolts(
        dac.settleSeconds,
        Float64Array.from({ length: count }, (_, line) => dac.volts(0, first + line)),
      );
    this.#dac = dac;
    this.#plan = plan;
    this.#rows = settling(rows, 0);
    this.#columns = settling(columns, rows);
    this.#gates = settling(plan.gated ? rows : 0, rows + columns);
  }

  /** @param conversion a name that no other block has */
  set(ideal: BlockDrive, block: number, conversion: string): void {
    const dac = this.#dac;
    const plan = this.#plan;
    const { rows, columns } = plan.shape;
    const noise = dac.noise(conversion);
    for (let row = 0; row < rows; row += 1) {
      const volts = dac.volts(ideal.rowVolts[row]!, row) + noise();
      this.#rows.aim(row, isDriven(rowDrive(plan, block, row)) ? volts : NaN);
    }
    for (let column = 0; column < columns; column += 1) {
      const volts = dac.volts(ideal.columnVolts[column]!, rows + column) + noise();
      this.#columns.aim(column, isDriven(columnDrive(plan, block, column)) ? volts : NaN);
    }
    for (let row = 0; ideal.gateVolts && row < rows; row += 1) {
      this.#gates.aim(row, dac.volts(ideal.gateVolts[row]!, rows + columns + row) + noise());
    }
  }

  /** The holds of a block: one, or as many as its exponentials need. */
  holds(blockSeconds: number, sampleSeconds: number): Hold[] {
    const tau = this.#dac.settleSeconds;
    const missing = Math.max(this.#rows.missing, this.#columns.missing, this.#gates.missing);
    if (tau === 0 || missing < ARRIVED_VOLTS) return [{ from: 0, until: blockSeconds }];
    const cuts = SETTLING_CUTS.map((cut) => cut * tau);
    if (sampleSeconds > 0) cuts.push(sampleSeconds - INSTANT * tau, sampleSeconds);
    const inside = cuts.filter((cut) => cut > 0 && cut < blockSeconds).toSorted((a, b) => a - b);
    return [0, ...inside].map((from, index) => ({ from, until: inside[index] ?? blockSeconds }));
  }

  /** Puts the voltages of a hold into a drive. */
  meanInto({ rowVolts, columnVolts, gateVolts }: BlockDrive, from: number, until: number): void {
    this.#rows.meanInto(rowVolts, from, until);
    this.#columns.meanInto(columnVolts, from, until);
    if (gateVolts) this.#gates.meanInto(gateVolts, from, until);
  }

  pass(seconds: number): void {
    for (const volts of [this.#rows, this.#columns, this.#gates]) volts.pass(seconds);
  }
}
