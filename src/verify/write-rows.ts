import { type Crossbar, type DeviceProfile, formatCell, type Siemens, type Volts } from '../core/index.js';
import { type CompiledUpdate, planUpdate, type QuarterPeriodScale } from '../pulse/index.js';
import type { UpdateSlopes } from './measure-slopes.js';
import { readRow } from './read-conductances.js';
import { RowProgress } from './row-progress.js';

export interface WriteOptions {
  readonly profile: DeviceProfile;
  readonly slopes: UpdateSlopes;
  readonly readVolts: Volts;
  readonly overdriveVolts: Volts;
  readonly quarterSeconds: QuarterPeriodScale['quarterSeconds'];
  /** Half width of the acceptance window around each target. */
  readonly tolerance: Siemens;
  /** Pulses a row gets at most; a cell that no longer comes nearer is given up long before. */
  readonly maxPulses: number;
}

/** What a write came to. */
export interface WriteReport {
  readonly pulses: number;
  /** Cells left outside their window, `W02B00`. */
  readonly failed: readonly string[];
}

/**
 * Write-verify, a row at a time: read the row, pulse each of its cells towards its target by the measured slope, read
 * again, until all are in their window. The row alone is driven over its threshold, so all its cells move at once and
 * no other does.
 *
 * @param targets siemens, row-major; a target that is NaN leaves its cell alone
 * @yields the plans to fire
 */
export async function* writeRows(
  crossbar: Crossbar,
  targets: Float64Array,
  options: WriteOptions,
): AsyncGenerator<CompiledUpdate, WriteReport> {
  const { rows, columns } = crossbar.shape;
  const { profile, slopes, overdriveVolts } = options;
  // one unit of input is the overdrive and one unit of error is a siemens, so errors are distances to target
  const scale: QuarterPeriodScale = {
    voltsPerInput: overdriveVolts,
    secondsPerErrorUp: 1 / (slopes.up * overdriveVolts),
    secondsPerErrorDown: 1 / (slopes.down * overdriveVolts),
    quarterSeconds: options.quarterSeconds,
    positiveThreshold: profile.positiveThreshold,
    negativeThreshold: profile.negativeThreshold,
  };
  const failed: string[] = [];
  let pulses = 0;
  for (let row = 0; row < rows; row += 1) {
    const inputs = new Float64Array(rows);
    inputs[row] = 1;
    const wanted = targets.subarray(row * columns, (row + 1) * columns);
    const progress = new RowProgress(wanted, options.tolerance);
    for (;;) {
      const excess = progress.excess(await readRow(crossbar, row, options.readVolts));
      if (progress.done || progress.pulses === options.maxPulses) break;
      yield planUpdate(inputs, excess, scale, crossbar, profile);
      progress.pulses += 1;
    }
    pulses += progress.pulses;
    failed.push(...progress.outside.map((column) => formatCell(row, column)));
  }
  return { pulses, failed };
}
