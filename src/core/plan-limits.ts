import type { BoardLimits } from './crossbar.js';
import { codeVolts } from './dac-codes.js';
import { LimitError, type LimitDetails } from './errors.js';
import { planBlocks, type PulsePlan } from './pulse-plan.js';
import { formatQuantity } from './quantity-format.js';
import { cellCount, formatColumn, formatRow, formatShape, type Shape } from './shape.js';

/** A few hundred microvolts of float rounding must not refuse a voltage that sits exactly on its limit. */
const SLACK = 1 + 1e-9;

function exceeded(
  what: string,
  remedy: string,
  details: Omit<LimitDetails, 'enforcedBy' | 'row' | 'column'> & { row?: number; column?: number },
): LimitError {
  const asked = formatQuantity(details.measured, details.unit, 6);
  const allowed = formatQuantity(details.limit, details.unit, 6);
  return new LimitError(`${what}: ${details.where} asks for ${asked}, the limit is ${allowed}. ${remedy}`, {
    ...details,
    row: details.row ?? null,
    column: details.column ?? null,
    enforcedBy: 'host',
  });
}

function checkShape(kind: string, array: number, given: Shape, actual: Shape): void {
  if (given.rows === actual.rows && given.columns === actual.columns) return;
  throw exceeded(`The ${kind} does not fit the array`, `Make it for ${formatShape(actual)}.`, {
    quantity: 'array-shape',
    measured: cellCount(given),
    limit: cellCount(actual),
    unit: 'cells',
    where: `array ${array}, ${formatShape(given)} for ${formatShape(actual)},`,
  });
}

function checkGrid(ticks: number, what: string, limits: BoardLimits, column?: number): void {
  if (ticks % limits.edgeTicks === 0) return;
  throw exceeded('Time between the edges the board can make', 'Round it to whole steps.', {
    quantity: 'edge-seconds',
    measured: ticks * limits.tickSeconds,
    limit: limits.edgeTicks * limits.tickSeconds,
    unit: 's',
    where: what,
    ...(column === undefined ? {} : { column }),
  });
}

/** Ticks that each row has been away from 0 V without a break, block after block. */
function checkOutputTimes(plan: PulsePlan, limits: BoardLimits): void {
  const { rows } = plan.shape;
  const awayTicks = new Float64Array(rows);
  for (let block = 0; block < planBlocks(plan); block += 1) {
    for (let row = 0; row < rows; row += 1) {
      const away = plan.rowCodes[block * rows + row] === 0 ? 0 : awayTicks[row]! + plan.blockTicks[block]!;
      awayTicks[row] = away;
      if (away <= limits.maxOutputTicks) continue;
      throw exceeded('Row away from 0 V for too long', 'Shorten the quarters, or let the row rest between them.', {
        quantity: 'output-seconds',
        measured: away * limits.tickSeconds,
        limit: limits.maxOutputTicks * limits.tickSeconds,
        unit: 's',
        where: `array ${plan.array} row ${formatRow(row)} quarter ${block + 1}`,
        row,
      });
    }
  }
}

/**
 * Throws unless the board could run every instant of the plan. Pure; called before anything leaves the host.
 *
 * @throws LimitError naming the block, the line, the value and the limit
 */
export function assertPlanWithinLimits(plan: PulsePlan, shape: Shape, limits: BoardLimits): void {
  checkShape('plan', plan.array, plan.shape, shape);
  const { rows, columns } = plan.shape;
  for (let block = 0; block < planBlocks(plan); block += 1) {
    const blockTicks = plan.blockTicks[block]!;
    if (blockTicks > limits.maxBlockTicks || blockTicks === 0) {
      throw exceeded('Quarter length out of range', 'Shorten the quarter.', {
        quantity: 'quarter-seconds',
        measured: blockTicks * limits.tickSeconds,
        limit: limits.maxBlockTicks * limits.tickSeconds,
        unit: 's',
        where: `array ${plan.array} quarter ${block + 1}`,
      });
    }
    checkGrid(blockTicks, `array ${plan.array} quarter ${block + 1}`, limits);
    for (let row = 0; row < rows; row += 1) {
      const volts = codeVolts(plan.rowCodes[block * rows + row]!, limits);
      if (!(Math.abs(volts) <= limits.maxRowVolts * SLACK)) {
        throw exceeded('Row voltage out of range', 'Lower the input or the volts per input.', {
          quantity: 'row-volts',
          measured: volts,
          limit: limits.maxRowVolts,
          unit: 'V',
          where: `array ${plan.array} row ${formatRow(row)} quarter ${block + 1}`,
          row,
        });
      }
    }
    for (let column = 0; column < columns; column += 1) {
      const ticks = plan.columnTicks[block * columns + column]!;
      if (ticks > blockTicks) {
        throw exceeded('Column window longer than its quarter', 'Lower the error or the rate.', {
          quantity: 'window-seconds',
          measured: ticks * limits.tickSeconds,
          limit: blockTicks * limits.tickSeconds,
          unit: 's',
          where: `array ${plan.array} column ${formatColumn(column)} quarter ${block + 1}`,
          column,
        });
      }
      if (ticks % limits.edgeTicks !== 0) {
        const where = `array ${plan.array} column ${formatColumn(column)} quarter ${block + 1}`;
        checkGrid(ticks, where, limits, column);
      }
    }
  }
  checkOutputTimes(plan, limits);
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
  for (const [line, volts] of lineVolts.entries()) {
    if (Math.abs(volts) <= limits.maxReadVolts * SLACK) continue;
    const name = forward ? `row ${formatRow(line)}` : `column ${formatColumn(line)}`;
    throw exceeded('Read voltage out of range', 'Lower the input or the volts per input.', {
      quantity: 'read-volts',
      measured: volts,
      limit: limits.maxReadVolts,
      unit: 'V',
      where: `array ${array} ${name} in a ${direction} read`,
      ...(forward ? { row: line } : { column: line }),
    });
  }
}
