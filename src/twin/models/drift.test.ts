import { describe, expect, it } from 'vitest';
import { oneCell, SLOWED_FALLING, SLOWED_RISING } from './cell-model.js';
import { hpTitania, nonlinearTitania } from './devices/drift-devices.js';
import { linearIonDrift } from './linear-ion-drift.js';
import { nonlinearIonDrift } from './nonlinear-ion-drift.js';

const BOTH = SLOWED_RISING | SLOWED_FALLING;

describe('linear ion drift', () => {
  const cell = oneCell({ Ron: 100, Roff: 16e3, D: 10e-9, mobility: 1e-14, p: 2, j: 1 });

  it('is two resistors in series (eq. 5)', () => {
    expect(linearIonDrift.none.current(cell, 0, 0.25, 1)).toBeCloseTo(1 / (25 + 12e3), 15);
    expect(linearIonDrift.none.conductance(cell, 0, 1)).toBe(0.01);
  });

  it('drifts at muV Ron i / D^2 (eq. 6), times its window', () => {
    // 1e-14 * 100 / 1e-16 = 1e4 for every ampere
    const amperes = 1 / (50 + 8e3);
    expect(linearIonDrift.none.rate(cell, 0, 0.5, 1, BOTH)).toBeCloseTo(1e4 * amperes, 12);
    expect(linearIonDrift.joglekar.rate(cell, 0, 0.5, -1, BOTH)).toBeCloseTo(-1e4 * amperes, 12);
    expect(linearIonDrift.biolek.rate(cell, 0, 0.5, 1, BOTH)).toBeCloseTo(1e4 * amperes * (1 - 0.5 ** 4), 12);
    expect(linearIonDrift.prodromakis.rate(cell, 0, 0.5, 1, BOTH)).toBeCloseTo(1e4 * amperes * (1 - 0.75 ** 2), 12);
  });

  it('stands at an end it moves towards, and leaves the other unless its window locks it there', () => {
    for (const kind of ['none', 'joglekar', 'biolek', 'prodromakis'] as const) {
      const model = linearIonDrift[kind];
      const locksAtEnds = model.locksAtEnds ?? false;
      const rate = model.rate.bind(model);
      expect(rate(cell, 0, 1, 1, BOTH)).toBe(0);
      expect(Math.abs(rate(cell, 0, 0, -1, BOTH))).toBe(0);
      expect(rate(cell, 0, 0, 1, BOTH) === 0, `window ${kind}`).toBe(locksAtEnds);
      expect(Math.abs(rate(cell, 0, 1, -1, BOTH)) === 0, `window ${kind}`).toBe(locksAtEnds);
    }
  });

  it('has each window of the others', () => {
    for (const model of Object.values(linearIonDrift)) expect(model.windows).toBe(linearIonDrift);
    expect(hpTitania.model).toBe(linearIonDrift.joglekar);
  });
});

describe('non-linear ion drift', () => {
  const { parameters } = nonlinearTitania;
  const cell = oneCell(parameters);
  const { joglekar } = nonlinearIonDrift;

  it('conducts w^n beta sinh(alpha v) + chi (e^(gamma v) - 1)', () => {
    // w = 0.05 + 0.5 * 0.9 = 0.5
    for (const v of [-1, 0.3, 1]) {
      const wanted = 0.5 ** 4 * 90e-9 * Math.sinh(2 * v) + 0.1e-9 * (Math.exp(4 * v) - 1);
      expect(joglekar.current(cell, 0, 0.5, v) / wanted).toBeCloseTo(1, 12);
    }
  });

  it('moves at a f(w) v^m, by the sign of v', () => {
    // f(0.5) = 1; x is w over 0.9
    expect(joglekar.rate(cell, 0, 0.5, 1, BOTH)).toBeCloseTo(12500 / 0.9, 8);
    expect(joglekar.rate(cell, 0, 0.5, -0.8, BOTH)).toBeCloseTo((-12500 / 0.9) * 0.8 ** 13, 8);
  });

  it('stops at its hard limits, and leaves them: the window is not 0 there', () => {
    expect(joglekar.rate(cell, 0, 1, 1, BOTH)).toBe(0);
    expect(joglekar.rate(cell, 0, 0, 1, BOTH)).toBeCloseTo((12500 / 0.9) * (1 - 0.9 ** 2), 8);
    expect(joglekar.locksAtEnds).toBeUndefined();
  });

  it('rests where v^m is below 1e-6 in 10 us', () => {
    const [lowest, highest] = joglekar.restVolts(parameters);
    expect(highest).toBeLessThan((0.1 * 0.9 * (1 / 12500)) ** (1 / 13));
    expect(highest).toBeGreaterThan(0.99 * (0.1 * 0.9 * (1 / 12500)) ** (1 / 13));
    expect(lowest).toBeCloseTo(-highest, 9);
  });
});
