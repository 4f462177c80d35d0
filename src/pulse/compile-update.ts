import {
  assertPlanWithinLimits,
  codeTowardZero,
  nearestCode,
  type BoardLimits,
  type Crossbar,
  type DeviceProfile,
  type PulsePlan,
  type RandomStream,
} from '../core/index.js';
import { encodeQuarterPeriods, QUARTERS, type QuarterPeriodScale, type QuarterPeriodUpdate } from './quarter-period.js';
import { assertNoSneakDisturb } from './sneak-path.js';

/** A plan ready to be sent, with what its making cost. */
export interface CompiledUpdate {
  readonly plan: PulsePlan;
  readonly clippedWindows: number;
}

/** Seconds to whole steps. Dithered, a window of 0.3 steps becomes one step in three of ten updates, and none is lost. */
function wholeSteps(seconds: number, stepSeconds: number, dither: RandomStream | undefined): number {
  const steps = seconds / stepSeconds;
  return dither ? Math.floor(steps + dither.uniform()) : Math.round(steps);
}

/**
 * Fits an update to a board: thresholds to the DAC code at or below them, so that a row at rest stays at rest;
 * overdrives and windows to the nearest code and edge, or by dithering to one of the two edges around it.
 *
 * @param dither where given, windows are rounded at random without bias; without it the same update gives the same plan
 */
export function compileUpdate(
  update: QuarterPeriodUpdate,
  array: number,
  limits: Pick<BoardLimits, 'tickSeconds' | 'edgeTicks' | 'dacBits' | 'dacFullScaleVolts'>,
  dither?: RandomStream,
): PulsePlan {
  const { edgeTicks } = limits;
  const stepSeconds = edgeTicks * limits.tickSeconds;
  const quarterSteps = Math.round(update.quarterSeconds / stepSeconds);
  const rowCodes = new Int32Array(QUARTERS * update.rows);
  for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
    const rest = codeTowardZero(update.thresholdVolts[quarter]!, limits);
    for (let row = 0; row < update.rows; row += 1) {
      const index = quarter * update.rows + row;
      rowCodes[index] = rest + nearestCode(update.overdriveVolts[index]!, limits);
    }
  }
  const columnTicks = new Uint32Array(QUARTERS * update.columns);
  for (let index = 0; index < columnTicks.length; index += 1) {
    const seconds = update.columnOnSeconds[index]!;
    if (seconds > 0) columnTicks[index] = edgeTicks * Math.min(quarterSteps, wholeSteps(seconds, stepSeconds, dither));
  }
  return {
    array,
    shape: { rows: update.rows, columns: update.columns },
    blockTicks: new Uint32Array(QUARTERS).fill(edgeTicks * quarterSteps),
    rowCodes,
    columnTicks,
  };
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
  const plan = compileUpdate(update, crossbar.array, crossbar.limits, dither);
  assertPlanWithinLimits(plan, crossbar.shape, crossbar.limits);
  return { plan, clippedWindows: update.clippedWindows };
}
