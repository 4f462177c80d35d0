import type { PulsePlan, ReferenceDrive } from '../../core/index.js';
import type { CellWaveform } from './cell-waveform.js';
import { PlanView, type LineDrive, type PlanScale, type SampleTaken, type WindowPlace } from './plan-view.js';

/** A plan in SI units and plain arrays. Tables are [line][block]. */
export interface PlanJson {
  readonly array: number;
  readonly rows: number;
  readonly columns: number;
  readonly tickSeconds: number;
  readonly durationSeconds: number;
  /** Length of each block; of an update, its four quarters. */
  readonly blockSeconds: readonly number[];
  /** Column windows that open. */
  readonly windows: number;
  readonly rowVolts: readonly (readonly LineDrive[])[];
  /** What each column's switch connects it to. */
  readonly columnVolts: readonly (readonly LineDrive[])[];
  /** When each column's switch closes, from the start of the block; 0 also where it stays open. */
  readonly columnFromSeconds: readonly (readonly number[])[];
  /** How long it is closed; 0 where it stays open. */
  readonly columnOnSeconds: readonly (readonly number[])[];
  /** Only where there are gates. */
  readonly gateVolts?: readonly (readonly number[])[];
  /** What drives the reference conductances in each block. */
  readonly reference: readonly ReferenceDrive[];
  readonly samples: readonly SampleTaken[];
  readonly clippedWindows: readonly WindowPlace[];
  /** Only where cells were chosen. */
  readonly cells?: readonly {
    readonly row: number;
    readonly column: number;
    readonly seconds: readonly number[];
    readonly volts: readonly number[];
    readonly amperes: readonly number[];
  }[];
}

/**
 * @param clippedWindows windows that were cut at the end of their block
 * @param cells waveforms across chosen cells
 */
export function planJson(
  plan: PulsePlan,
  scale: PlanScale,
  clippedWindows: readonly WindowPlace[] = [],
  cells: readonly CellWaveform[] = [],
): PlanJson {
  const view = new PlanView(plan, scale);
  const table = <Value>(lines: readonly number[], value: (line: number, block: number) => Value): Value[][] =>
    lines.map((line) => view.blocks.map((block) => value(line, block)));
  return {
    array: plan.array,
    rows: plan.shape.rows,
    columns: plan.shape.columns,
    tickSeconds: view.tickSeconds,
    durationSeconds: view.durationSeconds,
    blockSeconds: view.blocks.map((block) => view.blockSeconds(block)),
    windows: view.windows,
    rowVolts: table(view.rows, (row, block) => view.rowDrive(row, block)),
    columnVolts: table(view.columns, (column, block) => view.columnDrive(column, block)),
    columnFromSeconds: table(view.columns, (column, block) => view.windowFromSeconds(column, block)),
    columnOnSeconds: table(view.columns, (column, block) => view.windowSeconds(column, block)),
    ...(plan.gated ? { gateVolts: table(view.rows, (row, block) => view.gateVolts(row, block)) } : {}),
    reference: view.blocks.map((block) => view.reference(block)),
    samples: view.samples(),
    clippedWindows,
    ...(cells.length > 0
      ? {
          cells: cells.map(({ row, column, seconds, volts, amperes }) => ({
            row,
            column,
            seconds: [...seconds],
            volts: [...volts],
            amperes: [...amperes],
          })),
        }
      : {}),
  };
}
