import { formatQuantity, formatRow, LimitError, type DeviceProfile, type Siemens } from '../core/index.js';
import { QUARTERS, type QuarterPeriodUpdate } from './quarter-period.js';
import { smallerThreshold } from './device-profiles.js';

/**
 * The sneak-path condition of P1 section IV-A2, for cells on columns whose switch is open. Such a column floats to
 * v* = sum(v_i G_i) / (G + sum G_i), between 0 and the row voltages, so a cell sees at most the larger of the rows'
 * spread and what the reference conductance pulls the column away from the highest row. Both must stay under the
 * threshold. The bound holds for any conductances at or above the profile's linear range.
 *
 * @throws LimitError naming the row and quarter of the cell that would be disturbed
 */
export function assertNoSneakDisturb(
  update: QuarterPeriodUpdate,
  profile: DeviceProfile,
  referenceSiemens: Siemens,
): void {
  const threshold = smallerThreshold(profile);
  const cells = update.rows * profile.linearRange.min;
  const pull = cells / (referenceSiemens + cells);
  for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
    const base = Math.abs(update.thresholdVolts[quarter]!);
    let largest = 0;
    let smallest = Number.POSITIVE_INFINITY;
    let largestRow = 0;
    for (let row = 0; row < update.rows; row += 1) {
      const overdrive = Math.abs(update.overdriveVolts[quarter * update.rows + row]!);
      if (overdrive > largest) [largest, largestRow] = [overdrive, row];
      smallest = Math.min(smallest, overdrive);
    }
    const seen = base + largest - pull * (base + smallest);
    if (seen < threshold) continue;
    const where = `row ${formatRow(largestRow)} quarter ${quarter + 1}`;
    throw new LimitError(
      `Sneak path: with ${where} at ${formatQuantity(base + largest, 'V')}, cells on open columns could see ` +
        `${formatQuantity(seen, 'V')}, and ${profile.name} moves from ${formatQuantity(threshold, 'V')}. ` +
        `Lower the input or the volts per input.`,
      {
        quantity: 'sneak-volts',
        measured: seen,
        limit: threshold,
        unit: 'V',
        where,
        row: largestRow,
        column: null,
        enforcedBy: 'host',
      },
    );
  }
}
