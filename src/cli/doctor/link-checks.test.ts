import { describe, expect, it } from 'vitest';
import { clockFinding } from './link-checks.js';
import { formatRoundTrips, summariseRoundTrips } from './round-trips.js';

describe('round trips', () => {
  it('are summarised by their percentiles, in bins of twice the time each', () => {
    const times = [...Array.from({ length: 90 }, () => 1), ...Array.from({ length: 8 }, () => 3), 5, 70];
    const summary = summariseRoundTrips(times);
    expect(summary).toMatchObject({ count: 100, p50Milliseconds: 1, p95Milliseconds: 3, maxMilliseconds: 70 });
    expect(summary).toMatchObject({ fromMilliseconds: 1, bins: [90, 8, 1, 0, 0, 0, 1] });
    expect(formatRoundTrips(summary)).toBe(
      'p50 1 ms, p95 3 ms, max 70 ms of 100; 1 ms |\u2588\u2581\u2581   \u2581| 128 ms, doubling',
    );
  });

  it('of a clock too coarse for them, and a single one, are summarised too', () => {
    expect(summariseRoundTrips([0, 0]).bins).toEqual([2]);
    expect(summariseRoundTrips([4])).toMatchObject({ p50Milliseconds: 4, p95Milliseconds: 4, bins: [1] });
  });
});

describe('the clock of a board', () => {
  it('has no drift where it runs only as the board works', () => {
    expect(clockFinding(0, 1, 0.001).state).toBe('n/a');
  });

  it('may be off by what the measurement cannot tell, and a thousandth', () => {
    expect(clockFinding(1.0005, 1, 0)).toMatchObject({ state: 'ok' });
    expect(clockFinding(1.015, 1, 0.02)).toMatchObject({ state: 'ok' });
    expect(clockFinding(1.015, 1, 0.001)).toMatchObject({
      state: 'warn',
      says: expect.stringMatching(/^15000 ppm, known to \+-1000 ppm: .*oscillator/u) as string,
    });
  });
});
