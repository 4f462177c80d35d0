import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosh, sinh } from './hyperbolic.js';

describe('hyperbolic series', () => {
  it('are those of Math', () => {
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), (z) => {
        expect(Math.abs(sinh(z) - Math.sinh(z))).toBeLessThanOrEqual(4e-16 * Math.abs(Math.sinh(z)));
        expect(Math.abs(cosh(z) - Math.cosh(z))).toBeLessThanOrEqual(2e-15 * Math.cosh(z));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});
