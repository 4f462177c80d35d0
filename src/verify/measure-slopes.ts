import { type Crossbar, CrossbarError, type DeviceProfile, formatQuantity, type Volts } from '../core/index.js';
import { type CompiledUpdate, planUpdate, type QuarterPeriodScale } from '../pulse/index.js';
import { readConductances } from './read-conductances.js';

/** Measured speeds of a typical cell: siemens per second for every volt over its threshold, both positive. */
export interface UpdateSlopes {
  readonly up: number;
  readonly down: number;
}

export interface SlopeOptions {
  readonly profile: DeviceProfile;
  readonly readVolts: Volts;
  /** How far over the threshold the test pulse goes; the overdrive that updates will use. */
  readonly overdriveVolts: Volts;
  readonly quarterSeconds: QuarterPeriodScale['quarterSeconds'];
}

/** Enough to measure: the typical cell moves by this share of its linear range. */
const VISIBLE_SHARE = 0.02;
/** Of pulses in a row, each a whole quarter long, before an array counts as dead. */
const MAX_PULSES = 64;

function median(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Measures how fast an array's cells rise and fall, by pulses each way on all of them at once. The first pulse is short;
 * time is doubled, first in one pulse and then in more of them, until the typical cell has moved by a few percent of
 * its linear range. What goes up is taken down again for as long, so the array ends within a tenth of its linear range of
 * where it was. The median cell speaks, so stuck cells do not.
 *
 * @yields the plans to fire, through whatever schedules them
 * @throws CrossbarError `acceptance-not-met` when even the longest train moves nothing
 */
export async function* measureSlopes(
  crossbar: Crossbar,
  options: SlopeOptions,
): AsyncGenerator<CompiledUpdate, UpdateSlopes> {
  const { profile, quarterSeconds, overdriveVolts, readVolts } = options;
  const visible = VISIBLE_SHARE * (profile.linearRange.max - profile.linearRange.min);
  const inputs = new Float64Array(crossbar.shape.rows).fill(1);
  const pulse = (direction: 'up' | 'down', windowSeconds: number): CompiledUpdate =>
    planUpdate(
      inputs,
      new Float64Array(crossbar.shape.columns).fill(direction === 'up' ? -1 : 1),
      {
        voltsPerInput: overdriveVolts,
        secondsPerErrorUp: direction === 'up' ? windowSeconds : 0,
        secondsPerErrorDown: direction === 'down' ? windowSeconds : 0,
        quarterSeconds,
        positiveThreshold: profile.positiveThreshold,
        negativeThreshold: profile.negativeThreshold,
      },
      crossbar,
      profile,
    );

  async function* move(direction: 'up' | 'down', onSeconds: number): AsyncGenerator<CompiledUpdate, Float64Array> {
    const pulses = Math.ceil(onSeconds / quarterSeconds);
    for (let k = 0; k < pulses; k += 1) yield pulse(direction, onSeconds / pulses);
    return readConductances(crossbar, readVolts);
  }

  let before = await readConductances(crossbar, readVolts);
  for (let onSeconds = quarterSeconds / 64; onSeconds <= MAX_PULSES * quarterSeconds; onSeconds *= 2) {
    const raised = yield* move('up', onSeconds);
    const lowered = yield* move('down', onSeconds);
    const rise = median(raised.map((g, cell) => g - before[cell]!));
    const fall = median(raised.map((g, cell) => g - lowered[cell]!));
    before = lowered;
    if (Math.min(rise, fall) < visible) continue;
    return { up: rise / (onSeconds * overdriveVolts), down: fall / (onSeconds * overdriveVolts) };
  }
  throw new CrossbarError(
    'acceptance-not-met',
    `Array ${crossbar.array} does not answer to pulses: ${formatQuantity(overdriveVolts, 'V')} over the thresholds of ` +
      `${profile.name} for ${formatQuantity(MAX_PULSES * quarterSeconds, 's')} moved the typical cell by less than ` +
      `${formatQuantity(visible, 'S')}. Check that the chip is the device it is said to be, and that its switches ` +
      `conduct far better than a whole column of cells.`,
    { array: crossbar.array, device: profile.name },
  );
}
