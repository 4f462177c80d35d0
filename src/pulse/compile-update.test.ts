import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codeVolts,
  LimitError,
  randomStream,
  rowDrive,
  seconds,
  siemens,
  volts,
  windowFrom,
  windowTicks,
  windowUntil,
  type BoardLimits,
} from '../core/index.js';
import { boardUnderTest as limits } from './board-under-test.js';
import { compileUpdate, planUpdate } from './compile-update.js';
import { deviceProfile } from './device-profiles.js';
import { encodeQuarterPeriods, type QuarterPeriodScale } from './quarter-period.js';

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
          const held = [...plan.rowVectors].map((code) => codeVolts(code, dac));
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
        for (const code of plan.rowVectors) {
          expect(Math.abs(codeVolts(code, limits))).toBeLessThanOrEqual(limits.maxRowVolts + 1e-9);
        }
        for (let block = 0; block < 4; block += 1) {
          for (let column = 0; column < ys.length; column += 1) {
            expect(windowUntil(plan, block, column)).toBeLessThanOrEqual(plan.blocks.ticks[block]!);
          }
        }
      }),
    );
  });

  it('dithers windows without bias', () => {
    const update = encodeQuarterPeriods(Float64Array.of(1), Float64Array.of(0.003), scale);
    const dither = randomStream(1, 'dither');
    const ticks = Array.from({ length: 20_000 }, () => windowTicks(compileUpdate(update, 0, limits, dither), 1, 0));
    const mean = ticks.reduce((sum, n) => sum + n, 0) / ticks.length;
    // 0.3 ticks; five standard errors of a Bernoulli mean
    expect(Math.abs(mean - 0.3)).toBeLessThan(5 * Math.sqrt(0.21 / ticks.length));
  });

  const whole = (xs: number[], ys: number[], guards: Partial<BoardLimits>) =>
    planUpdate(
      Float64Array.from(xs),
      Float64Array.from(ys),
      { ...scale, voltsPerInput: 0.01 },
      { array: 0, shape: { rows: xs.length, columns: ys.length }, limits: { ...limits, ...guards } },
      silver,
    );

  it('keeps every window between the settling of the rows and the opening of the switches', () => {
    fc.assert(
      fc.property(
        values,
        values,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 100 }),
        (xs, ys, edgeTicks, settleTicks, openTicks) => {
          const { plan } = whole(xs, ys, { edgeTicks, settleTicks, openTicks });
          for (let block = 0; block < 4; block += 1) {
            for (let column = 0; column < ys.length; column += 1) {
              if (windowTicks(plan, block, column) === 0) continue;
              expect(windowFrom(plan, block, column)).toBe(Math.ceil(settleTicks / edgeTicks) * edgeTicks);
              expect(windowUntil(plan, block, column)).toBeLessThanOrEqual(plan.blocks.ticks[block]! - openTicks);
              expect(windowUntil(plan, block, column) % edgeTicks).toBe(0);
            }
          }
        },
      ),
      { seed: 4 },
    );
  });

  it('guards shorten only windows that they reach, and each counts once as clipped', () => {
    const guards = { settleTicks: 20, openTicks: 30 };
    const ys = [0.1, 1, 1.2, 3];
    const [free, guarded] = [whole([1], ys, {}), whole([1], ys, guards)];
    const lengths = (plan: typeof free.plan, block: number) => ys.map((_, column) => windowTicks(plan, block, column));
    // up 200 us a unit of error, down 100 us, quarters of 250 us
    expect(lengths(free.plan, 3)).toEqual([20, 200, 240, 250]);
    expect(lengths(guarded.plan, 3)).toEqual([20, 200, 200, 200]);
    expect(lengths(guarded.plan, 1)).toEqual([10, 100, 120, 200]);
    expect(free.clippedWindows).toBe(2);
    expect(guarded.clippedWindows).toBe(3);
  });

  it('says that guards leave a quarter no room, and not where nothing wants any', () => {
    const guards = { settleTicks: 200, openTicks: 50 };
    expect(() => whole([1], [1], guards)).toThrow(/250 us.*openTicks take 250 us/u);
    expect(() => whole([1], [0], { ...guards, openTicks: 60 })).not.toThrow();
  });

  it('keeps one vector where quarters are alike', () => {
    const { plan } = whole([0, 0], [0], {});
    expect(plan.blocks.rows).toEqual(Uint16Array.of(0, 1, 1, 0));
    expect(plan.blocks.windows).toEqual(Uint16Array.of(0, 0, 0, 0));
    expect(plan.rowVectors).toHaveLength(4);
    expect(rowDrive(plan, 3, 1)).toBe(rowDrive(plan, 0, 1));
  });

  it('opens every gate where there are gates, and is then what the board takes', () => {
    const crossbar = { array: 0, shape: { rows: 2, columns: 1 }, limits: { ...limits, maxGateVolts: volts(1.5) } };
    const { plan } = planUpdate(Float64Array.of(1, 0), Float64Array.of(0.5), scale, crossbar, silver);
    expect(plan.gated).toBe(true);
    expect([...plan.gateVectors]).toEqual([24576, 24576]);
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
    expect(attempt).toThrow(/row W00 block 1 asks for 459\.961 mV, the limit is 320 mV/u);
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
