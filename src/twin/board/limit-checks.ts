import {
  codeVolts,
  FLOATING,
  formatColumn,
  formatRow,
  formatShape,
  gateCode,
  longestOutput,
  MICROVOLTS_PER_VOLT,
  nearestCode,
  planBlocks,
  SENSED,
  WINDOW_EDGES,
  windowFrom,
  windowUntil,
} from '../../core/index.js';
import type { BoardLimits, PulsePlan, Shape, Volts } from '../../core/index.js';
import type { ReadRequest } from '../../protocols/index.js';
import { refuse, type Refusal } from './refusal.js';
import { checkReference, checkSample, countSamples } from './sample-checks.js';

const MAX_DURATION_TICKS = 0xffffffff;

const microvolts = (code: number, limits: BoardLimits): number => codeVolts(code, limits) * MICROVOLTS_PER_VOLT;

/** The largest code a line may have; half a step of rounding is the DAC's own. */
const maxCode = (limit: Volts, limits: BoardLimits): number => nearestCode(limit, limits);

const isWithin = (code: number, highest: number): boolean => code <= highest && code >= -highest;

function shapeMismatch(array: number, given: string, shape: Shape | undefined): Refusal {
  return shape === undefined
    ? refuse('bad-array', `there is no array ${array}`)
    : refuse('bad-array', `array ${array} is ${formatShape(shape)}, not for ${given}`);
}

/** The first reason not to make this read; undefined where there is none. */
export function checkRead(request: ReadRequest, shapes: readonly Shape[], limits: BoardLimits): Refusal | undefined {
  const { array, direction, codes } = request;
  const shape = shapes[array];
  const forward = direction === 'forward';
  if (shape === undefined || codes.length !== (forward ? shape.rows : shape.columns)) {
    return shapeMismatch(array, `${codes.length} voltages of a ${direction} read`, shape);
  }
  const highest = maxCode(limits.maxReadVolts, limits);
  for (let line = 0; line < codes.length; line += 1) {
    if (isWithin(codes[line]!, highest)) continue;
    const where = forward ? { row: line } : { column: line };
    return refuse('read-voltage', `${forward ? formatRow(line) : formatColumn(line)} above the read limit`, {
      ...where,
      measured: microvolts(codes[line]!, limits),
      limit: limits.maxReadVolts * MICROVOLTS_PER_VOLT,
    });
  }
  return undefined;
}

function checkLength(plan: PulsePlan, block: number, { maxBlockTicks, edgeTicks }: BoardLimits): Refusal | undefined {
  const measured = plan.blocks.ticks[block]!;
  if (measured === 0 || measured > maxBlockTicks) {
    return refuse('block-too-long', `a block of ${measured} ticks`, { block, measured, limit: maxBlockTicks });
  }
  if (measured % edgeTicks === 0) return undefined;
  return refuse('off-grid', `a block of ${measured} ticks between the edges`, { block, measured, limit: edgeTicks });
}

function checkRows(plan: PulsePlan, block: number, limits: BoardLimits): Refusal | undefined {
  const { rowVectors, blocks, shape } = plan;
  const highest = maxCode(limits.maxRowVolts, limits);
  const first = blocks.rows[block]! * shape.rows;
  for (let row = 0; row < shape.rows; row += 1) {
    const code = rowVectors[first + row]!;
    if (isWithin(code, highest) || code === SENSED) continue;
    if (code === FLOATING) {
      if (limits.floatsRows) continue;
      return refuse('not-able', 'rows cannot be left floating', { block, row });
    }
    const measured = microvolts(code, limits);
    const limit = limits.maxRowVolts * MICROVOLTS_PER_VOLT;
    return refuse('row-voltage', `${formatRow(row)} above the row limit`, { block, row, measured, limit });
  }
  return undefined;
}

function checkColumns(plan: PulsePlan, block: number, limits: BoardLimits): Refusal | undefined {
  const { columnVectors, blocks, shape } = plan;
  const highest = maxCode(limits.maxRowVolts, limits);
  const first = blocks.columns[block]! * shape.columns;
  for (let column = 0; column < shape.columns; column += 1) {
    const code = columnVectors[first + column]!;
    if (code === SENSED) continue;
    if (!limits.drivesColumns) return refuse('not-able', 'columns cannot be driven', { block, column });
    if (isWithin(code, highest)) continue;
    const measured = microvolts(code, limits);
    const limit = limits.maxRowVolts * MICROVOLTS_PER_VOLT;
    return refuse('row-voltage', `${formatColumn(column)} above the row limit`, { block, column, measured, limit });
  }
  return undefined;
}

function checkGates(plan: PulsePlan, block: number, limits: BoardLimits): Refusal | undefined {
  if (!plan.gated) return undefined;
  const highest = maxCode(limits.maxGateVolts, limits);
  for (let row = 0; row < plan.shape.rows; row += 1) {
    const code = gateCode(plan, block, row);
    if (isWithin(code, highest)) continue;
    const measured = microvolts(code, limits);
    const limit = limits.maxGateVolts * MICROVOLTS_PER_VOLT;
    return refuse('gate-voltage', `gate of ${formatRow(row)} above its limit`, { block, row, measured, limit });
  }
  return undefined;
}

/** Why one window may not be so; undefined where it may. */
function checkWindow(
  plan: PulsePlan,
  block: number,
  column: number,
  { edgeTicks, settleTicks, openTicks }: BoardLimits,
): Refusal | undefined {
  const ticks = plan.blocks.ticks[block]!;
  const from = windowFrom(plan, block, column);
  const until = windowUntil(plan, block, column);
  const window = `window of ${formatColumn(column)}`;
  const at = { block, column };
  if (until > ticks) return refuse('window-too-long', `${window} too long`, { ...at, measured: until, limit: ticks });
  const offGrid = [from, until].find((edge) => edge % edgeTicks !== 0);
  if (offGrid !== undefined) {
    return refuse('off-grid', `${window} between the edges`, { ...at, measured: offGrid, limit: edgeTicks });
  }
  if (from < settleTicks) {
    return refuse('guard', `${window} begins too early`, { ...at, measured: from, limit: settleTicks });
  }
  const latest = ticks - openTicks;
  if (until <= latest) return undefined;
  return refuse('guard', `${window} ends too late`, { ...at, measured: until, limit: latest });
}

function checkWindows(plan: PulsePlan, block: number, limits: BoardLimits): Refusal | undefined {
  const { windowVectors, blocks, shape } = plan;
  const { edgeTicks, settleTicks } = limits;
  const latest = blocks.ticks[block]! - limits.openTicks;
  const first = WINDOW_EDGES * blocks.windows[block]! * shape.columns;
  for (let column = 0; column < shape.columns; column += 1) {
    const from = windowVectors[first + WINDOW_EDGES * column]!;
    const until = windowVectors[first + WINDOW_EDGES * column + 1]!;
    if (until === 0) continue;
    const isOnGrid = edgeTicks === 1 || (from % edgeTicks === 0 && until % edgeTicks === 0);
    if (isOnGrid && from >= settleTicks && until <= latest) continue;
    return checkWindow(plan, block, column, limits);
  }
  return undefined;
}

/** @param total ticks of the whole plan */
function checkOutputTimes(plan: PulsePlan, total: number, limit: number): Refusal | undefined {
  // most plans are too short for any line
  if (total <= limit) return undefined;
  const { ticks: measured, block, kind, line } = longestOutput(plan);
  if (measured <= limit) return undefined;
  const where = kind === 'column' ? { column: line } : { row: line };
  const name = kind === 'column' ? formatColumn(line) : formatRow(line);
  const text = `${kind} ${name} away from 0 V for ${measured} ticks`;
  return refuse('output-too-long', text, { block, ...where, measured, limit });
}

function checkBlock(plan: PulsePlan, block: number, limits: BoardLimits): Refusal | undefined {
  return (
    checkLength(plan, block, limits) ??
    checkRows(plan, block, limits) ??
    checkColumns(plan, block, limits) ??
    checkGates(plan, block, limits) ??
    checkWindows(plan, block, limits) ??
    checkReference(plan, block, limits) ??
    checkSample(plan, block, limits)
  );
}

/** The first reason not to fire this plan, before any edge; undefined where there is none. */
export function checkPlan(plan: PulsePlan, shapes: readonly Shape[], limits: BoardLimits): Refusal | undefined {
  const shape = shapes[plan.array];
  if (shape === undefined || shape.rows !== plan.shape.rows || shape.columns !== plan.shape.columns) {
    return shapeMismatch(plan.array, `a plan of ${formatShape(plan.shape)}`, shape);
  }
  if (plan.gated !== limits.maxGateVolts > 0) {
    return refuse('not-able', plan.gated ? 'there are no gates' : 'the plan leaves the gates out');
  }
  let total = 0;
  for (let block = 0; block < planBlocks(plan); block += 1) {
    const refusal = checkBlock(plan, block, limits);
    if (refusal !== undefined) return refusal;
    total += plan.blocks.ticks[block]!;
  }
  if (total > MAX_DURATION_TICKS) {
    return refuse('block-too-long', 'the plan lasts more than 2^32 ticks', {
      measured: total,
      limit: MAX_DURATION_TICKS,
    });
  }
  return countSamples(plan, limits) ?? checkOutputTimes(plan, total, limits.maxOutputTicks);
}
