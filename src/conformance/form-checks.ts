import { planBlocks, planTicks, planWindows } from '../core/index.js';
import { planIdOf } from '../protocols/index.js';
import type { Check } from './check.js';
import { mustBe } from './check-failed.js';
import { malformed, namingVector, planInForm } from './plan-forms.js';
import { SECTIONS } from './sections.js';
import { encoded, measuresOf } from './test-plans.js';

const group = 'plans';
const section = SECTIONS.plans;
const FORMS = ['sparse', 'dense'] as const;
const LIBRARIES = ['rows', 'columns', 'windows', 'gates'] as const;

/** What a plan may look like in bytes. */
export const FORM_CHECKS: readonly Check[] = [
  {
    id: 'plans.forms',
    group,
    section,
    title: 'a plan means the same with its vectors sparse or dense, whichever would be shorter',
    async run(bench) {
      const { host, plans } = bench;
      const token = await bench.arm();
      const plan = plans.random(bench.random('forms'), 8);
      for (const form of FORMS) {
        const bytes = planInForm(plan, form);
        const planId = planIdOf(bytes);
        await bench.loadEncoded({ plan, bytes, planId });
        const { durationTicks, blocks, windows, outputTicks, samples } = await host.ask('check', { planId });
        const measures = [durationTicks, blocks, windows, outputTicks, samples];
        mustBe(`ticks, blocks, windows, ticks on, samples of the ${form} form`, measures, measuresOf(plan));
        const record = await bench.fireLoaded(planId, await bench.nextSerial(), token, bench.patience(plan));
        const { outcome, blocksDone, windowsFired } = record;
        const wanted = ['done', planTicks(plan), planBlocks(plan), planWindows(plan)];
        const got = [outcome, record.durationTicks, blocksDone, windowsFired];
        mustBe(`outcome, ticks, blocks, windows of the ${form} form`, got, wanted);
      }
    },
  },
  {
    id: 'plans.malformed',
    group,
    section,
    title: 'bytes that say more or less than a plan, or a number that means nothing, are refused with 202',
    async run(bench) {
      const { plan, bytes } = encoded(bench.plans.varied(7));
      for (const wrong of malformed(bytes)) {
        const planId = planIdOf(wrong);
        await bench.loadEncoded({ plan, bytes: wrong, planId });
        await bench.host.refused('check', { planId }, 'plan-corrupt');
      }
    },
  },
  {
    id: 'plans.vector-index',
    group,
    section,
    title: 'a plan in which a block names a vector that is not in its library is refused with 202',
    async run(bench) {
      const { plan, bytes } = encoded(bench.plans.varied(6));
      for (const library of LIBRARIES) {
        // no library has more vectors than there are blocks
        const wrong = namingVector(bytes, planBlocks(plan) - 1, library, planBlocks(plan));
        const planId = planIdOf(wrong);
        await bench.loadEncoded({ plan, bytes: wrong, planId });
        await bench.host.refused('check', { planId }, 'plan-corrupt');
      }
    },
  },
];
