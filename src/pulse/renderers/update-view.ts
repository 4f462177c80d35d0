import {
  codeVolts,
  planTicks,
  planWindows,
  type BoardLimits,
  type DeviceProfile,
  type PulsePlan,
} from '../../core/index.js';

/** What a board must say of itself for its plans to be drawn in volts and seconds. */
export type PlanScale = Pick<BoardLimits, 'tickSeconds' | 'dacBits' | 'dacFullScaleVolts'>;

/** Where cells begin to move. */
export type Thresholds = Pick<DeviceProfile, 'positiveThreshold' | 'negativeThreshold'>;

/** One switch window, 0-based. */
export interface WindowPlace {
  readonly quarter: number;
  readonly column: number;
}

/** A plan in SI units, as every picture of it needs it. */
export interface UpdateView {
  readonly array: number;
  readonly rows: number;
  readonly columns: number;
  readonly tickSeconds: number;
  /** Length of each quarter. */
  readonly quarterSeconds: readonly number[];
  /** When each quarter begins. */
  readonly startSeconds: readonly number[];
  readonly durationSeconds: number;
  /** Column windows that open. */
  readonly windows: number;
  readonly rowVolts: (row: number, quarter: number) => number;
  readonly columnOnSeconds: (column: number, quarter: number) => number;
}

/** Without the last digits of binary arithmetic: -0.15, not -0.15000000000000002. */
const shownNumber = (value: number): number => Number(value.toPrecision(16));

export function updateView(plan: PulsePlan, scale: PlanScale): UpdateView {
  const { rows, columns } = plan.shape;
  const { tickSeconds } = scale;
  let ticks = 0;
  // ticks are summed before they become seconds, so that no rounding adds up
  const startTicks = Array.from(plan.blockTicks, (length) => (ticks += length) - length);
  return {
    array: plan.array,
    rows,
    columns,
    tickSeconds,
    quarterSeconds: Array.from(plan.blockTicks, (length) => length * tickSeconds),
    startSeconds: startTicks.map((start) => start * tickSeconds),
    durationSeconds: planTicks(plan) * tickSeconds,
    windows: planWindows(plan),
    rowVolts: (row, quarter) => shownNumber(codeVolts(plan.rowCodes[quarter * rows + row]!, scale)),
    columnOnSeconds: (column, quarter) => shownNumber(plan.columnTicks[quarter * columns + column]! * tickSeconds),
  };
}

/** 0..count-1, for the lines and quarters of a view. */
export const indices = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

export const quarterName = (quarter: number): string => `Q${quarter + 1}`;
