import {
  codeVolts,
  columnDrive,
  FLOATING,
  planBlocks,
  rowDrive,
  SENSED,
  windowFrom,
  windowUntil,
  type BoardLimits,
  type DeviceProfile,
  type PulsePlan,
  LIMIT_SLACK,
} from '../../core/index.js';

type PulseScale = Pick<BoardLimits, 'tickSeconds' | 'dacBits' | 'dacFullScaleVolts'>;

export interface LongestPulse {
  readonly seconds: number;
  /** The block it ends in, the row that is farthest over the threshold there, the column. */
  readonly block: number;
  readonly row: number;
  readonly column: number;
}

function extremeRows(plan: PulsePlan, block: number, scale: PulseScale) {
  const found = { high: Number.NEGATIVE_INFINITY, highRow: 0, low: Number.POSITIVE_INFINITY, lowRow: 0 };
  for (let row = 0; row < plan.shape.rows; row += 1) {
    const drive = rowDrive(plan, block, row);
    if (drive === FLOATING) continue;
    const volts = drive === SENSED ? 0 : codeVolts(drive, scale);
    if (volts > found.high) [found.high, found.highRow] = [volts, row];
    if (volts < found.low) [found.low, found.lowRow] = [volts, row];
  }
  return found;
}

/**
 * The longest that any cell is ordered beyond one threshold without a break: over blocks, where a window that is closed
 * to the end of one goes on in the next. The cells of a column count as one, so that where rows take turns without a
 * break it is a bound.
 */
export function longestPulse(plan: PulsePlan, scale: PulseScale, profile: DeviceProfile): LongestPulse | undefined {
  const { columns } = plan.shape;
  const above = profile.positiveThreshold * LIMIT_SLACK;
  const below = profile.negativeThreshold * LIMIT_SLACK;
  /** Ticks of the pulse that is under way at the end of the block before; 0 for none. */
  const up = new Float64Array(columns);
  const down = new Float64Array(columns);
  let longest: LongestPulse | undefined;
  for (let block = 0; block < planBlocks(plan); block += 1) {
    const { high, highRow, low, lowRow } = extremeRows(plan, block, scale);
    for (let column = 0; column < columns; column += 1) {
      const from = windowFrom(plan, block, column);
      const until = windowUntil(plan, block, column);
      const drive = columnDrive(plan, block, column);
      const volts = drive === SENSED ? 0 : codeVolts(drive, scale);
      const goesOn = until === plan.blocks.ticks[block]!;
      const extend = (under: Float64Array, isOver: boolean, row: number): void => {
        const ticks = isOver && until > from ? until - from + (from === 0 ? under[column]! : 0) : 0;
        under[column] = goesOn ? ticks : 0;
        const seconds = ticks * scale.tickSeconds;
        if (seconds > (longest?.seconds ?? 0)) longest = { seconds, block, row, column };
      };
      extend(up, high - volts > above, highRow);
      extend(down, low - volts < below, lowRow);
    }
  }
  return longest;
}
