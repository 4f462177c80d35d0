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

/** The blocks of a plan as an ideal board makes them of its codes: exact volts, edges on their ticks. */
export class PlanDrive {
  readonly #plan: PulsePlan;
  readonly #scale: PlanScale;
  readonly #drive: Writable<BlockDrive>;

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
    this.#setColumns(block);
    const reference = plan.blocks.reference[block];
    const referenceVolts = codeVolts(referenceCode(plan, block), this.#scale);
    drive.referenceVolts = reference === REFERENCE.forward ? referenceVolts : 0;
    drive.rowReferenceVolts = reference === REFERENCE.backward ? referenceVolts : 0;
    drive.sampleSeconds = plan.blocks.sampleTicks[block]! * tickSeconds;
    return drive;
  }

  #setRows(block: number): void {
    const { blocks, shape, rowVectors, gateVectors } = this.#plan;
    const { rowVolts, rowSensed, gateVolts } = this.#drive;
    const stepVolts = dacStepVolts(this.#scale);
    const first = blocks.rows[block]! * shape.rows;
    for (let row = 0; row < shape.rows; row += 1) {
      const code = rowVectors[first + row]!;
      rowSensed[row] = code === SENSED ? 1 : 0;
      rowVolts[row] = code === SENSED ? 0 : code === FLOATING ? NaN : code * stepVolts;
    }
    if (!gateVolts) return;
    const firstGate = blocks.gates[block]! * shape.rows;
    for (let row = 0; row < shape.rows; row += 1) gateVolts[row] = gateVectors[firstGate + row]! * stepVolts;
  }

  #setColumns(block: number): void {
    const { blocks, shape, columnVectors, windowVectors } = this.#plan;
    const { tickSeconds } = this.#scale;
    const { columnVolts, closeSeconds, openSeconds } = this.#drive;
    const stepVolts = dacStepVolts(this.#scale);
    const first = blocks.columns[block]! * shape.columns;
    const firstWindow = WINDOW_EDGES * blocks.windows[block]! * shape.columns;
    for (let column = 0; column < shape.columns; column += 1) {
      const code = columnVectors[first + column]!;
      columnVolts[column] = code === SENSED ? 0 : code * stepVolts;
      closeSeconds[column] = windowVectors[firstWindow + WINDOW_EDGES * column]! * tickSeconds;
      openSeconds[column] = windowVectors[firstWindow + WINDOW_EDGES * column + 1]! * tickSeconds;
    }
  }
}
