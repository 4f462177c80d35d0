import type { PulsePlan } from '../../core/index.js';
import { indices, updateView, type PlanScale, type WindowPlace } from './update-view.js';

/** One update in SI units and plain arrays. */
export interface UpdateJson {
  readonly array: number;
  readonly rows: number;
  readonly columns: number;
  readonly tickSeconds: number;
  /** One number where all quarters are equally long, as in every quarter-period update; else one a quarter. */
  readonly quarterSeconds: number | readonly number[];
  readonly durationSeconds: number;
  /** Column windows that open. */
  readonly windows: number;
  /** [row][quarter] */
  readonly rowVolts: readonly (readonly number[])[];
  /** [column][quarter], from the start of the quarter; 0 where the switch stays open. */
  readonly columnOnSeconds: readonly (readonly number[])[];
  readonly clippedWindows: readonly WindowPlace[];
}

/** @param clippedWindows windows that were cut at the end of their quarter */
export function updateJson(plan: PulsePlan, scale: PlanScale, clippedWindows: readonly WindowPlace[] = []): UpdateJson {
  const view = updateView(plan, scale);
  const quarters = indices(view.quarterSeconds.length);
  const [first] = view.quarterSeconds;
  const even = first !== undefined && view.quarterSeconds.every((length) => length === first);
  return {
    array: view.array,
    rows: view.rows,
    columns: view.columns,
    tickSeconds: view.tickSeconds,
    quarterSeconds: even ? first : view.quarterSeconds,
    durationSeconds: view.durationSeconds,
    windows: view.windows,
    rowVolts: indices(view.rows).map((row) => quarters.map((quarter) => view.rowVolts(row, quarter))),
    columnOnSeconds: indices(view.columns).map((column) =>
      quarters.map((quarter) => view.columnOnSeconds(column, quarter)),
    ),
    clippedWindows,
  };
}
