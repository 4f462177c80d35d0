import { formatColumn, formatQuantity } from '../../core/index.js';
import { boardShort } from './board-short.js';
import type { Grid } from './grid.js';
import type { WindowTicks } from './board-hold.js';
import type { TimelineBlock } from './timeline-blocks.js';

/** Stretches of a block that one block has to hold whole, and whose they are. */
function wholesOf(block: TimelineBlock, grid: Grid): { from: number; until: number; name: string }[] {
  const wholes = Array.from(block.windows, ([column, [from, until]]) => ({
    from: from - grid.settleTicks,
    until: until + grid.openTicks,
    name: `the window of ${formatColumn(column)}`,
  }));
  const { sampleTick } = block;
  if (sampleTick > 0) wholes.push({ from: sampleTick - grid.readTicks, until: sampleTick, name: 'the read' });
  return wholes;
}

/** The part of a block from one tick to another. */
function cutOut(block: TimelineBlock, from: number, until: number): TimelineBlock {
  const windows = new Map<number, WindowTicks>();
  for (const [column, [closes, opens]] of block.windows) {
    if (closes >= from && closes < until) windows.set(column, [closes - from, opens - from]);
  }
  const isSampled = block.sampleTick > from && block.sampleTick <= until;
  const sampleTick = isSampled ? block.sampleTick - from : 0;
  return { start: block.start + from, ticks: until - from, drives: block.drives, windows, sampleTick };
}

/**
 * A block longer than the board can hold as several of the same drives, none of which cuts a window or a read.
 *
 * @throws ConfigError `maxBlockTicks` where a window alone is too long
 */
export function splitLongBlock(block: TimelineBlock, grid: Grid): TimelineBlock[] {
  const most = grid.maxBlockTicks;
  if (block.ticks <= most) return [block];
  const wholes = wholesOf(block, grid).toSorted((a, b) => b.until - a.until);
  const parts: TimelineBlock[] = [];
  let begun = 0;
  while (block.ticks - begun > most) {
    let cut = begun + most;
    let cutting = 'the hold';
    // from the last to end: what an earlier cut frees may be inside one that ends before
    for (const { from, until, name } of wholes) {
      if (cut > from && cut < until) [cut, cutting] = [from, name];
    }
    if (cut <= begun) {
      const seconds = formatQuantity(most * grid.tickSeconds, 's');
      const what = `A block of ${seconds} cannot hold ${cutting} with its guards.`;
      throw boardShort('maxBlockTicks', what, 'Make it shorter, or part it in time from the others.');
    }
    parts.push(cutOut(block, begun, cut));
    begun = cut;
  }
  parts.push(cutOut(block, begun, block.ticks));
  return parts;
}
