import { assertPlanWithinLimits, ConfigError, type Crossbar, type PulsePlan } from '../../core/index.js';
import type { BoardHold } from './board-hold.js';
import { gridOf, type Grid } from './grid.js';
import { placeHolds, ticksOf } from './place-holds.js';
import { roundHold } from './round-hold.js';
import { largestError, RoundingLog, type Rounding } from './rounding.js';
import { splitLongBlock } from './split-long-blocks.js';
import { splitPlans } from './split-plans.js';
import { timelineBlocks } from './timeline-blocks.js';
import { timelinePlan } from './timeline-plan.js';
import type { Hold, Timeline } from './timeline.js';

/** What fitting a timeline to a board did to it. */
export interface CompileReport {
  /** Of all plans together; what the host takes between them comes on top. */
  readonly ticks: number;
  /** The largest |made - asked| of any time, in seconds, and of any voltage. */
  readonly largestSecondsError: number;
  readonly largestVoltsError: number;
  /** Everything that is not as it was asked, by the holds' numbers; a hold that is repeated stands once. */
  readonly roundings: readonly Rounding[];
  /** Windows that the end of their hold cut short, every repetition counted. */
  readonly clippedWindows: number;
}

export interface CompiledTimeline {
  /** To be run one after the other; more than one only where the board cannot hold it in one. */
  readonly plans: readonly PulsePlan[];
  readonly report: CompileReport;
}

type Target = Pick<Crossbar, 'array' | 'shape' | 'limits'>;

/** The holds of a timeline as the board makes them, each made once. */
class Rounder {
  readonly roundings: Rounding[] = [];
  readonly #target: Target;
  readonly #grid: Grid;
  readonly #made = new Map<Hold, BoardHold>();

  constructor(target: Target, grid: Grid) {
    this.#target = target;
    this.#grid = grid;
  }

  readonly rounded = (hold: Hold): BoardHold => {
    const before = this.#made.get(hold);
    if (before) return before;
    const number = this.#made.size + 1;
    const log = new RoundingLog(number);
    const { shape, limits } = this.#target;
    const made = roundHold({ hold, shape, limits, grid: this.#grid, log }, number);
    this.#made.set(hold, made);
    this.roundings.push(...log.roundings);
    return made;
  };
}

/** Ticks that a timeline lasts on a board: in sequence the sum of its parts, at once the longest of them. */
export const timelineTicks = (timeline: Timeline, target: Target): number =>
  ticksOf(timeline, new Rounder(target, gridOf(target.limits)).rounded);

/**
 * A timeline as plans for one array of one board: times on the grid of its edges, volts in its codes, switches closed between
 * its guards, with what that changed. Nothing is sent.
 *
 * @throws ConfigError where parts of the timeline contradict each other, or the board cannot do it (`details.capability`);
 *   LimitError where a plan would pass a limit
 */
export function compileTimeline(timeline: Timeline, target: Target): CompiledTimeline {
  const { shape, limits } = target;
  const grid = gridOf(limits);
  const rounder = new Rounder(target, grid);
  const placed = placeHolds(timeline, rounder.rounded);
  if (placed.length === 0) {
    throw new ConfigError('bad-data', 'The timeline lasts no time at all. Give it a hold with a length or a window.');
  }
  const blocks = timelineBlocks(placed, shape, grid).flatMap((block) => splitLongBlock(block, grid));
  const plans = splitPlans(blocks, shape.columns, limits).map((part) => {
    const plan = timelinePlan(part, target);
    assertPlanWithinLimits(plan, shape, limits);
    return plan;
  });
  const { roundings } = rounder;
  return {
    plans,
    report: {
      ticks: blocks.reduce((sum, { ticks }) => sum + ticks, 0),
      largestSecondsError: largestError(roundings, 's'),
      largestVoltsError: largestError(roundings, 'V'),
      roundings,
      clippedWindows: placed.reduce((sum, { hold }) => sum + hold.clippedWindows, 0),
    },
  };
}
