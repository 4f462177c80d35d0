import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertPlanWithinLimits,
  codeTowardZero,
  codeVolts,
  randomStream,
  seconds,
  siemens,
  volts,
  type BoardLimits,
} from '../core/index.js';
import { encodePlan } from '../protocols/index.js';
import { TestPlans } from './test-plans.js';

const anyLimits = fc
  .record({
    dacBits: fc.integer({ min: 8, max: 18 }),
    rowShare: fc.double({ min: 0.1, max: 1, noNaN: true }),
    readShare: fc.double({ min: 0.05, max: 1, noNaN: true }),
    edgeTicks: fc.integer({ min: 1, max: 50 }),
    steps: fc.integer({ min: 1, max: 2000 }),
    outputSteps: fc.integer({ min: 1, max: 5000 }),
  })
  .map(({ dacBits, rowShare, readShare, edgeTicks, steps, outputSteps }): BoardLimits => {
    const dac = { dacBits, dacFullScaleVolts: volts(2) };
    const onCode = (share: number): BoardLimits['maxRowVolts'] => volts(codeVolts(codeTowardZero(2 * share, dac), dac));
    return {
      ...dac,
      tickSeconds: seconds(1e-6),
      maxRowVolts: onCode(rowShare),
      maxReadVolts: onCode(readShare),
      // not always a whole number of steps
      maxBlockTicks: edgeTicks * steps + (edgeTicks >> 1),
      edgeTicks,
      maxOutputTicks: edgeTicks * outputSteps,
      maxPlanBytes: 65_536,
      maxPlans: 8,
      readSeconds: seconds(1e-5),
      referenceSiemens: siemens(1e-3),
    };
  });

const anyShape = fc.record({ rows: fc.integer({ min: 1, max: 12 }), columns: fc.integer({ min: 1, max: 12 }) });

describe('the plans of the suite', () => {
  it('are within the limits of any board, and its memory', () => {
    fc.assert(
      fc.property(anyLimits, anyShape, fc.nat(100), (limits, shape, number) => {
        const plans = new TestPlans(limits, shape);
        const random = plans.random(randomStream(number, 'test'), 1 + (number % 12));
        for (const plan of [plans.small, plans.varied(number), plans.long, random]) {
          expect(() => assertPlanWithinLimits(plan, shape, limits)).not.toThrow();
          expect(encodePlan(plan).length).toBeLessThanOrEqual(limits.maxPlanBytes);
        }
        expect(Math.abs(plans.planVolts)).toBeLessThanOrEqual(limits.maxReadVolts);
      }),
    );
  });

  it('hold one row for as long as they are told, and no longer', () => {
    fc.assert(
      fc.property(anyLimits, anyShape, (limits, shape) => {
        const plans = new TestPlans(limits, shape);
        const longest = plans.holding(limits.maxOutputTicks);
        fc.pre(longest !== undefined);
        expect(() => assertPlanWithinLimits(longest, shape, limits)).not.toThrow();
        const longer = plans.holding(limits.maxOutputTicks + plans.step);
        fc.pre(longer !== undefined);
        expect(() => assertPlanWithinLimits(longer, shape, limits)).toThrow(/away from 0 V for too long/u);
      }),
    );
  });
});
