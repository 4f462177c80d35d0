import {
  assertPlanWithinLimits,
  codeTowardZero,
  formatQuantity,
  LimitError,
  dacStepVolts,
  volts,
  WINDOW_EDGES,
  type BoardLimits,
  type Crossbar,
  type DeviceProfile,
  type PulsePlan,
  type RandomStream,
} from '../core/index.js';
import { encodeQuarterPeriods, QUARTERS, type QuarterPeriodScale, type QuarterPeriodUpdate } from './quarter-period.js';
import { assertNoSneakDisturb } from './sneak-path.js';
import { UpdatePlan } from './update-plan.js';

/** A plan ready to be sent, with what its making cost. */
export interface CompiledUpdate {
  readonly plan: PulsePlan;
  /** Windows cut short: by the end of their quarter, or by the board's guards. */
  readonly clippedWindows: number;
}

/** What an update has to be fitted to. */
export type UpdateGrid = Pick<
  BoardLimits,
  'tickSeconds' | 'edgeTicks' | 'settleTicks' | 'openTicks' | 'dacBits' | 'dacFullScaleVolts'
> &
  Partial<Pick<BoardLimits, 'maxGateVolts'>>;

/** Transistors are open as wide as the board opens them, as in its reads; undefined where there are none. */
export const openGateCode = ({ maxGateVolts = volts(0), ...dac }: UpdateGrid): number | undefined =>
  maxGateVolts > 0 ? codeTowardZero(maxGateVolts, dac) : undefined;

/** Seconds to whole steps. Dithered, a window of 0.3 steps becomes one step in three of ten updates, and none is lost. */
function wholeSteps(seconds: number, stepSeconds: number, dither: RandomStream | undefined): number {
  const steps = seconds / stepSeconds;
  return dither ? Math.floor(steps + dither.uniform()) : Math.round(steps);
}

function noRoom(update: QuarterPeriodUpdate, limits: UpdateGrid): LimitError {
  const guards = (limits.settleTicks + limits.openTicks) * limits.tickSeconds;
  const message =
    `No room for a window: a quarter is ${formatQuantity(update.quarterSeconds, 's')}, and the board's settleTicks and ` +
    `openTicks take ${formatQuantity(guards, 's')} of it. Lengthen the quarter.`;
  return new LimitError(message, {
    quantity: 'quarter-seconds',
    measured: update.quarterSeconds,
    limit: guards,
    unit: 's',
    where: 'quarter 1',
    row: null,
    column: null,
    enforcedBy: 'host',
  });
}

function writeRows(update: QuarterPeriodUpdate, limits: UpdateGrid, into: UpdatePlan): void {
  const { rows, blocks } = into;
  const stepVolts = dacStepVolts(limits);
  rows.clear();
  for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
    const rest = codeTowardZero(update.thresholdVolts[quarter]!, limits);
    const first = quarter * update.rows;
    const { at } = rows;
    for (let row = 0; row < update.rows; row += 1) {
      // `nearestCode`, written out: a step worked out once, and no number in memory of its own
      rows.vectors[at + row] = rest + Math.round(update.overdriveVolts[first + row]! / stepVolts);
    }
    blocks.rows[quarter] = rows.take();
  }
}

/** @returns the windows that were cut */
function writeWindows(
  update: QuarterPeriodUpdate,
  limits: UpdateGrid,
  dither: RandomStream | undefined,
  into: UpdatePlan,
): number {
  const { edgeTicks } = limits;
  const stepSeconds = edgeTicks * limits.tickSeconds;
  const quarterSteps = Math.round(update.quarterSeconds / stepSeconds);
  const settleSteps = Math.ceil(limits.settleTicks / edgeTicks);
  const mostSteps = quarterSteps - settleSteps - Math.ceil(limits.openTicks / edgeTicks);
  const isGuarded = mostSteps < quarterSteps;
  let clipped = isGuarded ? 0 : update.clippedWindows;
  const { windows, blocks } = into;
  windows.clear();
  for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
    blocks.ticks[quarter] = edgeTicks * quarterSteps;
    const first = quarter * update.columns;
    const { at } = windows;
    for (let column = 0; column < update.columns; column += 1) {
      const seconds = update.columnOnSeconds[first + column]!;
      let steps = seconds > 0 ? wholeSteps(seconds, stepSeconds, dither) : 0;
      if (isGuarded && (steps > mostSteps || seconds >= update.quarterSeconds)) clipped += 1;
      if (steps > mostSteps) {
        // a window that rounds to nothing needs no room
        if (isGuarded && steps > 0 && mostSteps <= 0) throw noRoom(update, limits);
        steps = Math.max(mostSteps, 0);
      }
      const place = at + WINDOW_EDGES * column;
      windows.vectors[place] = steps > 0 ? edgeTicks * settleSteps : 0;
      windows.vectors[place + 1] = steps > 0 ? edgeTicks * (settleSteps + steps) : 0;
    }
    blocks.windows[quarter] = windows.take();
  }
  return clipped;
}

/**
 * Writes an update into a plan's memory: {@link compileUpdate} for a caller that has plans to spare.
 *
 * @returns windows cut short by their quarter's end or the guards
 */
export function writeUpdate(
  update: QuarterPeriodUpdate,
  limits: UpdateGrid,
  dither: RandomStream | undefined,
  into: UpdatePlan,
): number {
  writeRows(update, limits, into);
  return writeWindows(update, limits, dither, into);
}

/**
 * Fits an update to a board: thresholds to the DAC code at or below them, so that a row at rest stays at rest;
 * overdrives and windows to the nearest code and edge, or by dithering to one of the two edges around it. A window
 * begins when the rows have settled and is cut where every switch has to be open before the rows change.
 *
 * @param dither where given, windows are rounded at random without bias; without it the same update gives the same plan
 * @throws LimitError `quarter-seconds` where the guards leave a quarter no time for a window
 */
export function compileUpdate(
  update: QuarterPeriodUpdate,
  array: number,
  limits: UpdateGrid,
  dither?: RandomStream,
): PulsePlan {
  const into = new UpdatePlan(array, update, openGateCode(limits));
  writeUpdate(update, limits, dither, into);
  return into.plan;
}

/**
 * From inputs and errors to a plan that has passed every limit the host knows: encoding, sneak-path condition, ticks
 * and codes, board limits.
 *
 * @param inputs x, one for each row of the array
 * @param errors y, one for each column of the array
 * @throws LimitError, ConfigError; nothing has been sent then
 */
export function planUpdate(
  inputs: Float64Array,
  errors: Float64Array,
  scale: QuarterPeriodScale,
  crossbar: Pick<Crossbar, 'array' | 'shape' | 'limits'>,
  profile: DeviceProfile,
  dither?: RandomStream,
): CompiledUpdate {
  const update = encodeQuarterPeriods(inputs, errors, scale);
  assertNoSneakDisturb(update, profile, crossbar.limits.referenceSiemens);
  const into = new UpdatePlan(crossbar.array, update, openGateCode(crossbar.limits));
  const clippedWindows = writeUpdate(update, crossbar.limits, dither, into);
  assertPlanWithinLimits(into.plan, crossbar.shape, crossbar.limits);
  return { plan: into.plan, clippedWindows };
}
