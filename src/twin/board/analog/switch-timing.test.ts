import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectMoments } from './expect-moments.js';
import type { SwitchImperfections } from './imperfections.js';
import { SwitchTiming } from './switch-timing.js';

const COLUMNS = 10_000;
const BLOCK = 250e-6;
const CLOSE = 50e-6;
const OPEN = 150e-6;

/** When switches of that many columns that are told to close and open at the same time do so. */
function shifted(
  errors: SwitchImperfections,
  edges = '1/0',
  columns = COLUMNS,
): [close: Float64Array, open: Float64Array] {
  const timing = new SwitchTiming(errors, columns, 9, 0);
  const close = new Float64Array(columns).fill(CLOSE);
  const open = new Float64Array(columns).fill(OPEN);
  timing.shift(close, open, BLOCK, edges);
  return [close, open];
}

const same = (a: Float64Array, b: Float64Array): boolean => a.every((time, column) => time === b[column]);

describe('the edges of switches', () => {
  it('are late by the delay of their way', () => {
    const [close, open] = shifted({ onSeconds: 2e-7, offSeconds: 1e-7 });
    expect(close.every((time) => time === CLOSE + 2e-7)).toBe(true);
    expect(open.every((time) => time === OPEN + 1e-7)).toBe(true);
  });

  it('are skewed switch by switch, each way by itself and always alike', () => {
    const errors = { onSeconds: 2e-7, skewSeconds: 3e-8 };
    const [close, open] = shifted(errors);
    expectMoments(close, CLOSE + 2e-7, 3e-8);
    expectMoments(open, OPEN, 3e-8);
    const widths = close.map((time, column) => open[column]! - time);
    expectMoments(widths, OPEN - CLOSE - 2e-7, 3e-8 * Math.SQRT2);
    expect(same(shifted(errors, '2/0')[0], close)).toBe(true);
  });

  it('jitter one by one, the same way in the same block of the same firing', () => {
    const errors = { jitterSeconds: 2e-9 };
    const [close, open] = shifted(errors);
    expectMoments(close, CLOSE, 2e-9);
    expectMoments(open, OPEN, 2e-9);
    expect(same(shifted(errors)[0], close)).toBe(true);
    expect(same(shifted(errors, '1/1')[0], close)).toBe(false);
    const ofOne = Float64Array.from({ length: COLUMNS }, (_, block) => shifted(errors, `1/${block}`, 1)[0][0]!);
    expectMoments(ofOne, CLOSE, 2e-9);
  });

  it('stay in their block, in order, and shut windows stay shut, however late and unsteady', () => {
    const time = fc.double({ min: 0, max: BLOCK, noNaN: true });
    fc.assert(
      fc.property(time, time, fc.double({ min: 0, max: 3 * BLOCK, noNaN: true }), time, (from, until, delay, skew) => {
        const timing = new SwitchTiming({ onSeconds: delay, skewSeconds: skew, jitterSeconds: skew }, 1, 9, 0);
        const close = Float64Array.of(from);
        const open = Float64Array.of(until);
        timing.shift(close, open, BLOCK, 'x');
        if (from >= until) expect([close[0], open[0]]).toEqual([from, until]);
        else for (const edge of [close[0]!, open[0]!]) expect(edge === Math.min(BLOCK, Math.max(0, edge))).toBe(true);
      }),
      { seed: 3 },
    );
  });

  it('come to no window where the switch is slower than the window is long', () => {
    const timing = new SwitchTiming({ onSeconds: 2e-6 }, 1, 9, 0);
    const [close, open] = [Float64Array.of(0), Float64Array.of(1e-6)];
    timing.shift(close, open, BLOCK, 'x');
    expect(close[0]).toBeGreaterThanOrEqual(open[0]!);
  });

  it('are exactly those of the plan where nothing is wrong', () => {
    const [close, open] = shifted({ injectedCoulombs: 1e-12 });
    expect(close.every((time) => time === CLOSE) && open.every((time) => time === OPEN)).toBe(true);
  });
});
