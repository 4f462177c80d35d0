import { ConfigError, formatColumn, formatQuantity } from '../../core/index.js';
import type { WindowTicks } from './board-hold.js';
import { changedLine, DriveLibrary, sameDrives, type Drives } from './drives.js';
import type { Grid } from './grid.js';
import type { PlacedHold } from './place-holds.js';
import type { Shape } from '../../core/index.js';

/** A stretch of time in which no drive changes. */
export interface TimelineBlock {
  /** Ticks from the start of the timeline. */
  readonly start: number;
  readonly ticks: number;
  readonly drives: Drives;
  /** Of the columns that close. */
  readonly windows: ReadonlyMap<number, WindowTicks>;
  /** From the start of the block; 0 for none. */
  readonly sampleTick: number;
}

const NO_WINDOWS: ReadonlyMap<number, WindowTicks> = new Map();

/** Time in which no drive may change: a window with the guards around it, or a line that is measured. */
interface Undisturbed {
  readonly from: number;
  readonly until: number;
  readonly name: string;
}

function* undisturbedBy({ start, hold }: PlacedHold, grid: Grid): Generator<Undisturbed> {
  for (const [column, [from, until]] of hold.windows) {
    const name = `the window of ${formatColumn(column)}`;
    yield { from: start + from - grid.settleTicks, until: start + until + grid.openTicks, name };
  }
  if (hold.sampleTick === 0) return;
  const at = start + hold.sampleTick;
  yield { from: at - grid.readTicks, until: at, name: 'the read' };
}

/** The first of `sorted` that is greater than `value`. */
function firstAbove(sorted: ArrayLike<number>, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Times at which a hold begins or ends, in order. */
function boundariesOf(placed: readonly PlacedHold[]): Float64Array {
  const all = new Float64Array(2 * placed.length);
  for (const [index, { start, hold }] of placed.entries()) all.set([start, start + hold.ticks], 2 * index);
  return all.toSorted().filter((time, index, sorted) => time !== sorted[index - 1]);
}

/** The drives from each boundary to the next. */
function drivesBetween(placed: readonly PlacedHold[], boundaries: Float64Array, library: DriveLibrary): Drives[] {
  const byStart = placed.toSorted((a, b) => a.start - b.start);
  let active: PlacedHold[] = [];
  let next = 0;
  return Array.from(boundaries.subarray(0, -1), (time) => {
    active = active.filter(({ start, hold }) => start + hold.ticks > time);
    for (; byStart[next]?.start === time; next += 1) active.push(byStart[next]!);
    return library.of(
      active.map(({ hold }) => hold),
      time,
    );
  });
}

/**
 * A timeline as blocks: a new one wherever a hold begins or ends. Only where that would cut a window, or disturb a line that
 * is measured, and no drive changes, two blocks become one.
 *
 * @throws ConfigError naming two parts that hold a line differently, or a window that a change would cut
 */
export function timelineBlocks(placed: readonly PlacedHold[], shape: Shape, grid: Grid): TimelineBlock[] {
  const boundaries = boundariesOf(placed);
  const drives = drivesBetween(placed, boundaries, new DriveLibrary(shape, grid.tickSeconds));
  const joined = joinedBoundaries(placed, boundaries, drives, grid);
  const starts: number[] = [];
  const blocks = drives.flatMap((held, index) => {
    if (joined.has(index)) return [];
    let end = index + 1;
    while (joined.has(end)) end += 1;
    const start = boundaries[index]!;
    starts.push(start);
    return [{ start, ticks: boundaries[end]! - start, drives: held, windows: NO_WINDOWS, sampleTick: 0 }];
  });
  for (const one of placed) {
    addWindows(one, blocks, starts, grid);
    addSample(one, blocks, starts, grid);
  }
  return blocks;
}

/** The boundaries that are none: no drive changes there, and something would be cut. */
function joinedBoundaries(
  placed: readonly PlacedHold[],
  boundaries: Float64Array,
  drives: readonly Drives[],
  grid: Grid,
): Set<number> {
  const joined = new Set<number>();
  for (const one of placed) {
    const { start, hold } = one;
    const inside = firstAbove(boundaries, start);
    if (boundaries[inside]! >= start + hold.ticks) continue;
    for (const { from, until, name } of undisturbedBy(one, grid)) {
      for (let k = firstAbove(boundaries, from); boundaries[k]! < until; k += 1) {
        if (!sameDrives(drives[k - 1]!, drives[k]!)) {
          const change = `${changedLine(drives[k - 1]!, drives[k]!)} changes at ${formatQuantity(boundaries[k]! * grid.tickSeconds, 's', 9)}`;
          const [begun, ended] = [from, until].map((ticks) => formatQuantity(ticks * grid.tickSeconds, 's', 9));
          throw new ConfigError(
            'bad-data',
            `${change}, inside ${name}, which with its guards is from ${begun} to ${ended}. Part the two in time.`,
            { seconds: boundaries[k]! * grid.tickSeconds, cut: name },
          );
        }
        joined.add(k);
      }
    }
  }
  return joined;
}

type OpenBlock = { -readonly [Key in keyof TimelineBlock]: TimelineBlock[Key] };

function twice(what: string, tick: number, grid: Grid): ConfigError {
  const seconds = tick * grid.tickSeconds;
  return new ConfigError(
    'bad-data',
    `Two parts of the timeline ${what} within one block, at ${formatQuantity(seconds, 's', 9)}. ` +
      'Part the two in time, or make them alike.',
    { seconds },
  );
}

/** Puts the windows of a hold into the blocks in which they fall. */
function addWindows({ start, hold }: PlacedHold, blocks: OpenBlock[], starts: readonly number[], grid: Grid): void {
  const first = blocks[firstAbove(starts, start) - 1]!;
  if (first.start === start && first.ticks >= hold.ticks && first.windows === NO_WINDOWS) {
    // most blocks are of one hold, and holds are repeated: they share its windows
    first.windows = hold.windows;
    return;
  }
  let last: OpenBlock | undefined;
  let windows = new Map<number, WindowTicks>();
  for (const [column, [from, until]] of hold.windows) {
    const block = blocks[firstAbove(starts, start + from) - 1]!;
    const shift = start - block.start;
    const before = block.windows.get(column);
    if (before && (before[0] !== from + shift || before[1] !== until + shift)) {
      throw twice(`close ${formatColumn(column)}`, start + from, grid);
    }
    if (block !== last) windows = new Map(block.windows);
    last = block;
    windows.set(column, [from + shift, until + shift]);
    block.windows = windows;
  }
}

function addSample({ start, hold }: PlacedHold, blocks: OpenBlock[], starts: readonly number[], grid: Grid): void {
  if (hold.sampleTick === 0) return;
  const at = start + hold.sampleTick;
  // a sample may fall on the end of its block
  const block = blocks[firstAbove(starts, at - 1) - 1]!;
  if (block.sampleTick !== 0 && block.sampleTick !== at - block.start) throw twice('take samples', at, grid);
  block.sampleTick = at - block.start;
}
