import { planBlocks, type PulsePlan } from '../../core/index.js';

/** Blocks of a plan that are the same in everything. */
export interface DistinctBlock {
  /** The first of them. */
  readonly block: number;
  readonly count: number;
}

/** The blocks of a plan without repetition: a train of a thousand pulses has two or three. */
export function distinctBlocks(plan: PulsePlan): DistinctBlock[] {
  const { ticks, rows, columns, windows, gates, sampleTicks, reference } = plan.blocks;
  const found = new Map<string, { block: number; count: number }>();
  for (let block = 0; block < planBlocks(plan); block += 1) {
    const parts = [ticks, rows, columns, windows, gates, sampleTicks, reference].map((list) => list[block]);
    const key = parts.join();
    const same = found.get(key);
    if (same === undefined) found.set(key, { block, count: 1 });
    else same.count += 1;
  }
  return [...found.values()];
}
