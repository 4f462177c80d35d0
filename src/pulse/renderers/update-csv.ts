import { formatColumn, formatRow, formatShape, type PulsePlan } from '../../core/index.js';
import { indices, quarterName, updateView, type PlanScale, type UpdateView, type WindowPlace } from './update-view.js';

function header(view: UpdateView, plan: PulsePlan, clipped: readonly WindowPlace[]): string[] {
  const clippedNames = clipped.map(({ column, quarter }) => `${formatColumn(column)}:${quarterName(quarter)}`);
  return [
    '# quarterwave update, one line of the table for each line of the array in each quarter',
    `# array: ${view.array}`,
    `# shape: ${formatShape(plan.shape)} (rows x columns)`,
    `# tick: ${view.tickSeconds} s`,
    `# duration: ${view.durationSeconds} s`,
    `# windows: ${view.windows} column windows that open`,
    `# clipped_windows: ${clippedNames.join(' ') || 'none'}`,
    '# quarter: 1-based',
    '# kind: row (held at volts) or column (switch closed to virtual ground for on_seconds)',
    '# volts: V, empty for columns',
    '# on_seconds: s, how long the line is driven or its switch is closed',
    '# start_seconds: s, from the first edge of the update',
  ];
}

/**
 * One update as a long table with `#` header lines, for a spreadsheet, Origin or pandas (`comment='#'`). Numbers are
 * exact: read back, they are the doubles they were.
 *
 * @param clippedWindows windows that were cut at the end of their quarter
 */
export function updateCsv(plan: PulsePlan, scale: PlanScale, clippedWindows: readonly WindowPlace[] = []): string {
  const view = updateView(plan, scale);
  const table = view.quarterSeconds.flatMap((length, quarter) => {
    const start = view.startSeconds[quarter]!;
    const rows = indices(view.rows).map((row) => [formatRow(row), 'row', view.rowVolts(row, quarter), length]);
    const columns = indices(view.columns).map((column) => {
      return [formatColumn(column), 'column', '', view.columnOnSeconds(column, quarter)];
    });
    return [...rows, ...columns].map((cells) => [quarter + 1, ...cells, start].join(','));
  });
  const names = 'quarter,line,kind,volts,on_seconds,start_seconds';
  return `${[...header(view, plan, clippedWindows), names, ...table].join('\n')}\n`;
}
