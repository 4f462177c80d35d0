import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stateWindows, windowKinds } from './windows.js';

const { none, joglekar, biolek, prodromakis } = stateWindows;
const exponents = [1, 2, 7, 10];

describe('state windows', () => {
  it('are 1 everywhere without one', () => {
    for (const x of [0, 0.3, 1]) for (const up of [true, false]) expect(none.factor(x, up, 2, 1)).toBe(1);
  });

  it.each(exponents)('of Joglekar are 0 at both ends and 1 in the middle, either way (p = %i)', (p) => {
    for (const up of [true, false]) {
      expect(joglekar.factor(0, up, p, 1)).toBe(0);
      expect(joglekar.factor(1, up, p, 1)).toBe(0);
      expect(joglekar.factor(0.5, up, p, 1)).toBe(1);
      expect(joglekar.factor(0.25, up, p, 1)).toBeCloseTo(1 - 0.5 ** (2 * p), 14);
    }
  });

  it.each(exponents)('of Biolek are 0 at the end moved towards and 1 at the other (p = %i)', (p) => {
    expect(biolek.factor(1, true, p, 1)).toBe(0);
    expect(biolek.factor(0, true, p, 1)).toBe(1);
    expect(biolek.factor(0, false, p, 1)).toBe(0);
    expect(biolek.factor(1, false, p, 1)).toBe(1);
    expect(biolek.factor(0.8, true, p, 1)).toBeCloseTo(1 - 0.8 ** (2 * p), 14);
    expect(biolek.factor(0.8, false, p, 1)).toBeCloseTo(1 - 0.2 ** (2 * p), 14);
  });

  it.each(exponents)('of Prodromakis are 0 at both ends and j (1 - 0.75^p) in the middle (p = %i)', (p) => {
    for (const up of [true, false]) {
      for (const j of [0.5, 1, 3]) {
        expect(prodromakis.factor(0, up, p, j)).toBe(0);
        expect(prodromakis.factor(1, up, p, j)).toBe(0);
        expect(prodromakis.factor(0.5, up, p, j)).toBeCloseTo(j * (1 - 0.75 ** p), 14);
      }
    }
  });

  it('lock a cell on an end where they are 0 at both, and only there', () => {
    for (const kind of windowKinds) {
      const window = stateWindows[kind];
      const away = Math.max(window.factor(0, true, 2, 1), window.factor(1, false, 2, 1));
      expect(away === 0, `window ${kind}`).toBe(window.locksAtEnds);
    }
  });

  it('never push a cell the other way', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        fc.double({ min: 0.1, max: 20, noNaN: true }),
        (x, up, p) => {
          for (const kind of windowKinds) expect(stateWindows[kind].factor(x, up, p, 1)).toBeGreaterThanOrEqual(0);
        },
      ),
      { seed: 41 },
    );
  });
});
