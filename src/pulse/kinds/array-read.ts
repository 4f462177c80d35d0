import { ConfigError, type Shape } from '../../core/index.js';
import { hold, type LineDrive, type Timeline } from '../timeline/timeline.js';

/** When a read samples, seconds from when its lines are connected; by default as early as the board can. */
type SampleTime = number | 'soonest';

const lines = (count: number, drive: LineDrive): LineDrive[] => Array.from<LineDrive>({ length: count }).fill(drive);

function assertLength(volts: ArrayLike<number>, expected: number, name: 'row' | 'column'): void {
  if (volts.length === expected) return;
  const message = `A read of ${expected} ${name}s was given ${volts.length} voltages. Give one a ${name}.`;
  throw new ConfigError('bad-argument', message, { given: volts.length, expected });
}

/**
 * P1's forward read inside a plan: rows driven, the reference at minus their sum, every column sensed and sampled. Its
 * samples are the currents of `readForward`, r_j = -R0 I_j.
 *
 * @param rowVolts one voltage a row
 * @example compileTimeline(sequential([update, forwardRead(shape, rowVolts)]), crossbar)
 * @throws ConfigError unless there is one voltage a row
 */
export function forwardRead(shape: Shape, rowVolts: ArrayLike<number>, sample: SampleTime = 'soonest'): Timeline {
  assertLength(rowVolts, shape.rows, 'row');
  return hold({ rows: Array.from(rowVolts), columns: lines(shape.columns, 'sense'), reference: 'forward', sample });
}

/**
 * P1's backward read inside a plan: columns driven, the reference at minus their sum, every row sensed and sampled. For
 * boards that drive columns.
 *
 * @param columnVolts one voltage a column
 * @example compileTimeline(backwardRead(shape, columnVolts), crossbar)
 * @throws ConfigError unless there is one voltage a column
 */
export function backwardRead(shape: Shape, columnVolts: ArrayLike<number>, sample: SampleTime = 'soonest'): Timeline {
  assertLength(columnVolts, shape.columns, 'column');
  return hold({ rows: lines(shape.rows, 'sense'), columns: Array.from(columnVolts), reference: 'backward', sample });
}
