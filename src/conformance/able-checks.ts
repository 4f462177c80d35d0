import { FLOATING, planOfBlocks, SENSED, type PulsePlan } from '../core/index.js';
import type { Check } from './check.js';
import { mustBe } from './check-failed.js';
import { mustAccept, mustRefuse } from './limit-checks.js';
import { SECTIONS } from './sections.js';
import type { TestPlans } from './test-plans.js';

/** Block, row and column that an error names. */
type Place = readonly [block: number, row: number, column: number];

const WHOLE_PLAN: Place = [-1, -1, -1];

/** Plans that need something, each with whether the board says that it has it, and where a refusal finds it. */
function plansAndNeeds(plans: TestPlans): readonly (readonly [has: boolean, plan: PulsePlan, place: Place])[] {
  const { limits, lowCode, shape, shortBlock, readTicks, isGated } = plans;
  const rest = { ticks: shortBlock };
  const sampling = { ticks: readTicks, rows: [SENSED], sampleTick: readTicks };
  return [
    [limits.drivesColumns, plans.of([rest, { ticks: shortBlock, columns: [lowCode] }]), [1, -1, 0]],
    [limits.floatsRows, plans.of([rest, { ticks: shortBlock, rows: [FLOATING] }]), [1, 0, -1]],
    [isGated, planOfBlocks(0, shape, [rest], true), WHOLE_PLAN],
    [!isGated, planOfBlocks(0, shape, [rest], false), WHOLE_PLAN],
    // a block may be too short to sample in
    ...(readTicks > plans.longestBlock
      ? []
      : [[limits.maxSamples > 0, plans.of([rest, sampling]), [1, -1, -1]] as const]),
  ];
}

export const ABLE_CHECKS: readonly Check[] = [
  {
    id: 'plans.not-able',
    group: 'plans',
    section: SECTIONS.limits,
    title:
      'a plan that drives columns, leaves rows floating, has gates or samples is refused with 206 by a board without, as is one without gates by a board with them',
    async run(bench) {
      for (const [has, plan, place] of plansAndNeeds(bench.plans)) {
        if (has) {
          await mustAccept(bench, plan);
          continue;
        }
        const { block, row, column } = await mustRefuse(bench, plan, 'not-able');
        mustBe('block, row, column', [block, row, column], place);
      }
    },
  },
];
