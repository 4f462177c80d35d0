import { formatQuantity, formatRow, LimitError, type DeviceProfile, type Siemens, LIMIT_SLACK } from '../core/index.js';
import { QUARTERS, type QuarterPeriodUpdate } from './quarter-period.js';

/**
 * The highest (side 1) or lowest (side -1) voltage an open column can float to in a quarter: what `extremeNodeVolts` of
 * the margins does, for cells that are all alike and without taking any memory, as every plan of a training passes here.
 */
function extremeFloatVolts(
  update: QuarterPeriodUpdate,
  quarter: number,
  profile: DeviceProfile,
  referenceSiemens: number,
  side: 1 | -1,
): number {
  const { min, max } = profile.linearRange;
  const base = update.thresholdVolts[quarter]!;
  const first = quarter * update.rows;
  let split = Number.POSITIVE_INFINITY;
  for (;;) {
    let amperes = 0;
    let siemens = referenceSiemens;
    for (let row = 0; row < update.rows; row += 1) {
      const v = side * (base + update.overdriveVolts[first + row]!);
      const g = v > split ? max : min;
      amperes += g * v;
      siemens += g;
    }
    const next = amperes / siemens;
    if (split !== Number.POSITIVE_INFINITY && next <= split + 1e-15 * Math.abs(split)) return side * split;
    split = next;
  }
}

/**
 * A bound on {@link extremeFloatVolts} that looks at no row: where every row is as low (side -1) or as high (side 1) as
 * the one that is `extremeVolts`.
 */
function boundOnFloatVolts(
  extremeVolts: number,
  rows: number,
  { linearRange }: DeviceProfile,
  referenceSiemens: number,
  side: 1 | -1,
): number {
  const towardZero = side * extremeVolts < 0;
  const siemens = rows * (towardZero ? linearRange.min : linearRange.max);
  return (extremeVolts * siemens) / (referenceSiemens + siemens);
}

function disturbed(
  row: number,
  quarter: number,
  volts: number,
  seen: number,
  threshold: number,
  name: string,
): LimitError {
  const where = `row ${formatRow(row)} quarter ${quarter + 1}`;
  return new LimitError(
    `Sneak path: with ${where} at ${formatQuantity(volts, 'V')}, cells on open columns could see ` +
      `${formatQuantity(seen, 'V')}, and ${name} moves from ${formatQuantity(threshold, 'V')}. ` +
      `Lower the input or the volts per input.`,
    {
      quantity: 'sneak-volts',
      measured: seen,
      limit: threshold,
      unit: 'V',
      where,
      row,
      column: null,
      enforcedBy: 'host',
    },
  );
}

/**
 * The sneak-path condition of P1 section IV-A2, for cells on columns whose switch is open. Such a column floats to
 * v* = sum(v_i G_i) / (G + sum G_i), so its cells see v_i - v*: most at the row that is farthest out, where the others
 * hold the column back. Each must stay within the thresholds. Exact for conductances anywhere in the profile's linear
 * range: what is let through disturbs none of them, what is refused disturbs some.
 *
 * @throws LimitError naming the row and quarter of the cell that would be disturbed
 */
export function assertNoSneakDisturb(
  update: QuarterPeriodUpdate,
  profile: DeviceProfile,
  referenceSiemens: Siemens,
): void {
  const { positiveThreshold, negativeThreshold, name } = profile;
  for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
    const first = quarter * update.rows;
    let highest = 0;
    let lowest = 0;
    for (let row = 0; row < update.rows; row += 1) {
      const overdrive = update.overdriveVolts[first + row]!;
      if (overdrive > update.overdriveVolts[first + highest]!) highest = row;
      if (overdrive < update.overdriveVolts[first + lowest]!) lowest = row;
    }
    const base = update.thresholdVolts[quarter]!;
    const top = base + update.overdriveVolts[first + highest]!;
    const bottom = base + update.overdriveVolts[first + lowest]!;
    // what passes with the bounds, as nearly every update does, passes with the extremes
    const floor = boundOnFloatVolts(bottom, update.rows, profile, referenceSiemens, -1);
    const ceiling = boundOnFloatVolts(top, update.rows, profile, referenceSiemens, 1);
    if (top - floor <= positiveThreshold && bottom - ceiling >= negativeThreshold) continue;
    const up = top - extremeFloatVolts(update, quarter, profile, referenceSiemens, -1);
    if (up > positiveThreshold * LIMIT_SLACK) throw disturbed(highest, quarter, top, up, positiveThreshold, name);
    const down = bottom - extremeFloatVolts(update, quarter, profile, referenceSiemens, 1);
    if (down < negativeThreshold * LIMIT_SLACK) throw disturbed(lowest, quarter, bottom, down, negativeThreshold, name);
  }
}
