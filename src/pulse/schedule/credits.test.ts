import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasCredit } from './credits.js';

/** How many plans of one length are sent before there is no credit left. */
function inFlightOf(seconds: number, maxPlans: number): number {
  const inFlight: number[] = [];
  while (hasCredit(inFlight, maxPlans)) inFlight.push(seconds);
  return inFlight.length;
}

describe('credits', () => {
  it.each([
    [1, 64, 2],
    [8e-3, 64, 2],
    [2e-3, 64, 4],
    [1e-3, 64, 8],
    [1e-6, 64, 16],
    [1e-6, 3, 3],
  ])('let plans of %f s on a board that holds %i be sent %i at a time', (seconds, maxPlans, most) => {
    expect(inFlightOf(seconds, maxPlans)).toBe(most);
  });

  it('are never more than a board holds or 16, nor less than two', () => {
    const plans = fc.array(fc.double({ min: 1e-6, max: 10, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(plans, fc.integer({ min: 2, max: 64 }), (seconds, maxPlans) => {
        const has = hasCredit(seconds, maxPlans);
        if (seconds.length < 2) expect(has).toBe(true);
        if (seconds.length >= Math.min(maxPlans, 16)) expect(has).toBe(false);
      }),
      { seed: 4 },
    );
  });
});
