import type { Shape } from '../../core/index.js';
import { hold, type Timeline } from '../timeline/timeline.js';
import { assertCell, type Cell } from './select-scheme.js';

export interface CellReadOptions {
  readonly cell: Cell;
  /** Across the cell, row minus column; under its thresholds. */
  readonly readVolts: number;
  /** Of the selected row's gate, on a 1T1R array. */
  readonly gateVolts?: number;
  /** Seconds from when the column is connected until it is sampled; by default as early as the board can. */
  readonly sample?: number | 'soonest';
}

/**
 * Reads one cell inside a plan: its row driven, all other rows at 0 V, its column sensed and sampled, so that the current is
 * the cell's alone. One sample.
 *
 * @example cellRead(shape, { cell: { row: 2, column: 0 }, readVolts: 0.1 })
 * @throws ConfigError where the array has no such cell
 */
export function cellRead(shape: Shape, { cell, readVolts, gateVolts, sample = 'soonest' }: CellReadOptions): Timeline {
  assertCell(cell, shape);
  return hold({
    rows: { [cell.row]: readVolts },
    columns: { [cell.column]: 'sense' },
    ...(gateVolts !== undefined && { gates: { [cell.row]: gateVolts } }),
    sample,
  });
}
