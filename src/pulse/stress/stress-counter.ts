import {
  codeVolts,
  columnDrive,
  FLOATING,
  gateCode,
  planBlocks,
  rowDrive,
  SENSED,
  windowTicks,
  type BoardLimits,
  type CellStress,
  type DeviceProfile,
  type PulsePlan,
  type Shape,
} from '../../core/index.js';

type PlanScale = Pick<BoardLimits, 'tickSeconds' | 'dacBits' | 'dacFullScaleVolts'>;

/**
 * Adds up what plans do to the cells of an array, as it is ordered: the volts between a row's driver and a column's,
 * while the column's switch is closed. What a line's resistance takes away is not taken off, so that the count is never
 * too low; cells on floating lines are kept below their threshold by the sneak-path condition and count nothing, nor do
 * those whose gate is at 0 V.
 *
 * Keeps buffers for one array, so that counting allocates nothing.
 */
export class StressCounter {
  readonly #shape: Shape;
  readonly #scale: PlanScale;
  readonly #profile: DeviceProfile;
  readonly #siemens: number;
  readonly #formingVolts: number;
  readonly #closed: Uint32Array;
  readonly #seconds: Float64Array;
  readonly #columnVolts: Float64Array;

  constructor(shape: Shape, scale: PlanScale, profile: DeviceProfile) {
    this.#shape = shape;
    this.#scale = scale;
    this.#profile = profile;
    this.#siemens = (profile.linearRange.min + profile.linearRange.max) / 2;
    this.#formingVolts = profile.ratings?.formingVolts ?? Infinity;
    this.#closed = new Uint32Array(shape.columns);
    this.#seconds = new Float64Array(shape.columns);
    this.#columnVolts = new Float64Array(shape.columns);
  }

  /** Adds a plan for an array of this shape. */
  add(plan: PulsePlan, stress: CellStress): void {
    for (let block = 0; block < planBlocks(plan); block += 1) {
      const closed = this.#closeColumns(plan, block);
      if (closed === 0) continue;
      for (let row = 0; row < this.#shape.rows; row += 1) {
        const drive = rowDrive(plan, block, row);
        if (drive === FLOATING || (plan.gated && gateCode(plan, block, row) === 0)) continue;
        this.#addRow(row, drive === SENSED ? 0 : codeVolts(drive, this.#scale), closed, stress);
      }
    }
  }

  /** Notes the columns that close in a block. @returns how many */
  #closeColumns(plan: PulsePlan, block: number): number {
    let count = 0;
    for (let column = 0; column < this.#shape.columns; column += 1) {
      const ticks = windowTicks(plan, block, column);
      if (ticks <= 0) continue;
      const drive = columnDrive(plan, block, column);
      this.#closed[count] = column;
      this.#seconds[count] = ticks * this.#scale.tickSeconds;
      this.#columnVolts[count] = drive === SENSED ? 0 : codeVolts(drive, this.#scale);
      count += 1;
    }
    return count;
  }

  #addRow(row: number, rowVolts: number, closed: number, stress: CellStress): void {
    const { positiveThreshold, negativeThreshold } = this.#profile;
    const { pulses, seconds, longestSeconds, highestVolts, lowestVolts, joules, formings } = stress;
    const first = row * this.#shape.columns;
    for (let k = 0; k < closed; k += 1) {
      const cell = first + this.#closed[k]!;
      const volts = rowVolts - this.#columnVolts[k]!;
      const long = this.#seconds[k]!;
      joules[cell]! += volts * volts * this.#siemens * long;
      if (volts > highestVolts[cell]!) highestVolts[cell] = volts;
      else if (volts < lowestVolts[cell]!) lowestVolts[cell] = volts;
      if (volts <= positiveThreshold && volts >= negativeThreshold) continue;
      pulses[cell]! += 1;
      seconds[cell]! += long;
      if (long > longestSeconds[cell]!) longestSeconds[cell] = long;
      if (Math.abs(volts) >= this.#formingVolts) formings[cell]! += 1;
    }
  }
}
