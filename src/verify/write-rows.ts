import { type Crossbar, type DeviceProfile, formatCell, type Siemens, type Volts } from '../core/index.js';
import { type CompiledUpdate, planUpdate, type QuarterPeriodScale } from '../pulse/index.js';
import type { UpdateSlopes } from './measure-slopes.js';
import { readRow } from './read-conductances.js';

export interface WriteOptions {
  readonly profile: DeviceProfile;
  readonly slopes: UpdateSlopes;
  readonly readVolts: Volts;
  readonly overdriveVolts: Volts;
  readonly quarterSeconds: QuarterPeriodScale['quarterSeconds'];
  /** Half width of the acceptance window around each target. */
  readonly tolerance: Siemens;
  /** Pulses a row gets before its last cells are given up. */
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
    let outside: number[] = [];
    for (let attempt = 0; attempt <= options.maxPulses; attempt += 1) {
      const measured = await readRow(crossbar, row, options.readVolts);
      const excess = measured.map((g, column) => {
        const target = targets[row * columns + column]!;
        return Math.abs(g - target) > options.tolerance ? g - target : 0;
      });
      outside = [...excess.keys()].filter((column) => excess[column] !== 0);
      if (outside.length === 0 || attempt === options.maxPulses) break;
      yield planUpdate(inputs, excess, scale, crossbar, profile);
      pulses += 1;
    }
    failed.push(...outside.map((column) => formatCell(row, column)));
  }
  return { pulses, failed };
}
