import {
  codeTowardZero,
  codeVolts,
  columnDrive,
  FLOATING,
  gateCode,
  nearestCode,
  planBlocks,
  planOfBlocks,
  planSamples,
  planTicks,
  planWindows,
  rowDrive,
  SENSED,
  type BlockToPlan,
  type BoardLimits,
  type PulsePlan,
  type RandomStream,
  type Shape,
} from '../core/index.js';
import { encodePlan, planIdOf } from '../protocols/index.js';

/**
 * Plans stay below a quarter of what a read may hold, and a cell between a row and a driven column below half of it, so
 * that they move no cell even where a chip is connected.
 */
const SHARE_OF_READ = 1 / 4;
const MOST_VOLTS = 0.05;
const SHORT_STEPS = 10;
const LONGEST_SECONDS = 1;
const BLOCK_BYTES = 20;
const HEADER_BYTES = 20;
const VECTOR_HEADER_BYTES = 4;
const CODE_BYTES = 4;
const WINDOW_BYTES = 8;
const MOST_BLOCKS = 0xffff;

export interface EncodedPlan {
  readonly plan: PulsePlan;
  readonly bytes: Uint8Array;
  readonly planId: string;
}

export const encoded = (plan: PulsePlan): EncodedPlan => {
  const bytes = encodePlan(plan);
  return { plan, bytes, planId: planIdOf(bytes) };
};

/** Longest that a row, a driven column or a gate of the plan is away from 0 V without a break. */
function outputTicks(plan: PulsePlan): number {
  const { rows, columns } = plan.shape;
  const isAway = (drive: number): boolean => drive !== 0 && drive !== SENSED && drive !== FLOATING;
  const longest = (lines: number, driveOf: (block: number, line: number) => number): number => {
    const away = new Float64Array(lines);
    let most = 0;
    for (const [block, ticks] of plan.blocks.ticks.entries()) {
      for (let line = 0; line < lines; line += 1) {
        const awayTicks = isAway(driveOf(block, line)) ? away[line]! + ticks : 0;
        away[line] = awayTicks;
        most = Math.max(most, awayTicks);
      }
    }
    return most;
  };
  return Math.max(
    longest(rows, (block, row) => rowDrive(plan, block, row)),
    longest(columns, (block, column) => columnDrive(plan, block, column)),
    plan.gated ? longest(rows, (block, row) => gateCode(plan, block, row)) : 0,
  );
}

/** Everything that is fired, for one board: small codes, short windows, and nothing the board would have to refuse. */
export class TestPlans {
  readonly limits: BoardLimits;
  readonly shape: Shape;
  /** Of the rows: the smallest that is sure to be there. */
  readonly lowCode: number;
  /** The largest code of a row or driven column, of a gate, and of a line in a read. */
  readonly rowLimitCode: number;
  readonly gateLimitCode: number;
  readonly readLimitCode: number;
  /** The shortest time, and the longest block on the grid. */
  readonly step: number;
  readonly longestBlock: number;
  /** The first tick of a block at which a switch may close, and by how many ticks before its end all must be open. */
  readonly opening: number;
  readonly closing: number;
  /** Least ticks from when a line is connected until it is sampled, as the board counts them and on the grid. */
  readonly readLimitTicks: number;
  readonly readTicks: number;
  /** Length of the blocks of small plans: short, and never too long for one row to stay on. */
  readonly shortBlock: number;

  constructor(limits: BoardLimits, shape: Shape) {
    const { edgeTicks, maxBlockTicks, maxGateVolts, maxOutputTicks, maxReadVolts, maxRowVolts } = limits;
    const onGrid = (ticks: number): number => Math.ceil(ticks / edgeTicks) * edgeTicks;
    this.limits = limits;
    this.shape = shape;
    this.rowLimitCode = nearestCode(maxRowVolts, limits);
    this.gateLimitCode = nearestCode(maxGateVolts, limits);
    this.readLimitCode = nearestCode(maxReadVolts, limits);
    const low = codeTowardZero(Math.min(MOST_VOLTS, maxReadVolts * SHARE_OF_READ), limits);
    this.lowCode = Math.min(Math.max(1, low), this.rowLimitCode, this.readLimitCode);
    this.step = edgeTicks;
    this.longestBlock = Math.floor(maxBlockTicks / edgeTicks) * edgeTicks;
    this.opening = onGrid(limits.settleTicks);
    this.closing = onGrid(limits.openTicks);
    this.readLimitTicks = Math.round(limits.readSeconds / limits.tickSeconds);
    this.readTicks = onGrid(this.readLimitTicks);
    const wanted = SHORT_STEPS + (this.opening + this.closing) / edgeTicks;
    const longest = Math.floor(Math.min(maxBlockTicks, maxOutputTicks) / edgeTicks);
    this.shortBlock = Math.max(1, Math.min(wanted, longest)) * edgeTicks;
  }

  get planVolts(): number {
    return codeVolts(this.lowCode, this.limits);
  }

  get isGated(): boolean {
    return this.limits.maxGateVolts > 0;
  }

  /** The plan of these blocks for array 0; what is left out is 0. */
  of(blocks: readonly BlockToPlan[], shape = this.shape, array = 0): PulsePlan {
    return planOfBlocks(array, shape, blocks, this.isGated);
  }

  /** Ticks that a switch may be closed for in a block of this length. */
  room(ticks: number): number {
    return Math.max(0, ticks - this.opening - this.closing);
  }

  /** The earliest window of this length; none where it is 0, and as long as there is room where that is less. */
  window(ticks: number, length: number): readonly [from: number, until: number] {
    const most = Math.min(length, this.room(ticks));
    return most === 0 ? [0, 0] : [this.opening, this.opening + most];
  }

  /** Two short blocks: one row up, one column closed for half of the first; then rest. */
  get small(): PulsePlan {
    return this.varied(0);
  }

  /** Plans like {@link small}, each another. */
  varied(number: number): PulsePlan {
    const half = Math.max(1, Math.floor(this.room(this.shortBlock) / this.step / 2)) * this.step;
    const restSteps = 1 + (number % Math.max(1, Math.floor(this.longestBlock / this.step)));
    return this.of([
      { ticks: this.shortBlock, rows: [this.lowCode], windows: [this.window(this.shortBlock, half)] },
      { ticks: restSteps * this.step },
    ]);
  }

  /**
   * Some blocks with all lines up and down that the board can drive, and windows of all lengths anywhere in their block;
   * all switches are open for a step between two blocks, so that no edge falls on another.
   */
  random(stream: RandomStream, blocks = 6): PulsePlan {
    const upTo = (most: number): number => Math.floor(stream.uniform() * (most + 1));
    const { rows, columns } = this.shape;
    const { drivesColumns, floatsRows } = this.limits;
    const anyOf = (length: number, draw: () => number): number[] => Array.from({ length }, draw);
    const anyCode = (): number => upTo(2 * this.lowCode) - this.lowCode;
    const steps = this.shortBlock / this.step;
    // with time for a window, where there is
    const guards = Math.min((this.opening + this.closing) / this.step, steps - 1);
    const list = Array.from({ length: blocks }, (_, index): BlockToPlan => {
      const ticks = (1 + guards + upTo(steps - 1 - guards)) * this.step;
      const windows = Array.from({ length: columns }, () => this.#anyWindow(ticks, upTo));
      // every other block rests, so that no line is away from 0 V for longer than one
      if (index % 2 === 1) return { ticks, windows };
      const isDriven = drivesColumns && upTo(1) === 1;
      return {
        ticks,
        windows,
        rows: anyOf(rows, () => (floatsRows && upTo(4) === 0 ? FLOATING : anyCode())),
        columns: anyOf(columns, () => (isDriven && upTo(1) === 0 ? anyCode() : SENSED)),
        gates: anyOf(rows, () => upTo(this.gateLimitCode)),
      };
    });
    return this.of(list);
  }

  /** Blocks of the longest plan this board takes, where it has two vectors of rows and no window. */
  get mostBlocks(): number {
    const { rows, columns } = this.shape;
    const lines = CODE_BYTES * (2 * rows + columns + (this.isGated ? rows : 0)) + WINDOW_BYTES * columns;
    const vectors = (this.isGated ? 5 : 4) * VECTOR_HEADER_BYTES + lines;
    const fitting = Math.floor((this.limits.maxPlanBytes - HEADER_BYTES - vectors) / BLOCK_BYTES);
    return Math.max(0, Math.min(MOST_BLOCKS, fitting));
  }

  /** As long as the board allows, but not over a second; all rows at 0 V but for the first instants. */
  get long(): PulsePlan {
    const wanted = Math.ceil(LONGEST_SECONDS / (this.longestBlock * this.limits.tickSeconds));
    const blocks = Math.max(2, Math.min(this.mostBlocks, wanted));
    const rest = Array.from({ length: blocks - 1 }, (): BlockToPlan => ({ ticks: this.longestBlock }));
    return this.of([{ ticks: this.shortBlock, rows: [this.lowCode] }, ...rest]);
  }

  /**
   * One line away from 0 V for so many ticks, which is a multiple of the step; undefined where no plan is so long.
   *
   * @param line where it is not the first row
   */
  holding(ticks: number, line: 'rows' | 'columns' | 'gates' = 'rows'): PulsePlan | undefined {
    const blocks: BlockToPlan[] = [];
    if (Math.ceil(ticks / this.longestBlock) > this.mostBlocks) return undefined;
    const code = line === 'gates' ? Math.min(this.lowCode, this.gateLimitCode) : this.lowCode;
    for (let left = ticks; left > 0; left -= this.longestBlock) {
      blocks.push({ ticks: Math.min(left, this.longestBlock), [line]: [code] });
    }
    return this.of(blocks);
  }

  seconds(plan: PulsePlan): number {
    return planTicks(plan) * this.limits.tickSeconds;
  }

  #anyWindow(ticks: number, upTo: (most: number) => number): readonly [number, number] {
    const steps = (this.room(ticks) - (this.closing === 0 ? this.step : 0)) / this.step;
    const length = steps > 0 ? upTo(steps) : 0;
    if (length === 0) return [0, 0];
    const from = this.opening + upTo(steps - length) * this.step;
    return [from, from + length * this.step];
  }
}

/** What `check` says of a plan that is within all limits. */
export const measuresOf = (plan: PulsePlan): readonly number[] => [
  planTicks(plan),
  planBlocks(plan),
  planWindows(plan),
  outputTicks(plan),
  planSamples(plan),
];
