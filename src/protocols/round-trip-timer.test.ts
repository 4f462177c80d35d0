import { describe, expect, it } from 'vitest';
import { backedOff, freshTimer, MAX_TIMEOUT, measured, MIN_TIMEOUT } from './round-trip-timer.js';

// the numbers are worked out by hand from RFC 6298, section 2: alpha 1/8, beta 1/4, K 4, G 1 ms
describe('the round-trip timer', () => {
  it('waits 200 ms before the first round trip', () => {
    expect(freshTimer).toEqual({ smoothed: undefined, variation: 0, timeout: 200 });
  });

  it('takes the first for the mean and half of it for the variation', () => {
    expect(measured(freshTimer, 100)).toEqual({ smoothed: 100, variation: 50, timeout: 300 });
  });

  it('follows later ones, the variation before the mean', () => {
    const second = measured(measured(freshTimer, 100), 60);
    // 3/4 50 + 1/4 |100 - 60| = 47.5; 7/8 100 + 1/8 60 = 95; 95 + 4 47.5
    expect(second).toEqual({ smoothed: 95, variation: 47.5, timeout: 285 });
    // 3/4 47.5 + 1/4 |95 - 175| = 55.625; 7/8 95 + 1/8 175 = 105
    expect(measured(second, 175)).toEqual({ smoothed: 105, variation: 55.625, timeout: 327.5 });
  });

  it('allows a clock step of variation on a link that has none', () => {
    let timer = measured(freshTimer, 80);
    for (let i = 0; i < 100; i += 1) timer = measured(timer, 80);
    expect(timer.timeout).toBeCloseTo(81, 9);
  });

  it('stays within its bounds', () => {
    expect(measured(freshTimer, 0.2).timeout).toBe(MIN_TIMEOUT);
    expect(measured(freshTimer, 700).timeout).toBe(MAX_TIMEOUT);
    expect([MIN_TIMEOUT, MAX_TIMEOUT]).toEqual([25, 2000]);
  });

  it('waits twice as long after every wait in vain, until a round trip is measured', () => {
    const timer = measured(freshTimer, 100);
    const timeouts: number[] = [];
    let waiting = timer;
    for (let i = 0; i < 4; i += 1) timeouts.push((waiting = backedOff(waiting)).timeout);
    expect(timeouts).toEqual([600, 1200, 2000, 2000]);
    expect(measured(waiting, 60)).toEqual(measured(timer, 60));
  });
});
