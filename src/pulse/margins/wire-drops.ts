import type { CellBounds } from './cell-bounds.js';

/** The most that the wires of an array can take between a line's end and any cell on it, volts. */
export interface WireDrops {
  readonly row: number;
  readonly column: number;
  readonly both: number;
}

/**
 * A bound: every cell is taken to carry the most that any can, and every one of the k-th cell's amperes to pass k
 * segments, which on a line of n cells comes to n (n + 1) / 2 segments of one cell's current. Rows are driven and
 * columns switched at their first cells.
 *
 * @param spanVolts between the highest and the lowest of all that is driven: no cell sees more
 */
export function wireDrops(cells: CellBounds, segmentOhms: number, spanVolts: number): WireDrops {
  const { rows, columns } = cells.shape;
  const segmentVolts = segmentOhms * cells.mostSiemens * spanVolts;
  const row = Math.min(spanVolts, (segmentVolts * columns * (columns + 1)) / 2);
  const column = Math.min(spanVolts, (segmentVolts * rows * (rows + 1)) / 2);
  return { row, column, both: Math.min(spanVolts, row + column) };
}
