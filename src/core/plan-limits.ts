import type { BoardLimits } from './crossbar.js';
import { LIMIT_SLACK, limitExceeded, placeInPlan } from './limit-exceeded.js';
import { longestOutput } from './output-times.js';
import { LineLimits } from './plan-line-limits.js';
import { checkReference, checkSample } from './plan-sample-limits.js';
import { assertOnGrid, WindowLimits } from './plan-window-limits.js';
import { planBlocks, type PulsePlan } from './pulse-plan.js';
import { cellCount, formatColumn, formatRow, formatShape, type Shape } from './shape.js';

/** What a board counts the duration of a plan in. */
const MOST_TICKS = 0xffffffff;

function checkShape(kind: string, array: number, given: Shape, actual: Shape): void {
  if (given.rows === actual.rows && given.columns === actual.columns) return;
  throw limitExceeded(`The ${kind} does not fit the array`, `Make it for ${formatShape(actual)}.`, {
    quantity: 'array-shape',
    measured: cellCount(given),
    limit: cellCount(actual),
    unit: 'cells',
    where: `array ${array}, ${formatShape(given)} for ${formatShape(actual)},`,
  });
}

function checkGates({ array, gated, shape }: PulsePlan, { maxGateVolts }: BoardLimits): void {
  if (gated === maxGateVolts > 0) return;
  const remedy = gated
    ? 'Plan without gates, or use a board that has them.'
    : 'Give every row a gate voltage, or nothing conducts.';
  throw limitExceeded('The plan and the board differ in their gates', remedy, {
    quantity: 'gates',
    measured: gated ? shape.rows : 0,
    limit: gated ? 0 : shape.rows,
    unit: 'gates',
    where: `array ${array}`,
  });
}

function checkBlockLength(plan: PulsePlan, block: number, limits: BoardLimits): void {
  const ticks = plan.blocks.ticks[block]!;
  if (ticks > limits.maxBlockTicks || ticks === 0) {
    throw limitExceeded('Block length out of range', 'Shorten the quarter or pulse, or split it over blocks.', {
      quantity: 'quarter-seconds',
      measured: ticks * limits.tickSeconds,
      limit: limits.maxBlockTicks * limits.tickSeconds,
      unit: 's',
      ...placeInPlan(plan, block),
    });
  }
  if (ticks % limits.edgeTicks !== 0) assertOnGrid(ticks, limits, () => placeInPlan(plan, block));
}

/** @param total ticks of the whole plan */
function checkDurations(plan: PulsePlan, total: number, limits: BoardLimits): void {
  if (total > MOST_TICKS) {
    throw limitExceeded('Plan too long', 'Split it into plans of fewer blocks.', {
      quantity: 'quarter-seconds',
      measured: total * limits.tickSeconds,
      limit: MOST_TICKS * limits.tickSeconds,
      unit: 's',
      where: `array ${plan.array}`,
    });
  }
  // most plans are too short for any line
  if (total <= limits.maxOutputTicks) return;
  const { ticks, block, kind, line } = longestOutput(plan);
  if (ticks <= limits.maxOutputTicks) return;
  throw limitExceeded('Line away from 0 V for too long', 'Shorten the blocks, or let the line rest between them.', {
    quantity: 'output-seconds',
    measured: ticks * limits.tickSeconds,
    limit: limits.maxOutputTicks * limits.tickSeconds,
    unit: 's',
    ...placeInPlan(plan, block, kind, line),
  });
}

/**
 * {@link assertPlanWithinLimits} for a stream of plans of one array: it keeps its memory, so that a plan that is good costs
 * no allocation.
 */
export class PlanLimitCheck {
  readonly #shape: Shape;
  readonly #limits: BoardLimits;
  readonly #lines: LineLimits;
  readonly #windows: WindowLimits;

  constructor(shape: Shape, limits: BoardLimits) {
    this.#shape = shape;
    this.#limits = limits;
    this.#lines = new LineLimits(limits);
    this.#windows = new WindowLimits(limits);
  }

  /** @throws LimitError naming the block, the line, the value and the limit */
  check(plan: PulsePlan): void {
    const limits = this.#limits;
    checkShape('plan', plan.array, plan.shape, this.#shape);
    checkGates(plan, limits);
    this.#lines.begin(plan);
    this.#windows.begin(plan);
    let total = 0;
    let samples = 0;
    for (let block = 0; block < planBlocks(plan); block += 1) {
      checkBlockLength(plan, block, limits);
      this.#lines.check(block);
      this.#windows.check(block);
      if (plan.blocks.reference[block] !== 0) checkReference(plan, block, limits);
      if (plan.blocks.sampleTicks[block] !== 0) samples += checkSample(plan, block, limits);
      total += plan.blocks.ticks[block]!;
    }
    if (samples > limits.maxSamples) {
      throw limitExceeded('Plan samples too many currents', 'Split it into plans of fewer blocks.', {
        quantity: 'samples',
        measured: samples,
        limit: limits.maxSamples,
        unit: 'samples',
        where: `array ${plan.array}`,
      });
    }
    checkDurations(plan, total, limits);
  }
}

/**
 * Throws unless the board could run every instant of the plan. Pure; called before anything leaves the host. A vector is
 * looked at once, however many blocks use it.
 *
 * @throws LimitError naming the block, the line, the value and the limit
 */
export function assertPlanWithinLimits(plan: PulsePlan, shape: Shape, limits: BoardLimits): void {
  new PlanLimitCheck(shape, limits).check(plan);
}

/**
 * Throws unless every line voltage of a read is within the board's read limit.
 *
 * @param lineVolts one voltage a driven line
 * @throws LimitError naming the line, the volts and the limit
 */
export function assertReadWithinLimits(
  direction: 'forward' | 'backward',
  lineVolts: Float64Array,
  array: number,
  shape: Shape,
  limits: BoardLimits,
): void {
  const forward = direction === 'forward';
  const given = forward
    ? { rows: lineVolts.length, columns: shape.columns }
    : { rows: shape.rows, columns: lineVolts.length };
  checkShape(`${direction} read`, array, given, shape);
  const most = limits.maxReadVolts * LIMIT_SLACK;
  for (let line = 0; line < lineVolts.length; line += 1) {
    const volts = lineVolts[line]!;
    if (volts <= most && volts >= -most) continue;
    const name = forward ? `row ${formatRow(line)}` : `column ${formatColumn(line)}`;
    throw limitExceeded('Read voltage out of range', 'Lower the input or the volts per input.', {
      quantity: 'read-volts',
      measured: volts,
      limit: limits.maxReadVolts,
      unit: 'V',
      where: `array ${array} ${name} in a ${direction} read`,
      ...(forward ? { row: line } : { column: line }),
    });
  }
}
