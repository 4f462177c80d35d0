import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream, seconds, siemens, volts, type BoardLimits } from '../core/index.js';
import { decodePlan, encodePlan } from '../protocols/index.js';
import { malformed, namingVector, planInForm } from './plan-forms.js';
import { TestPlans } from './test-plans.js';

const limits: BoardLimits = {
  tickSeconds: seconds(1e-6),
  dacBits: 16,
  dacFullScaleVolts: volts(2),
  maxRowVolts: volts(0.5),
  maxGateVolts: volts(1),
  maxReadVolts: volts(0.2),
  maxBlockTicks: 1000,
  edgeTicks: 1,
  settleTicks: 0,
  openTicks: 0,
  drivesColumns: true,
  floatsRows: true,
  maxSamples: 100,
  maxOutputTicks: 4000,
  maxPlanBytes: 65_536,
  maxPlans: 8,
  readSeconds: seconds(1e-5),
  referenceSiemens: siemens(1e-3),
};

const anyPlan = fc
  .record({
    rows: fc.integer({ min: 1, max: 9 }),
    columns: fc.integer({ min: 1, max: 9 }),
    blocks: fc.integer({ min: 1, max: 6 }),
    isGated: fc.boolean(),
    seed: fc.nat(),
  })
  .map(({ rows, columns, blocks, isGated, seed }) => {
    const plans = new TestPlans(isGated ? limits : { ...limits, maxGateVolts: volts(0) }, { rows, columns });
    return plans.random(randomStream(seed, 'forms'), blocks);
  });

describe('a plan written in another form', () => {
  it.each(['sparse', 'dense'] as const)('is the same plan: %s', (form) => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        expect(decodePlan(planInForm(plan, form))).toEqual({ ok: true, value: plan });
      }),
    );
  });

  it('is longer than what a host would choose, or as long', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const [sparse, dense] = (['sparse', 'dense'] as const).map((form) => planInForm(plan, form).length);
        expect(Math.min(sparse!, dense!)).toBeGreaterThanOrEqual(encodePlan(plan).length);
      }),
    );
  });

  it('is none where its bytes say more, less or nothing', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        for (const wrong of malformed(encodePlan(plan))) expect(decodePlan(wrong).ok).toBe(false);
      }),
    );
  });

  it('is none where a block names a vector that is not there', () => {
    fc.assert(
      fc.property(anyPlan, fc.constantFrom('rows', 'columns', 'windows', 'gates'), (plan, library) => {
        const blocks = plan.blocks.ticks.length;
        const wrong = namingVector(encodePlan(plan), blocks - 1, library, blocks);
        expect(decodePlan(wrong)).toEqual({ ok: false, reason: 'bad-vector' });
      }),
    );
  });
});
