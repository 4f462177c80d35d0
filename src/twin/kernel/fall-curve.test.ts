import { describe, expect, it } from 'vitest';
import {
  anodicTitania,
  oneCell,
  silverChalcogenide,
  SLOWED_FALLING,
  SLOWED_RISING,
  yakopcic,
} from '../models/index.js';
import { curveNumbers, exactFall, fallBriefly, fallBy, fallCurve, fallError, slopeAt } from './fall-curve.js';
import { polynomialThrough } from './polynomial.js';

const windows = [silverChalcogenide, anodicTitania].flatMap(({ name, parameters }) => {
  const { xp, xn, alphaP, alphaN } = parameters;
  return [
    { name, parameters, rising: true, distance: 1 - xp, alpha: alphaP },
    { name, parameters, rising: false, distance: 1 - xn, alpha: alphaN },
  ];
});

describe.each(windows)('$name, rising: $rising', ({ parameters, rising, distance, alpha }) => {
  it("is Yakopcic's window beyond its kink", () => {
    for (let share = 0; share <= 1; share += 0.05) {
      const d = share * distance;
      const x = rising ? 1 - d : d;
      const volts = rising ? parameters.Vp + 0.1 : -parameters.Vn - 0.1;
      const rate = (slowed: number): number => yakopcic.rate(oneCell(parameters), 0, x, volts, slowed);
      const wanted = rate(SLOWED_RISING | SLOWED_FALLING) / rate(0);
      expect(d * slopeAt(distance, alpha, d)).toBeCloseTo(wanted, 14);
    }
  });

  it.each([
    ['single', 1.5e-5, 5e-6],
    ['double', 4e-9, 1e-9],
  ] as const)(
    'is followed in %s precision within %d for any pulse, and within %d in one step',
    (precision, any, one) => {
      const curve = fallCurve(distance, alpha, precision);
      expect(fallError(curve, 40)).toBeLessThan(any);
      for (let share = 0.02; share <= 1; share += 0.02) {
        for (const part of [0.01, 0.3, 1]) {
          const r = part * curve.steps[0]!;
          const wanted = exactFall(distance, alpha, share * distance, r);
          expect(Math.abs(fallBy(curve, share * distance, r) - wanted)).toBeLessThan(one);
        }
      }
    },
  );

  it('is followed within 4e-6 in brief steps', () => {
    const curve = fallCurve(distance, alpha, 'single');
    for (let share = 0.02; share <= 1; share += 0.02) {
      for (const part of [0.01, 0.3, 1]) {
        const r = part * curve.brief!.limit;
        const wanted = exactFall(distance, alpha, share * distance, r);
        expect(Math.abs(fallBriefly(curve, share * distance, r) - wanted)).toBeLessThan(4e-6 * Math.sqrt(part));
      }
    }
  });

  it('has a schedule that ends with every cell at its end', () => {
    for (const [precision, reach] of [
      ['single', 1e-7],
      ['double', 1e-9],
    ] as const) {
      const curve = fallCurve(distance, alpha, precision);
      const end = curve.steps.reduce((d, step) => fallBy(curve, d, step), distance);
      expect(end).toBeLessThan(1.01 * reach);
      expect(curveNumbers(curve, 0.5).at(-1)).toBe(0);
    }
  });
});

describe('a window without an exponential', () => {
  it('falls as e^(-r / D), which the reference of these tests does too', () => {
    const curve = fallCurve(0.8, 0, 'double');
    for (const r of [1e-3, 0.01, curve.steps[0]!]) {
      const wanted = 0.5 * Math.exp(-r / 0.8);
      expect(Math.abs(exactFall(0.8, 0, 0.5, r) - wanted)).toBeLessThan(1e-11);
      expect(Math.abs(fallBy(curve, 0.5, r) - wanted)).toBeLessThan(1e-9);
    }
  });
});

describe('polynomialThrough', () => {
  it('finds a polynomial again', () => {
    const coefficients = polynomialThrough((x) => 3 - 2 * x + 0.5 * x ** 3, -1, 2, 5);
    const wanted = [3, -2, 0, 0.5, 0, 0];
    for (const [power, coefficient] of coefficients.entries()) expect(coefficient).toBeCloseTo(wanted[power]!, 12);
  });
});
