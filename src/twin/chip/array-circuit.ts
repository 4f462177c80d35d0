import type { Shape } from '../../core/index.js';
import type { RowDriver } from '../imperfections/imperfections.js';
import type { Wires } from '../wires/wires.js';
import type { CellParameters } from './cell-parameters.js';
import type { Transistor } from './transistor.js';

/** What an array is made of, besides the states of its cells. */
export interface ArrayCircuit {
  readonly shape: Shape;
  readonly cells: CellParameters;
  readonly switchOnOhms: number;
  readonly switchOffOhms: number;
  readonly referenceSiemens: number;
  /** 1 at every cell that never moves, row-major; a solver looks again when it is told to take the states. */
  readonly stuck?: Uint8Array | undefined;
  /** Of every row; undefined, or 0 Ohm without a limit, where drivers are ideal. */
  readonly driver?: RowDriver | undefined;
  /** Undefined where lines conduct so well that each has one voltage. */
  readonly wires?: Wires | undefined;
  /** In series with every cell, where there is one. */
  readonly transistor?: Transistor | undefined;
}
