import { planBlocks, type PulsePlan } from '../../core/index.js';

interface LongestOutput {
  readonly ticks: number;
  /** Where it had lasted so long; 0 and 0 where no row ever leaves 0 V. */
  readonly block: number;
  readonly row: number;
}

/** The longest time that a row of a plan is away from 0 V without a break, over however many blocks. */
export function longestOutput(plan: PulsePlan): LongestOutput {
  const { rows } = plan.shape;
  const away = new Float64Array(rows);
  let longest: LongestOutput = { ticks: 0, block: 0, row: 0 };
  for (let block = 0; block < planBlocks(plan); block += 1) {
    for (let row = 0; row < rows; row += 1) {
      const ticks = plan.rowCodes[block * rows + row] === 0 ? 0 : away[row]! + plan.blockTicks[block]!;
      away[row] = ticks;
      if (ticks > longest.ticks) longest = { ticks, block, row };
    }
  }
  return longest;
}
