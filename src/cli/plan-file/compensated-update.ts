import { ConfigError, formatColumn, formatQuantity } from '../../core/index.js';
import { compensateUpdate, QUARTERS, type ColumnLoads, type Compensation } from '../../pulse/index.js';
import type { PlanTarget } from './plan-target.js';
import type { PlanFile } from './read-plan-file.js';

/** What hangs on each column: its cells where they are known, or as many as there are rows anywhere in the linear range. */
function columnLoads({ shape, profile }: PlanTarget, conductances: Float64Array | undefined): ColumnLoads {
  const { rows, columns } = shape;
  if (conductances === undefined) {
    const all = (siemens: number): Float64Array => new Float64Array(columns).fill(rows * siemens);
    return { leastSiemens: all(profile.linearRange.min), mostSiemens: all(profile.linearRange.max) };
  }
  const sums = new Float64Array(columns);
  for (const [cell, siemens] of conductances.entries()) sums[cell % columns]! += siemens;
  return { leastSiemens: sums, mostSiemens: sums };
}

/**
 * The update of a file with its volts and windows made good for what the switches' resistance takes.
 *
 * @throws ConfigError for a file of steps
 */
export function compensatedUpdate(file: PlanFile, target: PlanTarget, conductances?: Float64Array): Compensation {
  const { analog, limits } = target;
  if (file.update === undefined) {
    throw new ConfigError('bad-argument', `${file.path} has steps: --compensate is for an update file. Drop it.`);
  }
  return compensateUpdate(file.update, columnLoads(target, conductances), {
    analog,
    referenceSiemens: limits.referenceSiemens,
    maxRowVolts: limits.maxRowVolts,
  });
}

/** What was changed, a line a quarter. */
export function compensationText({
  update,
  addedVolts,
  columnVolts,
  windowFactors,
  clippedWindows,
  lostWindows,
  cappedQuarters,
}: Compensation): string {
  const volts = (value: number): string => formatQuantity(value, 'V', 3);
  const quarters = Array.from({ length: QUARTERS }, (_, quarter) => {
    const columns = Array.from({ length: update.columns }, (_column, column) => column).filter(
      (column) => update.columnOnSeconds[quarter * update.columns + column]! > 0,
    );
    const shown = columns.slice(0, 8).map((column) => {
      const place = quarter * update.columns + column;
      return `${formatColumn(column)} at ${volts(columnVolts[place]!)}, window x ${windowFactors[place]!.toFixed(3)}`;
    });
    const more = columns.length > shown.length ? `; and ${columns.length - shown.length} more` : '';
    return `  Q${quarter + 1}: rows ${volts(addedVolts[quarter]!)}${shown.length > 0 ? `; ${shown.join('; ')}` : ''}${more}`;
  });
  const notes = [
    ...(clippedWindows > 0 ? [`${clippedWindows} windows were cut at the end of their quarter`] : []),
    ...(lostWindows > 0 ? [`in ${lostWindows} windows no cell reaches its threshold all the same`] : []),
    ...(cappedQuarters > 0 ? [`rows could not be raised far enough in ${cappedQuarters} quarters`] : []),
  ];
  return [
    'compensated for the switches, with their column nodes as expected:',
    ...quarters,
    ...notes.map((note) => `  ${note}`),
  ].join('\n');
}
