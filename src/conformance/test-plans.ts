import {
  codeTowardZero,
  codeVolts,
  nearestCode,
  planTicks,
  planWindows,
  type BoardLimits,
  type PulsePlan,
  type RandomStream,
  type Shape,
} from '../core/index.js';
import { encodePlan, planIdOf } from '../protocols/index.js';

/** Plans stay below a quarter of what a read may hold, so that they move no cell even where a chip is connected. */
const SHARE_OF_READ = 1 / 4;
const MOST_VOLTS = 0.05;
const SHORT_STEPS = 10;
const LONGEST_SECONDS = 1;
const BLOCK_BYTES = 4;
const HEADER_BYTES = 12;
const MOST_BLOCKS = 0xffff;

/** What a block of a plan is made of; what is left out is 0. */
interface Block {
  readonly ticks: number;
  readonly rows?: readonly number[];
  readonly windows?: readonly number[];
}

export interface EncodedPlan {
  readonly plan: PulsePlan;
  readonly bytes: Uint8Array;
  readonly planId: string;
}

export const encoded = (plan: PulsePlan): EncodedPlan => {
  const bytes = encodePlan(plan);
  return { plan, bytes, planId: planIdOf(bytes) };
};

/** Longest that a row of the plan is away from 0 V without a break. */
export function outputTicks({ shape: { rows }, blockTicks, rowCodes }: PulsePlan): number {
  const away = new Float64Array(rows);
  let longest = 0;
  for (const [block, ticks] of blockTicks.entries()) {
    for (let row = 0; row < rows; row += 1) {
      away[row] = rowCodes[block * rows + row] === 0 ? 0 : away[row]! + ticks;
      longest = Math.max(longest, away[row]!);
    }
  }
  return longest;
}

/** Everything that is fired, for one board: small codes, short windows, and nothing the board would have to refuse. */
export class TestPlans {
  readonly limits: BoardLimits;
  readonly shape: Shape;
  /** Of the rows: the smallest that is sure to be there. */
  readonly lowCode: number;
  /** The largest code of a row and of a line in a read. */
  readonly rowLimitCode: number;
  readonly readLimitCode: number;
  /** The shortest time, and the longest block on the grid. */
  readonly step: number;
  readonly longestBlock: number;
  /** Length of the blocks of small plans: short, and never too long for one row to stay on. */
  readonly shortBlock: number;

  constructor(limits: BoardLimits, shape: Shape) {
    const { edgeTicks, maxBlockTicks, maxOutputTicks, maxReadVolts, maxRowVolts } = limits;
    this.limits = limits;
    this.shape = shape;
    this.rowLimitCode = nearestCode(maxRowVolts, limits);
    this.readLimitCode = nearestCode(maxReadVolts, limits);
    const low = codeTowardZero(Math.min(MOST_VOLTS, maxReadVolts * SHARE_OF_READ), limits);
    this.lowCode = Math.min(Math.max(1, low), this.rowLimitCode, this.readLimitCode);
    this.step = edgeTicks;
    this.longestBlock = Math.floor(maxBlockTicks / edgeTicks) * edgeTicks;
    const shortest = Math.floor(Math.min(maxBlockTicks, maxOutputTicks) / edgeTicks);
    this.shortBlock = Math.max(1, Math.min(SHORT_STEPS, shortest)) * edgeTicks;
  }

  get planVolts(): number {
    return codeVolts(this.lowCode, this.limits);
  }

  /** The plan of these blocks for array 0; a row or window left out is 0. */
  of(blocks: readonly Block[], shape = this.shape, array = 0): PulsePlan {
    const { rows, columns } = shape;
    const rowCodes = new Int32Array(blocks.length * rows);
    const columnTicks = new Uint32Array(blocks.length * columns);
    for (const [index, block] of blocks.entries()) {
      rowCodes.set(block.rows ?? [], index * rows);
      columnTicks.set(block.windows ?? [], index * columns);
    }
    return { array, shape, blockTicks: Uint32Array.from(blocks, ({ ticks }) => ticks), rowCodes, columnTicks };
  }

  /** Two short blocks: one row up, one column closed for half of the first; then rest. */
  get small(): PulsePlan {
    return this.varied(0);
  }

  /** Plans like {@link small}, each another. */
  varied(number: number): PulsePlan {
    const half = Math.max(1, Math.floor(this.shortBlock / this.step / 2)) * this.step;
    const restSteps = 1 + (number % Math.max(1, Math.floor(this.longestBlock / this.step)));
    return this.of([
      { ticks: this.shortBlock, rows: [this.lowCode], windows: [half] },
      { ticks: restSteps * this.step },
    ]);
  }

  /** Some blocks with rows up and down and windows of all lengths but the whole block. */
  random(stream: RandomStream, blocks = 6): PulsePlan {
    const upTo = (most: number): number => Math.floor(stream.uniform() * (most + 1));
    const { rows, columns } = this.shape;
    const steps = this.shortBlock / this.step;
    const list = Array.from({ length: blocks }, (_, index): Block => {
      const length = 1 + upTo(steps - 1);
      // every other block rests, so that no row is away from 0 V for longer than one
      const resting = index % 2 === 1;
      return {
        ticks: length * this.step,
        rows: Array.from({ length: rows }, () => (resting ? 0 : upTo(2 * this.lowCode) - this.lowCode)),
        windows: Array.from({ length: columns }, () => upTo(length - 1) * this.step),
      };
    });
    return this.of(list);
  }

  /** Blocks of the longest plan this board takes. */
  get mostBlocks(): number {
    const { rows, columns } = this.shape;
    const fitting = Math.floor((this.limits.maxPlanBytes - HEADER_BYTES) / (BLOCK_BYTES * (1 + rows + columns)));
    return Math.min(MOST_BLOCKS, fitting);
  }

  /** As long as the board allows, but not over a second; all rows at 0 V but for the first instants. */
  get long(): PulsePlan {
    const wanted = Math.ceil(LONGEST_SECONDS / (this.longestBlock * this.limits.tickSeconds));
    const blocks = Math.max(2, Math.min(this.mostBlocks, wanted));
    const rest = Array.from({ length: blocks - 1 }, (): Block => ({ ticks: this.longestBlock }));
    return this.of([{ ticks: this.shortBlock, rows: [this.lowCode] }, ...rest]);
  }

  /** One row away from 0 V for so many ticks, which is a multiple of the step; undefined where no plan is so long. */
  holding(ticks: number): PulsePlan | undefined {
    const blocks: Block[] = [];
    if (Math.ceil(ticks / this.longestBlock) > this.mostBlocks) return undefined;
    for (let left = ticks; left > 0; left -= this.longestBlock) {
      blocks.push({ ticks: Math.min(left, this.longestBlock), rows: [this.lowCode] });
    }
    return this.of(blocks);
  }

  seconds(plan: PulsePlan): number {
    return planTicks(plan) * this.limits.tickSeconds;
  }
}

/** What `check` says of a plan that is within all limits. */
export const measuresOf = (plan: PulsePlan): readonly number[] => [
  planTicks(plan),
  plan.blockTicks.length,
  planWindows(plan),
  outputTicks(plan),
];
