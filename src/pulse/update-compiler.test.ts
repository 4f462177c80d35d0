import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CrossbarError, randomStream, seconds, type BoardLimits, type PulsePlan } from '../core/index.js';
import { boardUnderTest } from './board-under-test.js';
import { planUpdate, type CompiledUpdate } from './compile-update.js';
import { deviceProfile } from './device-profiles.js';
import type { QuarterPeriodScale } from './quarter-period.js';
import { UpdateCompiler } from './update-compiler.js';

const limits: BoardLimits = { ...boardUnderTest, settleTicks: 10, openTicks: 5, maxSamples: 0, maxPlans: 3 };
const silver = deviceProfile('silver-chalcogenide');
const scale: QuarterPeriodScale = {
  voltsPerInput: 0.05,
  secondsPerErrorUp: 2e-4,
  secondsPerErrorDown: 1e-4,
  quarterSeconds: seconds(250e-6),
  positiveThreshold: silver.positiveThreshold,
  negativeThreshold: silver.negativeThreshold,
};
const crossbar = { array: 1, shape: { rows: 3, columns: 2 }, limits };
/** Zeros make vectors of quarters alike; 30 passes a limit. */
const value = fc.oneof(fc.constantFrom(0, 0, 0.5, -0.5, 30), fc.double({ min: -1.5, max: 1.5, noNaN: true }));
const line = (count: number) =>
  fc.array(value, { minLength: count, maxLength: count }).map((values) => Float64Array.from(values));

const attempt = (make: () => CompiledUpdate): CompiledUpdate | string => {
  try {
    return make();
  } catch (error) {
    if (error instanceof CrossbarError) return error.message;
    throw error;
  }
};

describe('updates compiled into memory that is used again', () => {
  it('makes the plans of planUpdate, and leaves those alone that are still in use', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(line(3), line(2)), { maxLength: 20 }), fc.boolean(), (updates, isDithered) => {
        const stream = () => (isDithered ? randomStream(4, 'dither') : undefined);
        const [own, reference] = [stream(), stream()];
        const compiler = new UpdateCompiler(crossbar, silver);
        const inUse: { given: CompiledUpdate; expected: CompiledUpdate }[] = [];
        for (const [xs, ys] of updates) {
          const expected = attempt(() => planUpdate(xs, ys, scale, crossbar, silver, reference));
          const given = attempt(() => compiler.plan(xs, ys, scale, own));
          expect(given).toEqual(expected);
          if (typeof given === 'string' || typeof expected === 'string') continue;
          inUse.push({ given, expected });
          // what the board holds, and two
          for (const one of inUse.slice(-limits.maxPlans - 2)) expect(one.given).toEqual(one.expected);
        }
      }),
      { seed: 4 },
    );
  });

  it('gives out the same few plans again and again', () => {
    const compiler = new UpdateCompiler(crossbar, silver, 2);
    const plans = Array.from({ length: 6 }, (_, k): PulsePlan => {
      const xs = Float64Array.of(0.1 * k, -0.2, 0.3);
      return compiler.plan(xs, Float64Array.of(0.5, -0.5), scale).plan;
    });
    expect(new Set(plans.slice(1).map(({ rowVectors }) => rowVectors.buffer)).size).toBe(2);
    expect(plans[1]).toBe(plans[3]);
  });

  it('refuses inputs for another array', () => {
    const compiler = new UpdateCompiler(crossbar, silver);
    expect(() => compiler.plan(new Float64Array(2), new Float64Array(2), scale)).toThrow(/2 inputs and 2 errors.*3x2/u);
  });
});
