import { formatQuantity, type BoardLimits } from '../../core/index.js';
import { boardShort } from './board-short.js';
import { PlanSize } from './plan-size.js';
import type { TimelineBlock } from './timeline-blocks.js';

type PlanLimits = Pick<BoardLimits, 'maxPlanBytes' | 'maxSamples' | 'maxGateVolts' | 'tickSeconds'>;

const isRest = ({ drives, windows }: TimelineBlock): boolean => drives.isRest && windows.size === 0;

/**
 * Blocks as one plan or, where a board cannot hold them in one, as several that follow each other. They are parted where all
 * lines are at rest, since between plans everything rests, for as long as the host takes.
 *
 * @throws ConfigError `maxPlanBytes`, `maxSamples` where the lines do not rest often enough
 */
export function splitPlans(blocks: readonly TimelineBlock[], columns: number, limits: PlanLimits): TimelineBlock[][] {
  const plans: TimelineBlock[][] = [];
  let first = 0;
  let cut = 0;
  let size = new PlanSize(columns, limits.maxGateVolts > 0);
  for (let place = 0; place < blocks.length; place += 1) {
    if (place > first && (isRest(blocks[place]!) || isRest(blocks[place - 1]!))) cut = place;
    size.add(blocks[place]!);
    const beyond = size.beyond(limits);
    if (beyond === undefined) continue;
    if (cut <= first) {
      const from = formatQuantity(blocks[first]!.start * limits.tickSeconds, 's', 9);
      const until = formatQuantity(blocks[place]!.start * limits.tickSeconds, 's', 9);
      const what = `From ${from} to ${until} the timeline never rests, and is more than one plan can hold.`;
      throw boardShort(beyond, what, 'Let all lines rest in between.');
    }
    plans.push(blocks.slice(first, cut));
    first = cut;
    // what stands behind the cut is counted again, for its own plan
    place = cut - 1;
    size = new PlanSize(columns, limits.maxGateVolts > 0);
  }
  plans.push(blocks.slice(first));
  return plans;
}
