import type { BoardLimits, PulsePlan } from '../../core/index.js';
import type { ChipArray } from '../chip/index.js';
import { convertToVolts } from './converters.js';

/** Applies every block of a plan that was checked before. @returns joules drawn from the row drivers */
export function runPlan(plan: PulsePlan, array: ChipArray, limits: BoardLimits): number {
  const { rows, columns } = plan.shape;
  const rowVolts = new Float64Array(rows);
  const columnSeconds = new Float64Array(columns);
  let joules = 0;
  for (let block = 0; block < plan.blockTicks.length; block += 1) {
    convertToVolts(plan.rowCodes.subarray(block * rows, (block + 1) * rows), limits, rowVolts);
    for (let column = 0; column < columns; column += 1) {
      columnSeconds[column] = plan.columnTicks[block * columns + column]! * limits.tickSeconds;
    }
    joules += array.applyBlock(rowVolts, columnSeconds, plan.blockTicks[block]! * limits.tickSeconds);
  }
  return joules;
}
