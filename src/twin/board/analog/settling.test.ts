import { describe, expect, it } from 'vitest';
import { meanMissing, SETTLING_CUTS, settledPart } from './settling.js';

/** Of e^-t, by the trapezoid rule. */
function trapezoidMean(from: number, until: number): number {
  const steps = 20_000;
  const width = (until - from) / steps;
  let sum = (Math.exp(-from) + Math.exp(-until)) / 2;
  for (let step = 1; step < steps; step += 1) sum += Math.exp(-from - step * width);
  return sum / steps;
}

describe('an exponential cut into holds', () => {
  it('keeps its integral', () => {
    for (const [from, until] of [
      [0, 0.2],
      [0.5, 4],
      [4, 250],
    ] as const) {
      expect(meanMissing(from, until) / trapezoidMean(from, until)).toBeCloseTo(1, 4);
    }
    expect(meanMissing(2, 2)).toBe(Math.exp(-2));
    expect(meanMissing(2, 2 + 1e-9)).toBeCloseTo(Math.exp(-2), 8);
  });

  it('is nowhere farther from its mean than an eighth of the step', () => {
    const cuts = [0, ...SETTLING_CUTS, 1000];
    for (let hold = 1; hold < cuts.length; hold += 1) {
      const [from, until] = [cuts[hold - 1]!, cuts[hold]!];
      const mean = meanMissing(from, until);
      const farthest = Math.max(Math.exp(-from) - mean, mean - Math.exp(-until));
      expect(farthest).toBeGreaterThan(0);
      expect(farthest).toBeLessThanOrEqual(1 / 8);
    }
  });
});

describe('a settled part', () => {
  it('is 1 - e^(-t / tau), and all of it where there is no time constant', () => {
    expect(settledPart(2e-6, 1e-6)).toBeCloseTo(1 - Math.exp(-2), 12);
    expect(settledPart(0, 1e-6)).toBe(0);
    expect(settledPart(0, 0)).toBe(1);
    expect(settledPart(Infinity, 1e-6)).toBe(1);
  });
});
