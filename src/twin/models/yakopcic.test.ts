import { describe, expect, it } from 'vitest';
import { oneCell, SLOWED_FALLING, SLOWED_RISING } from './cell-model.js';
import { anodicTitania, silverChalcogenide } from './devices/yakopcic-devices.js';
import { yakopcic } from './yakopcic.js';

describe.each([silverChalcogenide, anodicTitania])('$name', ({ parameters, range, linearRange, initialRange }) => {
  const cell = oneCell(parameters);
  const { Vp, Vn, xp, xn } = parameters;
  const rate = (x: number, v: number, slowed: number): number => yakopcic.rate(cell, 0, x, v, slowed);
  const rising = (x: number): number => rate(x, Vp + 0.01, SLOWED_RISING) / rate(0.5, Vp + 0.01, 0);
  const falling = (x: number): number => rate(x, -Vn - 0.01, SLOWED_FALLING) / rate(0.5, -Vn - 0.01, 0);

  it('conducts its published range between x = 0 and x = 1', () => {
    expect(yakopcic.conductance(cell, 0, 1)).toBeCloseTo(range.max, 12);
    expect(yakopcic.state(cell, 0, range.min)).toBeGreaterThan(0);
    expect(linearRange.min).toBeGreaterThan(range.min);
    expect(initialRange.min).toBeGreaterThan(linearRange.min);
    expect(initialRange.max).toBeLessThan(linearRange.max);
  });

  it('rests from threshold to threshold, and moves the right way beyond', () => {
    for (const v of [-Vn, -0.01, 0, 0.01, Vp]) expect(rate(0.6, v, 0)).toBe(0);
    expect(rate(0.6, Vp + 0.01, 0)).toBeGreaterThan(0);
    expect(rate(0.6, -Vn - 0.01, 0)).toBeLessThan(0);
    expect(yakopcic.restVolts(parameters)).toEqual([-Vn, Vp]);
  });

  it('moves at A (e^|V| - e^Vth) in the middle (eq. 2)', () => {
    expect(rate(0.6, Vp + 0.1, 0)).toBeCloseTo(parameters.Ap * (Math.exp(Vp + 0.1) - Math.exp(Vp)), 9);
    expect(rate(0.6, -Vn - 0.1, 0)).toBeCloseTo(-parameters.An * (Math.exp(Vn + 0.1) - Math.exp(Vn)), 9);
  });

  it('has a window that is 1 at its kinks and 0 at the ends (eqs. 3 to 6)', () => {
    expect(rising(xp)).toBeCloseTo(1, 12);
    expect(rising(1)).toBe(0);
    expect(falling(1 - xn)).toBeCloseTo(1, 12);
    expect(falling(0)).toBeCloseTo(0, 12);
    const between = (xp + 1) / 2;
    const { alphaP } = parameters;
    const wanted = Math.exp(-alphaP * (between - xp)) * ((xp - between) / (1 - xp) + 1);
    expect(rising(between)).toBeCloseTo(wanted, 12);
  });

  it('moves the other way with eta -1', () => {
    expect(yakopcic.rate(oneCell({ ...parameters, eta: -1 }), 0, 0.6, Vp + 0.01, 0)).toBeLessThan(0);
  });
});

describe('published parameters', () => {
  // P1 table VII: each kind of parameter scaled by one factor until the I-V changes by 10 %
  it('are table VII over its factors', () => {
    const { Ap, An, Vp, Vn, xp, xn, alphaP, alphaN } = silverChalcogenide.parameters;
    expect([2680 / Ap, 2680 / An]).toEqual([0.67, 0.67]);
    expect(0.104848 / Vp).toBeCloseTo(0.098295 / Vn, 9);
    expect(0.18462 / xp).toBeCloseTo(0.3077 / xn, 9);
    expect(2.115 / alphaP).toBeCloseTo(10.575 / alphaN, 9);
    const other = anodicTitania.parameters;
    expect(9.888 / other.Ap).toBeCloseTo(6.798 / other.An, 9);
    expect(0.594165 / other.Vp).toBeCloseTo(0.511896 / other.Vn, 4);
    expect(0.57903 / other.xp).toBeCloseTo(0.96505 / other.xn, 9);
    expect(1.9855 / other.alphaP).toBeCloseTo(11.191 / other.alphaN, 9);
  });
});
