import { ConfigError, formatQuantity, type Shape } from '../../core/index.js';
import { hold, repeat, rest, sequential, type Timeline } from '../timeline/timeline.js';
import { cellRead } from './cell-read.js';
import { selectDrive, type Cell, type SelectScheme } from './select-scheme.js';

/** What a pulse is for: SET raises G, RESET lowers it, FORM is the first SET of a fresh cell. */
export type PulseOperation = 'set' | 'reset' | 'form';

export interface CellPulseOptions {
  readonly cell: Cell;
  readonly operation: PulseOperation;
  /** Across the cell, row minus column: positive to set and form, negative to reset. */
  readonly volts: number;
  /** How long the cell sees them: its column's window. */
  readonly widthSeconds: number;
  readonly scheme: SelectScheme;
}

function assertPulse({ operation, volts, widthSeconds }: CellPulseOptions): void {
  const isRaising = operation !== 'reset';
  if (!Number.isFinite(volts) || volts === 0 || volts > 0 !== isRaising) {
    throw new ConfigError(
      'bad-argument',
      `A ${operation.toUpperCase()} pulse of ${formatQuantity(volts, 'V')}: volts are row minus column, positive to SET and ` +
        'FORM and negative to RESET. Correct the sign or the operation.',
      { operation, volts },
    );
  }
  if (widthSeconds > 0 && Number.isFinite(widthSeconds)) return;
  throw new ConfigError('bad-argument', `A pulse of ${widthSeconds} s is none. Give its width in seconds.`, {
    widthSeconds,
  });
}

/**
 * One pulse on one cell. The hold is as long as the pulse and the board's guards take, all columns that a scheme drives
 * closed for the same window.
 *
 * Forming cannot be undone: whoever runs the plan needs the permission for it.
 *
 * @example cellPulse(shape, { cell: { row: 0, column: 3 }, operation: 'set', volts: 0.3, widthSeconds: 1e-4, scheme: 'half' })
 * @throws ConfigError where the sign is not the operation's, the pulse has no width or the array no such cell
 */
export function cellPulse(shape: Shape, options: CellPulseOptions): Timeline {
  assertPulse(options);
  const { cell, volts, widthSeconds, scheme } = options;
  const drive = selectDrive(shape, cell, volts, scheme, false);
  const windows = Object.fromEntries(Object.keys(drive.columns).map((column) => [column, widthSeconds]));
  return hold({ ...drive, windows });
}

export interface PulseTrainOptions extends CellPulseOptions {
  readonly pulses: number;
  /** With all lines at rest, after each pulse and its read. */
  readonly intervalSeconds: number;
  /** Volts across the cell in a read after each pulse, under its thresholds; without it nothing is read. */
  readonly readVolts?: number;
}

/**
 * Pulses on one cell, each followed by a read where `readVolts` is given (one sample a pulse), then by a rest.
 *
 * @example pulseTrain(shape, { ...pulse, pulses: 100, intervalSeconds: 1e-4, readVolts: 0.1 })
 * @throws ConfigError as {@link cellPulse}, and where `pulses` is no whole number
 */
export function pulseTrain(shape: Shape, options: PulseTrainOptions): Timeline {
  const { cell, scheme, pulses, intervalSeconds, readVolts } = options;
  const parts: Timeline[] = [cellPulse(shape, options)];
  if (readVolts !== undefined) {
    const gates = typeof scheme === 'object' ? { gateVolts: scheme.gateVolts } : {};
    parts.push(cellRead(shape, { cell, readVolts, ...gates }));
  }
  if (intervalSeconds > 0) parts.push(rest(intervalSeconds));
  return repeat(pulses, sequential(parts));
}
