import { planIdOf } from '../protocols/index.js';
import type { Bench } from './bench.js';
import type { Check } from './check.js';
import { mustBe } from './check-failed.js';
import { lackOfSamples, sampleBlock } from './sample-plans.js';
import { SECTIONS } from './sections.js';
import { encoded, measuresOf } from './test-plans.js';

const group = 'plans';
const section = SECTIONS.plans;

/** A piece of a plan that this run has not loaded before. */
function pieces(bench: Bench, number: number): (from: number, to: number) => Promise<number> {
  const { bytes, planId } = encoded(bench.plans.varied(number));
  return async (from, to) => {
    const load = { planId, total: bytes.length, offset: from, piece: bytes.slice(from, to) };
    return (await bench.host.ask('load', load)).received;
  };
}

export const LOAD_CHECKS: readonly Check[] = [
  {
    id: 'plans.load-in-pieces',
    group,
    section,
    title: 'a plan is loaded in pieces: those after a hole are not kept, those that overlap are as far as they are new',
    async run(bench) {
      const plan = encoded(bench.plans.varied(1));
      const total = plan.bytes.length;
      const load = pieces(bench, 1);
      mustBe('received after the first 5 bytes', await load(0, 5), 5);
      mustBe('received after a piece behind a hole', await load(9, 12), 5);
      mustBe('received after a piece that overlaps', await load(3, 8), 8);
      mustBe('received after a piece that was there', await load(0, 4), 8);
      await bench.host.refused('check', { planId: plan.planId }, 'plan-not-loaded');
      mustBe('received after the rest', await load(8, total), total);
      mustBe('received after a piece of the whole again', await load(2, 6), total);
      const { blocks } = await bench.host.ask('check', { planId: plan.planId });
      mustBe('blocks of the plan', blocks, 2);
    },
  },
  {
    id: 'plans.load-corrupt',
    group,
    section,
    title: 'a plan whose bytes do not hash to its id is refused with 202 and forgotten',
    async run(bench) {
      const { bytes, planId } = encoded(bench.plans.varied(2));
      const wrong = Uint8Array.from(bytes);
      wrong[wrong.length - 1]! ^= 1;
      const load = { planId, total: bytes.length, offset: 0 };
      await bench.host.refused('load', { ...load, piece: wrong }, 'plan-corrupt');
      await bench.host.refused('check', { planId }, 'plan-not-loaded');
      await bench.loadEncoded({ plan: bench.plans.varied(2), bytes, planId });
      await bench.host.ask('check', { planId });
    },
  },
  {
    id: 'plans.load-contradiction',
    group,
    section,
    title: 'a piece that ends after the plan does, or names another length than the first, is refused with 103',
    async run(bench) {
      const { bytes, planId } = encoded(bench.plans.varied(4));
      const total = bytes.length;
      const load = { planId, total, offset: 0, piece: bytes.slice(0, 4) };
      await bench.host.ask('load', load);
      await bench.host.refused('load', { ...load, total: total + 4 }, 'bad-payload');
      await bench.host.refused('load', { ...load, offset: total - 2 }, 'bad-payload');
      mustBe('received', (await bench.host.ask('load', load)).received, 4);
    },
  },
  {
    id: 'plans.not-a-plan',
    group,
    section,
    title: 'bytes that hash to their id and are no plan are refused with 202 when they are to be used',
    async run(bench) {
      const { plan, bytes } = encoded(bench.plans.varied(3));
      const wrong = Uint8Array.from(bytes);
      wrong[0]! ^= 0xff;
      const planId = planIdOf(wrong);
      await bench.loadEncoded({ plan, bytes: wrong, planId });
      await bench.host.refused('check', { planId }, 'plan-corrupt');
    },
  },
  {
    id: 'plans.load-too-large',
    group,
    section: SECTIONS.limits,
    title: 'a plan longer than maxPlanBytes is refused with 203 at its first piece',
    async run(bench) {
      const { maxPlanBytes } = bench.limits;
      const load = { planId: 'e'.repeat(32), total: maxPlanBytes + 1, offset: 0, piece: new Uint8Array(4) };
      const { measured, limit } = await bench.host.refused('load', load, 'plan-too-large');
      mustBe('measured and limit', [measured, limit], [maxPlanBytes + 1, maxPlanBytes]);
    },
  },
  {
    id: 'plans.check',
    group,
    section: SECTIONS.plans,
    title:
      'check tells duration, blocks, windows, samples and the longest time a line is away from 0 V, and fires nothing',
    async run(bench) {
      const { host, plans } = bench;
      const before = await host.ask('status', {});
      const sampling = plans.of([{ ticks: plans.step }, sampleBlock(plans, 'forward')]);
      const random = [plans.random(bench.random('check')), plans.random(bench.random('check 2'), 9)];
      const isSampling = lackOfSamples(plans) === undefined;
      for (const plan of [plans.small, ...random, ...(isSampling ? [sampling] : [])]) {
        const { planId } = await bench.load(plan);
        const { durationTicks, blocks, windows, outputTicks, samples } = await host.ask('check', { planId });
        const measures = [durationTicks, blocks, windows, outputTicks, samples];
        mustBe('ticks, blocks, windows, ticks on, samples', measures, measuresOf(plan));
      }
      const after = await host.ask('status', {});
      mustBe('state and last serial', [after.state, after.lastSerial], [before.state, before.lastSerial]);
    },
  },
];
