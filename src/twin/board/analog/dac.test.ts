import { describe, expect, it } from 'vitest';
import { volts } from '../../../core/index.js';
import { Dac } from './dac.js';
import { expectMoments } from './expect-moments.js';
import type { DacImperfections } from './imperfections.js';

const CHANNELS = 10_000;
const range = { dacBits: 12, dacFullScaleVolts: volts(2) };
const STEP = 4 / 2 ** 12;

const dacWith = (errors: DacImperfections): Dac => new Dac({ errors, range, channels: CHANNELS, seed: 4, array: 0 });
const over = (dac: Dac, nominal: number): Float64Array =>
  Float64Array.from({ length: CHANNELS }, (_, channel) => dac.volts(nominal, channel));

describe('a DAC', () => {
  it('adds its offset, whatever the code', () => {
    const dac = dacWith({ offsetVolts: 1e-3 });
    expectMoments(over(dac, 0.7), 0.7, 1e-3);
    expect(dac.volts(0.7, 3) - dac.volts(-1.2, 3)).toBeCloseTo(1.9, 14);
  });

  it('is steeper or flatter by its gain error', () => {
    const dac = dacWith({ gainError: 0.01 });
    expectMoments(over(dac, 1.5), 1.5, 0.015);
    expect(dac.volts(0, 3)).toBe(0);
    expect(dac.volts(1.5, 3)).toBeCloseTo(-dac.volts(-1.5, 3), 14);
  });

  it('bends by its nonlinearity: in steps, with the ends of the range fixed', () => {
    const dac = dacWith({ inlLsb: 3 });
    const bent = over(dac, 0.1).map((value) => (value - 0.1) / STEP);
    expect(bent.every((steps) => Math.abs(steps) <= 3)).toBe(true);
    expect(Math.max(...bent)).toBeGreaterThan(1);
    expect(dac.volts(2, 5)).toBeCloseTo(2, 12);
  });

  it('has noise of its own in every conversion', () => {
    const dac = dacWith({ noiseVolts: 2e-4 });
    const noise = Array.from({ length: CHANNELS }, (_, conversion) => dac.noise(`9/${conversion}`)());
    expectMoments(noise, 0, 2e-4);
    expect(dac.volts(0.3, 0)).toBe(0.3);
  });

  it('without errors gives exactly the volts of its codes', () => {
    const dac = dacWith({});
    for (const nominal of [0.1, -1.3, 2]) expect(over(dac, nominal).every((value) => value === nominal)).toBe(true);
    expect(dac.noise('x')()).toBe(0);
  });
});
