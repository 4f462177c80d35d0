import { codeVolts, formatColumn, formatRow, formatShape, nearestCode } from '../../core/index.js';
import type { BoardLimits, PulsePlan, Shape, Volts } from '../../core/index.js';
import type { ReadRequest } from '../../protocols/index.js';
import { longestOutput } from './output-times.js';
import { refuse, type Refusal } from './refusal.js';

const MAX_DURATION_TICKS = 0xffffffff;

const microvolts = (code: number, limits: BoardLimits): number => codeVolts(code, limits) * 1e6;

/** The largest code a line may have; half a step of rounding is the DAC's own. */
const maxCode = (limit: Volts, limits: BoardLimits): number => nearestCode(limit, limits);

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
    if (Math.abs(codes[line]!) <= highest) continue;
    const where = forward ? { row: line } : { column: line };
    return refuse('read-voltage', `${forward ? formatRow(line) : formatColumn(line)} above the read limit`, {
      ...where,
      measured: microvolts(codes[line]!, limits),
      limit: limits.maxReadVolts * 1e6,
    });
  }
  return undefined;
}

function offGrid(
  what: string,
  where: { readonly block: number; readonly column?: number; readonly measured: number },
  { edgeTicks }: BoardLimits,
): Refusal {
  const text = `${what} lasts ${where.measured} ticks, edges fall on multiples of ${edgeTicks}`;
  return refuse('off-grid', text, { ...where, limit: edgeTicks });
}

function checkBlock(plan: PulsePlan, block: number, highest: number, limits: BoardLimits): Refusal | undefined {
  const { rows, columns } = plan.shape;
  const ticks = plan.blockTicks[block]!;
  if (ticks === 0 || ticks > limits.maxBlockTicks) {
    return refuse('block-too-long', `block ${block} lasts ${ticks} ticks`, {
      block,
      measured: ticks,
      limit: limits.maxBlockTicks,
    });
  }
  if (ticks % limits.edgeTicks !== 0) return offGrid(`block ${block}`, { block, measured: ticks }, limits);
  for (let row = 0; row < rows; row += 1) {
    const code = plan.rowCodes[block * rows + row]!;
    if (Math.abs(code) <= highest) continue;
    const measured = microvolts(code, limits);
    const limit = limits.maxRowVolts * 1e6;
    return refuse('row-voltage', `${formatRow(row)} above the row limit in block ${block}`, {
      block,
      row,
      measured,
      limit,
    });
  }
  for (let column = 0; column < columns; column += 1) {
    const measured = plan.columnTicks[block * columns + column]!;
    if (measured > ticks) {
      const text = `window of ${formatColumn(column)} longer than block ${block}`;
      return refuse('window-too-long', text, { block, column, measured, limit: ticks });
    }
    if (measured % limits.edgeTicks !== 0) {
      return offGrid(`window of ${formatColumn(column)} in block ${block}`, { block, column, measured }, limits);
    }
  }
  return undefined;
}

/** @param total ticks of the whole plan */
function checkOutputTimes(plan: PulsePlan, total: number, limit: number): Refusal | undefined {
  // most plans are too short for any row
  if (total <= limit) return undefined;
  const { ticks: measured, block, row } = longestOutput(plan);
  if (measured <= limit) return undefined;
  const text = `${formatRow(row)} away from 0 V for ${measured} ticks by the end of block ${block}`;
  return refuse('output-too-long', text, { block, row, measured, limit });
}

/** The first reason not to fire this plan, before any edge; undefined where there is none. */
export function checkPlan(plan: PulsePlan, shapes: readonly Shape[], limits: BoardLimits): Refusal | undefined {
  const shape = shapes[plan.array];
  if (shape === undefined || shape.rows !== plan.shape.rows || shape.columns !== plan.shape.columns) {
    return shapeMismatch(plan.array, `a plan of ${formatShape(plan.shape)}`, shape);
  }
  const highest = maxCode(limits.maxRowVolts, limits);
  let total = 0;
  for (let block = 0; block < plan.blockTicks.length; block += 1) {
    const refusal = checkBlock(plan, block, highest, limits);
    if (refusal !== undefined) return refusal;
    total += plan.blockTicks[block]!;
  }
  if (total > MAX_DURATION_TICKS) {
    return refuse('block-too-long', 'the plan lasts more than 2^32 ticks', {
      measured: total,
      limit: MAX_DURATION_TICKS,
    });
  }
  return checkOutputTimes(plan, total, limits.maxOutputTicks);
}
