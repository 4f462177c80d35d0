import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertPlanWithinLimits,
  codeTowardZero,
  codeVolts,
  planSamples,
  planWindows,
  randomStream,
  seconds,
  siemens,
  volts,
  type BlockToPlan,
  type BoardLimits,
} from '../core/index.js';
import { encodePlan } from '../protocols/index.js';
import { lackOfSamples, restingSampleBlock, sampleBlock } from './sample-plans.js';
import { TestPlans } from './test-plans.js';

const anyLimits = fc
  .record({
    dacBits: fc.integer({ min: 8, max: 18 }),
    rowShare: fc.double({ min: 0.1, max: 1, noNaN: true }),
    readShare: fc.double({ min: 0.05, max: 1, noNaN: true }),
    edgeTicks: fc.integer({ min: 1, max: 50 }),
    steps: fc.integer({ min: 1, max: 2000 }),
    outputSteps: fc.integer({ min: 1, max: 5000 }),
    gateShare: fc.constantFrom(0, 0, 0.3, 1),
    settleTicks: fc.nat(60),
    openTicks: fc.nat(20),
    drivesColumns: fc.boolean(),
    floatsRows: fc.boolean(),
    maxSamples: fc.constantFrom(0, 8, 65_536),
    readTicks: fc.integer({ min: 1, max: 300 }),
  })
  .map(
    ({ dacBits, rowShare, readShare, gateShare, edgeTicks, steps, outputSteps, readTicks, ...rest }): BoardLimits => {
      const dac = { dacBits, dacFullScaleVolts: volts(2) };
      const onCode = (share: number): BoardLimits['maxRowVolts'] =>
        volts(codeVolts(codeTowardZero(2 * share, dac), dac));
      return {
        ...dac,
        ...rest,
        tickSeconds: seconds(1e-6),
        maxGateVolts: onCode(gateShare),
        maxRowVolts: onCode(rowShare),
        maxReadVolts: onCode(readShare),
        // not always a whole number of steps
        maxBlockTicks: edgeTicks * steps + (edgeTicks >> 1),
        edgeTicks,
        maxOutputTicks: edgeTicks * outputSteps,
        maxPlanBytes: 65_536,
        maxPlans: 8,
        readSeconds: seconds(readTicks * 1e-6),
        referenceSiemens: siemens(1e-3),
      };
    },
  );

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

  it('close switches for some windows of every board that has time for them', () => {
    fc.assert(
      fc.property(anyLimits, anyShape, fc.nat(100), (limits, shape, number) => {
        const plans = new TestPlans(limits, shape);
        const { step } = plans;
        fc.pre(plans.room(plans.shortBlock) > step);
        const drawn = Array.from({ length: 20 }, (_, index) => plans.random(randomStream(number, `test ${index}`)));
        const windows = drawn.map(planWindows);
        expect(Math.max(...windows)).toBeGreaterThan(0);
        expect(planWindows(plans.small)).toBe(1);
      }),
    );
  });

  it('sample every line of a board that can, as soon as it may and no sooner', () => {
    fc.assert(
      fc.property(anyLimits, anyShape, (limits, shape) => {
        const plans = new TestPlans(limits, shape);
        fc.pre(lackOfSamples(plans) === undefined);
        const check = (block: BlockToPlan) => () => assertPlanWithinLimits(plans.of([block]), shape, limits);
        const resting = restingSampleBlock(plans);
        expect(check(resting)).not.toThrow();
        expect(planSamples(plans.of([resting]))).toBe(shape.rows + shape.columns);
        const blocks = [
          sampleBlock(plans, 'forward'),
          ...(limits.drivesColumns ? [sampleBlock(plans, 'backward')] : []),
        ];
        for (const block of blocks) expect(check(block)).not.toThrow();
        const early = sampleBlock(plans, 'forward', -plans.step);
        if (early.sampleTick! > 0) expect(check(early)).toThrow(/Line sampled too soon|Sample of nothing/u);
      }),
    );
  });

  it('hold one line for as long as they are told, and no longer', () => {
    fc.assert(
      fc.property(anyLimits, anyShape, fc.constantFrom('rows', 'columns', 'gates'), (limits, shape, line) => {
        fc.pre(line === 'rows' || (line === 'columns' ? limits.drivesColumns : limits.maxGateVolts > 0));
        const plans = new TestPlans(limits, shape);
        const longest = plans.holding(limits.maxOutputTicks, line);
        fc.pre(longest !== undefined);
        expect(() => assertPlanWithinLimits(longest, shape, limits)).not.toThrow();
        const longer = plans.holding(limits.maxOutputTicks + plans.step, line);
        fc.pre(longer !== undefined);
        expect(() => assertPlanWithinLimits(longer, shape, limits)).toThrow(/away from 0 V for too long/u);
      }),
    );
  });
});
