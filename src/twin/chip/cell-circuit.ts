import type { LineCells } from './line-cells.js';

/** What gives cells their voltages, by Kirchhoff: the node of one line, or the nodes of a whole array. */
export interface CellCircuit {
  readonly cells: LineCells;
  /** Stands against the drive of every cell: cell k sees `cells.drive[k] - nodeVolts`. */
  readonly nodeVolts: number;
  /** Power the drivers put in, reference included, watts. */
  readonly powerWatts: number;
  /** Forgets what was solved before: a first guess from it would show in the last bits. */
  restart(): void;
  /** Finds all voltages for these states. */
  solve(states: Float64Array): void;
}
