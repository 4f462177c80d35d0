import {
  codeVolts,
  dacStepVolts,
  FLOATING,
  REFERENCE,
  referenceCode,
  SENSED,
  WINDOW_EDGES,
  type BoardLimits,
  type PulsePlan,
} from '../../core/index.js';
import type { BlockDrive } from './block-drive.js';

/** What makes volts and seconds of a plan's codes and ticks. */
export type PlanScale = Pick<BoardLimits, 'tickSeconds' | 'dacBits' | 'dacFullScaleVolts'>;

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** No vector of any library. */
const NONE = -1;

/** The blocks of a plan as an ideal board makes them of its codes: exact volts, edges on their ticks. */
export class PlanDrive {
  readonly #plan: PulsePlan;
  readonly #scale: PlanScale;
  readonly #drive: Writable<BlockDrive>;
  /** The vectors that the drive was set from; those of a train of pulses are often the same. */
  #rowVector = NONE;
  #columnVector = NONE;
  #windowVector = NONE;
  #gateVector = NONE;

  constructor(plan: PulsePlan, scale: PlanScale) {
    const { rows, columns } = plan.shape;
    // one piece of memory: every one costs as much as filling it
    const numbers = new Float64Array(2 * rows + 3 * columns);
    const cut = (start: number, length: number): Float64Array => numbers.subarray(start, start + length);
    this.#plan = plan;
    this.#scale = scale;
    this.#drive = {
      rowVolts: cut(0, rows),
      rowSensed: new Uint8Array(rows),
      columnVolts: cut(2 * rows, columns),
      closeSeconds: cut(2 * rows + columns, columns),
      openSeconds: cut(2 * rows + 2 * columns, columns),
      gateVolts: plan.gated ? cut(rows, rows) : undefined,
      referenceVolts: 0,
      rowReferenceVolts: 0,
      sampleSeconds: 0,
    };
  }

  /** @returns the same object for every block: use it before the next */
  ofBlock(block: number): BlockDrive {
    const plan = this.#plan;
    const { tickSeconds } = this.#scale;
    const drive = this.#drive;
    this.#setRows(block);
    this.#setGates(block);
    this.#setColumns(block);
    this.#setWindows(block);
    const reference = plan.blocks.reference[block];
    const referenceVolts = codeVolts(referenceCode(plan, block), this.#scale);
    drive.referenceVolts = reference === REFERENCE.forward ? referenceVolts : 0;
    drive.rowReferenceVolts = reference === REFERENCE.backward ? referenceVolts : 0;
    drive.sampleSeconds = plan.blocks.sampleTicks[block]! * tickSeconds;
    return drive;
  }

  #setRows(block: number): void {
    const { blocks, shape, rowVectors } = this.#plan;
    const vector = blocks.rows[block]!;
    if (vector === this.#rowVector) return;
    this.#rowVector = vector;
    const { rowVolts, rowSensed } = this.#drive;
    const stepVolts = dacStepVolts(this.#scale);
    const first = vector * shape.rows;
    for (let row = 0; row < shape.rows; row += 1) {
      const code = rowVectors[first + row]!;
      rowSensed[row] = code === SENSED ? 1 : 0;
      rowVolts[row] = code === SENSED ? 0 : code === FLOATING ? NaN : code * stepVolts;
    }
  }

  #setGates(block: number): void {
    const { blocks, shape, gateVectors } = this.#plan;
    const { gateVolts } = this.#drive;
    const vector = blocks.gates[block]!;
    if (gateVolts === undefined || vector === this.#gateVector) return;
    this.#gateVector = vector;
    const stepVolts = dacStepVolts(this.#scale);
    const first = vector * shape.rows;
    for (let row = 0; row < shape.rows; row += 1) gateVolts[row] = gateVectors[first + row]! * stepVolts;
  }

  #setColumns(block: number): void {
    const { blocks, shape, columnVectors } = this.#plan;
    const vector = blocks.columns[block]!;
    if (vector === this.#columnVector) return;
    this.#columnVector = vector;
    const { columnVolts } = this.#drive;
    const stepVolts = dacStepVolts(this.#scale);
    const first = vector * shape.columns;
    for (let column = 0; column < shape.columns; column += 1) {
      const code = columnVectors[first + column]!;
      columnVolts[column] = code === SENSED ? 0 : code * stepVolts;
    }
  }

  #setWindows(block: number): void {
    const { blocks, shape, windowVectors } = this.#plan;
    const vector = blocks.windows[block]!;
    if (vector === this.#windowVector) return;
    this.#windowVector = vector;
    const { tickSeconds } = this.#scale;
    const { closeSeconds, openSeconds } = this.#drive;
    const first = WINDOW_EDGES * vector * shape.columns;
    for (let column = 0; column < shape.columns; column += 1) {
      closeSeconds[column] = windowVectors[first + WINDOW_EDGES * column]! * tickSeconds;
      openSeconds[column] = windowVectors[first + WINDOW_EDGES * column + 1]! * tickSeconds;
    }
  }
}
