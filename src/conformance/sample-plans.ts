import { SENSED, type BlockToPlan } from '../core/index.js';
import type { DirectionName } from '../protocols/index.js';
import type { TestPlans } from './test-plans.js';

/** Codes of the driven lines: up and down by turns, so that the reference that mirrors their sum stays small. */
const mirrored = (lines: number, code: number): readonly number[] =>
  Array.from({ length: lines }, (_, line) => (line % 2 === 0 ? code : -code));

/** Codes of the lines that {@link sampleBlock} drives; those of a read that must give the same currents. */
export const sampledDrive = ({ shape, lowCode }: TestPlans, direction: DirectionName): readonly number[] =>
  mirrored(direction === 'forward' ? shape.rows : shape.columns, lowCode);

/**
 * A block that measures what a read of this direction does, as short as it can be.
 *
 * @param lateTicks how much later than it must its sample is taken; below 0 is too early
 */
export function sampleBlock(plans: TestPlans, direction: DirectionName, lateTicks = 0): BlockToPlan {
  const { opening, closing, readTicks, shape } = plans;
  const isForward = direction === 'forward';
  // sensed rows are connected from the start of the block, but nothing is driven before the switches have closed
  const sampleTick = opening + readTicks + lateTicks;
  const until = Math.max(sampleTick, opening + plans.step);
  const windows = Array.from({ length: shape.columns }, () => [opening, until] as const);
  const drive = sampledDrive(plans, direction);
  const lines = isForward
    ? { rows: drive }
    : { rows: Array.from({ length: shape.rows }, () => SENSED), columns: drive };
  const gates = Array.from({ length: shape.rows }, () => plans.gateLimitCode);
  return { ticks: until + closing, windows, sampleTick, reference: direction, gates, ...lines };
}

/** A block that measures every line there is at once, with none of them driven. */
export function restingSampleBlock(plans: TestPlans): BlockToPlan {
  const { ticks, windows, sampleTick } = sampleBlock(plans, 'forward');
  const rows = Array.from({ length: plans.shape.rows }, () => SENSED);
  return { ticks, rows, sampleTick: sampleTick!, windows: windows! };
}

/** How many of {@link restingSampleBlock} are too many for the board to sample. */
export const blocksAboveSampleLimit = ({ limits, shape: { rows, columns } }: TestPlans): number =>
  Math.floor(limits.maxSamples / (rows + columns)) + 1;

/** Why this board cannot sample while a plan runs; undefined where it can. */
export function lackOfSamples(plans: TestPlans): string | undefined {
  const { maxOutputTicks, maxSamples } = plans.limits;
  const { rows, columns } = plans.shape;
  if (maxSamples < rows + columns) return 'the board cannot sample every line once while a plan runs';
  const { ticks } = sampleBlock(plans, 'forward');
  const most = Math.min(plans.longestBlock, maxOutputTicks);
  return ticks > most ? `a sample takes a block of ${ticks} ticks, the longest is ${most}` : undefined;
}
