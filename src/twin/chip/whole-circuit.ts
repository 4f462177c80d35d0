import type { BlockDrive } from './block-drive.js';
import type { CellCircuit } from './cell-circuit.js';

/** All lines of an array with what drives them, solved at once. Its cells are all of the array's, row-major. */
export interface WholeCircuit extends CellCircuit {
  /** Connects all that stays as it is for a block. */
  enter(drive: BlockDrive): void;
  /** Puts all switches as they are until this edge. */
  setSwitches(drive: BlockDrive, until: number): void;
  /** What is solved for, in volts from row to column across a cell and its transistor. */
  voltsAt(row: number, column: number): number;
  amperesAt(row: number, column: number): number;
  /** What the amplifiers of sensed rows take; of no meaning for others. */
  rowAmperes(): Float64Array;
  /** What the amplifiers or drivers behind the columns' switches take. */
  columnAmperes(): Float64Array;
}
