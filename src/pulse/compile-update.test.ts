import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeVolts, LimitError, randomStream, seconds, siemens, volts, type BoardLimits } from '../core/index.js';
import { compileUpdate, planUpdate } from './compile-update.js';
import { deviceProfile } from './device-profiles.js';
import { encodeQuarterPeriods, type QuarterPeriodScale } from './quarter-period.js';

const limits: BoardLimits = {
  tickSeconds: seconds(1e-6),
  dacBits: 16,
  dacFullScaleVolts: volts(2),
  maxRowVolts: volts(0.32),
  maxReadVolts: volts(0.15),
  maxBlockTicks: 1000,
  edgeTicks: 1,
  maxOutputTicks: 4000,
  maxPlanBytes: 1 << 20,
  maxPlans: 8,
  readSeconds: seconds(1e-5),
  referenceSiemens: siemens(4.78e-3),
};
const silver = deviceProfile('silver-chalcogenide');
const scale: QuarterPeriodScale = {
  voltsPerInput: 0.1,
  secondsPerErrorUp: 2e-4,
  secondsPerErrorDown: 1e-4,
  quarterSeconds: seconds(250e-6),
  positiveThreshold: silver.positiveThreshold,
  negativeThreshold: silver.negativeThreshold,
};
const values = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 12 });

describe('fitting an update to a board', () => {
  it('never puts a resting row over its threshold, whatever the DAC', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 24 }),
        fc.double({ min: 0.5, max: 10, noNaN: true }),
        (dacBits, fullScale) => {
          const dac = { ...limits, dacBits, dacFullScaleVolts: volts(fullScale) };
          const plan = compileUpdate(encodeQuarterPeriods(Float64Array.of(0), Float64Array.of(1), scale), 0, dac);
          const held = [...plan.rowCodes].map((code) => codeVolts(code, dac));
          expect(Math.max(...held)).toBeLessThanOrEqual(0.16 * (1 + 1e-9));
          expect(Math.min(...held)).toBeGreaterThanOrEqual(-0.15 * (1 + 1e-9));
        },
      ),
    );
  });

  it('makes no plan that passes a limit: it is refused or it fits', () => {
    const crossbar = (rows: number, columns: number) => ({ array: 0, shape: { rows, columns }, limits });
    fc.assert(
      fc.property(values, values, fc.double({ min: 1e-3, max: 1, noNaN: true }), (xs, ys, voltsPerInput) => {
        let compiled;
        try {
          const wild = { ...scale, voltsPerInput };
          compiled = planUpdate(
            Float64Array.from(xs),
            Float64Array.from(ys),
            wild,
            crossbar(xs.length, ys.length),
            silver,
          );
        } catch (error) {
          expect(error).toBeInstanceOf(LimitError);
          return;
        }
        const { plan } = compiled;
        for (const code of plan.rowCodes) {
          expect(Math.abs(codeVolts(code, limits))).toBeLessThanOrEqual(limits.maxRowVolts + 1e-9);
        }
        for (const [index, ticks] of plan.columnTicks.entries()) {
          expect(ticks).toBeLessThanOrEqual(plan.blockTicks[Math.floor(index / ys.length)]!);
        }
      }),
    );
  });

  it('dithers windows without bias', () => {
    const update = encodeQuarterPeriods(Float64Array.of(1), Float64Array.of(0.003), scale);
    const dither = randomStream(1, 'dither');
    const ticks = Array.from({ length: 20_000 }, () => compileUpdate(update, 0, limits, dither).columnTicks[1]!);
    const mean = ticks.reduce((sum, n) => sum + n, 0) / ticks.length;
    // 0.3 ticks; five standard errors of a Bernoulli mean
    expect(Math.abs(mean - 0.3)).toBeLessThan(5 * Math.sqrt(0.21 / ticks.length));
  });

  it('names the row, the volts and the limit', () => {
    const strong = { ...scale, voltsPerInput: 0.3 };
    const attempt = () =>
      planUpdate(
        Float64Array.of(1, 1),
        Float64Array.of(1),
        strong,
        { array: 0, shape: { rows: 2, columns: 1 }, limits },
        {
          ...silver,
          // a device that no sneak path disturbs leaves the row limit to be met
          linearRange: { min: siemens(1e6), max: siemens(2e6) },
        },
      );
    expect(attempt).toThrow(/row W00 quarter 1 asks for 459\.961 mV, the limit is 320 mV/u);
  });
});

describe('the sneak-path condition', () => {
  const one = { array: 0, shape: { rows: 2, columns: 1 }, limits };

  it('lets through what the paper does', () => {
    expect(() =>
      planUpdate(Float64Array.of(1, 0), Float64Array.of(1), { ...scale, voltsPerInput: 0.05 }, one, silver),
    ).not.toThrow();
  });

  it('refuses rows further apart than the threshold, saying where', () => {
    const attempt = () =>
      planUpdate(Float64Array.of(0, 1), Float64Array.of(1), { ...scale, voltsPerInput: 0.155 }, one, silver);
    expect(attempt).toThrow(LimitError);
    expect(attempt).toThrow(/Sneak path: with row W01 quarter 1/u);
  });
});
