import { roundUp } from './nice-steps.js';
import { indices, type Thresholds, type UpdateView } from './update-view.js';

/** More lanes than this are neither read nor printed. */
const MAX_LINES = 32;

const LEFT = 92;
const RIGHT = 112;
const HEAD = 96;
const SECTION = 40;
const COLUMN_LANE = 22;

export const WIDTH = 960;

export const palette = {
  ink: '#1f2328',
  muted: '#63686e',
  faint: '#d9dce0',
  band: '#f5f6f8',
  row: '#0072b2',
  column: '#00795a',
  clipped: '#d55e00',
} as const;

/** Where everything stands, in pixels. */
export interface UpdateLayout {
  readonly left: number;
  readonly right: number;
  readonly height: number;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly rowLane: number;
  readonly columnLane: number;
  /** Upper edge of the first lane, lower edge of the last. */
  readonly top: number;
  readonly bottom: number;
  /** Baseline of the heading above the columns. */
  readonly columnHeading: number;
  /** Volts at the top of every row's axis; the bottom is as far below 0. */
  readonly fullVolts: number;
  readonly x: (seconds: number) => number;
  readonly rowTop: (row: number) => number;
  readonly columnTop: (column: number) => number;
}

function largestVolts(view: UpdateView, rows: readonly number[], thresholds: Thresholds): number {
  const quarters = indices(view.quarterSeconds.length);
  const driven = rows.flatMap((row) => quarters.map((quarter) => Math.abs(view.rowVolts(row, quarter))));
  return Math.max(...driven, thresholds.positiveThreshold, Math.abs(thresholds.negativeThreshold));
}

/** Few rows get tall lanes, many get low ones. */
const rowLaneHeight = (rows: number): number => Math.max(40, Math.min(72, 480 / rows));

export function updateLayout(view: UpdateView, thresholds: Thresholds): UpdateLayout {
  const rows = indices(Math.min(view.rows, MAX_LINES));
  const columns = indices(Math.min(view.columns, MAX_LINES));
  const rowLane = rowLaneHeight(rows.length);
  const columnsTop = HEAD + rows.length * rowLane + SECTION;
  const bottom = columnsTop + columns.length * COLUMN_LANE;
  const right = WIDTH - RIGHT;
  return {
    left: LEFT,
    right,
    height: bottom + 64,
    rows,
    columns,
    rowLane,
    columnLane: COLUMN_LANE,
    top: HEAD,
    bottom,
    columnHeading: columnsTop - 10,
    // a board that drives nothing still has an axis
    fullVolts: roundUp(largestVolts(view, rows, thresholds) * 1.05 || 1, [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8]),
    x: (seconds) => LEFT + (seconds / view.durationSeconds) * (right - LEFT),
    rowTop: (row) => HEAD + row * rowLane,
    columnTop: (column) => columnsTop + column * COLUMN_LANE,
  };
}
