import {
  codeTowardZero,
  codeVolts,
  ConfigError,
  dacStepVolts,
  FLOATING,
  formatColumn,
  formatRow,
  nearestCode,
  SENSED,
  type BoardLimits,
  type Shape,
} from '../../core/index.js';
import { boardShort } from './board-short.js';
import type { RoundingLog } from './rounding.js';
import type { ByLine, Hold, LevelAndOver, LineDrive } from './timeline.js';

type Limits = Pick<BoardLimits, 'dacBits' | 'dacFullScaleVolts' | 'drivesColumns' | 'floatsRows' | 'maxGateVolts'>;

function codeOf(drive: number | LevelAndOver, name: string, limits: Limits, log: RoundingLog): number {
  const isPlain = typeof drive === 'number';
  const asked = isPlain ? drive : drive.levelVolts + drive.overVolts;
  if (!Number.isFinite(asked)) {
    throw new ConfigError('bad-data', `${name} is held at ${asked} V. Give a finite voltage.`, { line: name });
  }
  const code = isPlain
    ? nearestCode(drive, limits)
    : codeTowardZero(drive.levelVolts, limits) + nearestCode(drive.overVolts, limits);
  log.volts(name, asked, codeVolts(code, limits), dacStepVolts(limits));
  return code;
}

/** The lines named, in order, each of which the array has. */
function* linesOf<Value>(
  named: ByLine<Value> | undefined,
  lines: number,
  capability: 'rows' | 'columns',
): Generator<[line: number, value: Value]> {
  for (const [key, value] of Object.entries<Value>(named ?? {})) {
    const line = Number(key);
    if (!Number.isInteger(line) || line < 0 || line >= lines) {
      const name = capability === 'rows' ? formatRow(line) : formatColumn(line);
      throw boardShort(
        capability,
        `The timeline holds ${name}, and the array has ${lines} ${capability}.`,
        'Plan for the array there is, or tile a larger one.',
      );
    }
    yield [line, value];
  }
}

/** The DAC code, `FLOATING` or `SENSED` of every row a hold names. */
export function rowCodes(hold: Hold, shape: Shape, limits: Limits, log: RoundingLog): Map<number, number> {
  const codes = new Map<number, number>();
  for (const [row, drive] of linesOf<LineDrive>(hold.rows, shape.rows, 'rows')) {
    if (drive === 'float' && !limits.floatsRows) {
      const what = `The timeline lets ${formatRow(row)} float.`;
      throw boardShort('floatsRows', what, 'Hold every row, as the schemes `half` and `third` do.');
    }
    if (drive === 'float') codes.set(row, FLOATING);
    else codes.set(row, drive === 'sense' ? SENSED : codeOf(drive, formatRow(row), limits, log));
  }
  return codes;
}

/** What every column that a hold names is connected to; `FLOATING` for one that is to stay open. */
export function columnCodes(hold: Hold, shape: Shape, limits: Limits, log: RoundingLog): Map<number, number> {
  const codes = new Map<number, number>();
  for (const [column, drive] of linesOf<LineDrive>(hold.columns, shape.columns, 'columns')) {
    if (drive === 'float') codes.set(column, FLOATING);
    else if (drive === 'sense') codes.set(column, SENSED);
    else if (limits.drivesColumns) codes.set(column, codeOf(drive, formatColumn(column), limits, log));
    else {
      const what = `The timeline drives ${formatColumn(column)}.`;
      throw boardShort('drivesColumns', what, 'Sense it, or use the scheme `floating` or `gate`.');
    }
  }
  return codes;
}

/** The DAC code of every gate a hold names. */
export function gateCodes(hold: Hold, shape: Shape, limits: Limits, log: RoundingLog): Map<number, number> {
  const codes = new Map<number, number>();
  for (const [row, drive] of linesOf<number | LevelAndOver>(hold.gates, shape.rows, 'rows')) {
    if (limits.maxGateVolts === 0) {
      const what = `The timeline drives the gate of ${formatRow(row)}, and its array has no transistors.`;
      throw boardShort('maxGateVolts', what, 'Use another scheme than `gate`.');
    }
    codes.set(row, codeOf(drive, `gate ${formatRow(row)}`, limits, log));
  }
  return codes;
}
