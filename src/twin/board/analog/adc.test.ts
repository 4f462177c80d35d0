import { describe, expect, it } from 'vitest';
import { convertToCodes } from '../converters.js';
import { Adc, type AdcOptions } from './adc.js';
import { expectMoments } from './expect-moments.js';
import type { AdcImperfections } from './imperfections.js';

const CHANNELS = 10_000;
const range = { bits: 16, fullScaleAmperes: 5e-3 };
const STEP = 1e-2 / 2 ** 16;
const AT_REST = Infinity;

const adcWith = (errors: AdcImperfections, changes: Partial<AdcOptions> = {}): Adc =>
  new Adc({ errors, range, channels: CHANNELS, seed: 4, array: 0, injectedCoulombs: 0, ...changes });

const over = (adc: Adc, amperes: number): Float64Array =>
  Float64Array.from({ length: CHANNELS }, (_, channel) => adc.code(amperes, channel, AT_REST, 0));

/** Of the rounding to whole codes, where the spread is many codes wide. */
const ROUNDING_VARIANCE = 1 / 12;

describe('an ADC', () => {
  it('adds its offset', () => {
    expectMoments(over(adcWith({ offsetAmperes: 20 * STEP }), 1e-3), 1e-3 / STEP, Math.sqrt(400 + ROUNDING_VARIANCE));
  });

  it('is steeper or flatter by its gain error', () => {
    const codes = over(adcWith({ gainError: 2e-3 }), 1e-3);
    expectMoments(codes, 1e-3 / STEP, Math.sqrt((2e-3 * (1e-3 / STEP)) ** 2 + ROUNDING_VARIANCE));
    expect(adcWith({ gainError: 2e-3 }).code(0, 1, AT_REST, 0)).toBe(0);
  });

  it('bends by its nonlinearity', () => {
    const codes = over(adcWith({ inlLsb: 6 }), 1e-3).map((code) => code - 1e-3 / STEP);
    expect(codes.every((steps) => Math.abs(steps) <= 6.5)).toBe(true);
    expect(Math.max(...codes)).toBeGreaterThan(2);
  });

  it('has noise of its own in every conversion', () => {
    const adc = adcWith({ noiseAmperes: 7 * STEP });
    const codes = Array.from({ length: CHANNELS }, (_, read) =>
      adc.code(1e-3, 0, AT_REST, adc.noise(`read/0/${read}`)()),
    );
    expectMoments(codes, 1e-3 / STEP, Math.sqrt(49 + ROUNDING_VARIANCE));
  });

  it('sees of a current what its amplifier has come to, 1 - e^(-t / tau)', () => {
    const adc = adcWith({ settleSeconds: 3e-6 });
    for (const time of [1e-6, 3e-6, 20e-6]) {
      const expected = (1e-3 / STEP) * (1 - Math.exp(-time / 3e-6));
      expect(Math.abs(adc.code(1e-3, 0, time, 0) - expected)).toBeLessThanOrEqual(0.5);
    }
    expect(adc.code(1e-3, 0, AT_REST, 0)).toBe(Math.round(1e-3 / STEP));
  });

  it('sees the charge of a switch that closed pass, Q / tau e^(-t / tau)', () => {
    const adc = adcWith({ settleSeconds: 3e-6 }, { injectedCoulombs: -5e-10 });
    const expected = -(5e-10 / 3e-6) * Math.exp(-2);
    expect(Math.abs(adc.code(0, 0, 6e-6, 0) - expected / STEP)).toBeLessThanOrEqual(0.5);
    expect(Math.round(expected / STEP)).toBeLessThan(-100);
  });

  it('saturates at the ends of its range, errors and all', () => {
    const adc = adcWith({ offsetAmperes: 1e-4, inlLsb: 4 });
    expect(over(adc, 6e-3).every((code) => code === 32_767)).toBe(true);
    expect(over(adc, -6e-3).every((code) => code === -32_768)).toBe(true);
  });

  it('without errors is the ideal one, code by code', () => {
    const adc = adcWith({});
    const amperes = Float64Array.from({ length: CHANNELS }, (_, at) => Math.sin(at) * 5.5e-3);
    expect(amperes.map((current, at) => adc.code(current, at, 1e-9, 0))).toEqual(
      Float64Array.from(convertToCodes(amperes, range)),
    );
  });
});
