import type { PulsePlan } from '../../core/index.js';
import { blockBounds } from './block-bounds.js';
import { distinctBlocks } from './distinct-blocks.js';
import { CellBounds, type CellKnowledge } from './cell-bounds.js';
import { canMove, CellMargins } from './cell-margins.js';
import { judgeMargins, type MarginFinding, type MarginVerdict } from './judge-margins.js';
import type { MarginOptions, MarginSet } from './margin-set.js';
import { SenseMargins } from './sense-margins.js';

export interface PlanMargins {
  readonly verdict: MarginVerdict;
  /** Everything that is not as it should be, the worst first; empty where the plan works. */
  readonly findings: readonly MarginFinding[];
  /** What the verdict rests on: the cells themselves, or anywhere in the linear range, where cells are to be kept. */
  readonly inUse: MarginSet;
  /** For cells anywhere they can get to; undefined where they are known. */
  readonly anywhere: MarginSet | undefined;
}

function marginsFor(plan: PulsePlan, options: MarginOptions, knowledge: CellKnowledge): MarginSet {
  const { profile, analog } = options;
  const bounds = new CellBounds(plan.shape, knowledge);
  const cells = new CellMargins(profile, analog.segmentOhms, options.targets);
  const sense = new SenseMargins(plan, analog);
  for (const { block } of distinctBlocks(plan)) {
    for (const phase of blockBounds(plan, block, options, bounds, bounds.areKnown || options.targets !== undefined)) {
      cells.add(block, phase);
      sense.add(block, phase);
    }
  }
  const { missed, wanted, best, open, closed } = cells;
  const upShare = missed.up ? missed.up.lostVolts / wanted.up : 0;
  const downShare = missed.down ? missed.down.lostVolts / wanted.down : 0;
  return {
    cells: knowledge instanceof Float64Array ? 'known' : knowledge,
    overdrive: missed.down === undefined || upShare >= downShare ? (missed.up ?? missed.down) : missed.down,
    lostShare: Math.max(upShare, downShare),
    best,
    canMove: best === undefined || canMove(best),
    open,
    closed,
    sampled: sense.sampled,
    window: sense.window,
  };
}

/**
 * Whether a plan can do what it is to do on this board and chip: how much of their overdrive selected cells can miss
 * (the node of a closed column rises behind its switch's resistance, rows give way behind their drivers, wires take
 * their part), what all others can see against their thresholds (the sneak-path condition), and what flows into the
 * amplifiers. Cells are linear; {@link blockBounds} says what is exact and what is a bound.
 *
 * @throws ConfigError `bad-data` where the conductances do not fit the plan
 */
export function planMargins(plan: PulsePlan, options: MarginOptions): PlanMargins {
  const { profile, conductances } = options;
  const inUse = marginsFor(plan, options, conductances ?? profile.linearRange);
  const anywhere = conductances === undefined ? marginsFor(plan, options, profile.range) : undefined;
  const findings = judgeMargins(plan, inUse, options);
  return { verdict: findings[0]?.verdict ?? 'works', findings, inUse, anywhere };
}
