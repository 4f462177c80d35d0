import { describe, expect, it } from 'vitest';
import { updateDrive } from '../chip/block-drive.js';
import type { ChipArray, ChipDescription } from '../chip/index.js';
import { cycleSpread } from './cycle-spread.js';
import { enduranceWear } from './endurance-wear.js';
import { CELLS, LARGE, made, meanSlack, moments } from './large-array.js';
import { relaxation } from './relaxation.js';
import { retentionDrift } from './retention-drift.js';

const BLOCK = 1e-4;

/** Raises all cells of the first `columns` columns by about 0.03, or lowers them where the volts are negative. */
function write(array: ChipArray, volts = 0.23, columns = LARGE.columns): void {
  const { shape } = array;
  const windows = Float64Array.from({ length: shape.columns }, (_, column) => (column < columns ? BLOCK : 0));
  array.applyBlock(updateDrive(new Float64Array(shape.rows).fill(volts), windows), BLOCK);
}

/** What a write does to all cells of an array with these imperfections. */
function changesOf(changes: Partial<ChipDescription>, writes = 1): Float64Array {
  const array = made(changes);
  for (let k = 1; k < writes; k += 1) write(array, k % 2 === 1 ? 0.23 : -0.22);
  const start = array.states.slice();
  write(array);
  return array.states.map((x, cell) => x - start[cell]!);
}

const correlation = (a: Float64Array, b: Float64Array): number => {
  const [of, other] = [moments(a), moments(b)];
  const products = a.map((value, k) => (value - of.mean) * (b[k]! - other.mean));
  return moments(products).mean / (of.deviation * other.deviation);
};

describe('cycle-to-cycle spread', () => {
  it('multiplies every change by 1 + sigma n', () => {
    const ideal = changesOf({});
    const factors = changesOf({ cycleSpread: { relative: 0.2, absolute: 0 } }).map((change, k) => change / ideal[k]!);
    const { mean, deviation } = moments(factors);
    expect(Math.abs(mean - 1)).toBeLessThan(meanSlack(0.2, CELLS));
    expect(Math.abs(deviation / 0.2 - 1)).toBeLessThan(0.04);
    const within = factors.filter((factor) => Math.abs(factor - 1) < 0.2).length / CELLS;
    // of a normal distribution
    expect(Math.abs(within - 0.6827)).toBeLessThan(0.02);
  });

  it('adds a floor that does not depend on the change', () => {
    const ideal = changesOf({});
    const added = changesOf({ cycleSpread: { relative: 0, absolute: 0.004 } }).map((change, k) => change - ideal[k]!);
    const { mean, deviation } = moments(added);
    expect(Math.abs(mean)).toBeLessThan(meanSlack(0.004, CELLS));
    expect(Math.abs(deviation / 0.004 - 1)).toBeLessThan(0.04);
  });

  it('is another at every write, and the same from the same seed', () => {
    const spread = { cycleSpread: { relative: 0.2, absolute: 0 } };
    const [first, again, third] = [changesOf(spread), changesOf(spread), changesOf(spread, 3)];
    expect(again.every((change, k) => change === first[k])).toBe(true);
    expect(Math.abs(correlation(first, third))).toBeLessThan(5 / Math.sqrt(CELLS));
  });

  it('leaves cells alone that were not written, and those in [0, 1] that were', () => {
    const array = made({ cycleSpread: { relative: 0.2, absolute: 0.5 } });
    const start = array.states.slice();
    write(array, 0.23, 40);
    const moved = array.states.filter((x, cell) => x !== start[cell]);
    expect(moved).toHaveLength(LARGE.rows * 40);
    expect(array.states.every((x) => x >= 0 && x <= 1)).toBe(true);
    expect(array.states.some((x) => x === 0) && array.states.some((x) => x === 1)).toBe(true);
    const { afterWrite } = cycleSpread({ relative: 1, absolute: 1 }, 1, 0);
    const states = Float64Array.of(0.3, 0.4);
    afterWrite!({ before: states.slice(), states, index: 0 });
    expect([...states]).toEqual([0.3, 0.4]);
  });
});

describe('relaxation', () => {
  const [fraction, seconds] = [0.3, 2];

  it('loses its part of every change with its time constant, exactly', () => {
    const array = made({ relaxation: { fraction, seconds } });
    const start = array.states.slice();
    write(array);
    const change = array.states.map((x, cell) => x - start[cell]!);
    for (const [passed, after] of [
      [0.5, 0.5],
      [1.5, 2],
      [200, 202],
    ] as const) {
      array.passTime(passed);
      const lost = array.states.map((x, cell) => 1 - (x - start[cell]!) / change[cell]!);
      const { mean, deviation } = moments(lost);
      expect(mean).toBeCloseTo(fraction * (1 - Math.exp(-after / seconds)), 11);
      expect(deviation).toBeLessThan(1e-11);
    }
  });

  it('goes on from one write to the next', () => {
    const effect = relaxation({ fraction: 0.5, seconds: 1 }, new Uint8Array(1));
    const states = Float64Array.of(0.6);
    effect.afterWrite!({ before: Float64Array.of(0.2), states, index: 0 });
    effect.passTime!(1, states);
    const left = 0.2 * Math.exp(-1);
    expect(states[0]).toBeCloseTo(0.4 + left, 14);
    const before = states.slice();
    states[0]! -= 0.1;
    effect.afterWrite!({ before, states, index: 1 });
    effect.passTime!(0.7, states);
    effect.passTime!(1.3, states);
    expect(states[0]).toBeCloseTo(before[0]! - 0.1 - (left - 0.05) * (1 - Math.exp(-2)), 14);
  });

  it('keeps states in [0, 1] and stuck cells where they are', () => {
    const effect = relaxation({ fraction: 1, seconds: 1 }, Uint8Array.of(0, 1));
    const states = Float64Array.of(0.1, 0.5);
    effect.afterWrite!({ before: Float64Array.of(0, 0.2), states, index: 0 });
    states[0] = 0.02;
    effect.passTime!(50, states);
    expect([...states]).toEqual([0, 0.5]);
  });
});

describe('retention drift', () => {
  const retention = { towards: 'low', seconds: 1000, relative: 0 } as const;
  const rest = 0.03;

  it('brings every cell to its rest with the time constant, whatever the steps', () => {
    const [once, often] = [made({ retention }), made({ retention })];
    const start = once.states.slice();
    once.passTime(1500);
    for (const seconds of [100, 1, 399, 1000]) often.passTime(seconds);
    const left = once.states.map((x, cell) => (x - rest) / (start[cell]! - rest));
    const { mean, deviation } = moments(left);
    expect(mean).toBeCloseTo(Math.exp(-1.5), 12);
    expect(deviation).toBeLessThan(1e-12);
    const apart = Math.max(...once.states.map((x, cell) => Math.abs(x - often.states[cell]!)));
    expect(apart).toBeLessThan(1e-14);
  });

  it('has lognormal time constants of the mean and spread asked for', () => {
    const array = made({ retention: { ...retention, relative: 0.5 } });
    const start = array.states.slice();
    array.passTime(1000);
    const constants = array.states.map((x, cell) => -1000 / Math.log((x - rest) / (start[cell]! - rest)));
    const { mean, deviation } = moments(constants);
    expect(Math.abs(mean / 1000 - 1)).toBeLessThan(meanSlack(0.5, CELLS));
    expect(Math.abs(deviation / 500 - 1)).toBeLessThan(0.06);
    const logs = moments(constants.map((constant) => Math.log(constant)));
    expect(Math.abs(logs.deviation / Math.sqrt(Math.log(1.25)) - 1)).toBeLessThan(0.04);
  });

  it('loses nothing to rounding where it is slow', () => {
    const year = 3.15e7;
    const effect = retentionDrift({ ...retention, seconds: 10 * year }, 0, new Uint8Array(2), 1, 0);
    const states = Float64Array.of(0.5, 1);
    for (let k = 0; k < 1e6; k += 1) effect.passTime!(1e-6, states);
    for (const [cell, start] of [0.5, 1].entries()) {
      const lost = (start - states[cell]!) / start;
      expect(Math.abs(lost * 10 * year - 1)).toBeLessThan(1e-3);
    }
  });

  it('leaves stuck cells', () => {
    const array = made({ retention, stuckFraction: { fraction: 1, at: 'high' } });
    const start = array.states.slice();
    array.passTime(1e5);
    expect(array.states.every((x, cell) => x === start[cell])).toBe(true);
  });
});

describe('endurance wear', () => {
  const wear = { cycles: 40, shape: 2, failsAt: 'here' } as const;

  it('fails cells after a Weibull number of cycles', () => {
    const stuck = new Uint8Array(CELLS);
    const effect = enduranceWear(wear, stuck, (_, x) => x, 1, 0);
    const [low, high] = [new Float64Array(CELLS), new Float64Array(CELLS).fill(1)];
    const failed: number[] = [];
    for (let half = 1; failed.length < CELLS && half < 1000; half += 1) {
      const already = failed.length;
      const up = half % 2 === 1;
      // those that are stuck stay
      const before = (up ? low : high).map((x, cell) => (stuck[cell] === 1 ? 0.5 : x));
      const states = (up ? high : low).map((x, cell) => (stuck[cell] === 1 ? 0.5 : x));
      effect.afterWrite!({ before, states, index: half });
      const now = stuck.reduce((sum, mark) => sum + mark, 0);
      for (let k = already; k < now; k += 1) failed.push(half / 2);
    }
    expect(failed).toHaveLength(CELLS);
    const { mean, deviation } = moments(failed);
    // Gamma(1.5) and sqrt(1 - Gamma(1.5)^2) of a Weibull with shape 2; a cell fails at the end of a half cycle
    const [wantedMean, wantedDeviation] = [40 * (Math.sqrt(Math.PI) / 2) + 0.25, 40 * Math.sqrt(1 - Math.PI / 4)];
    expect(Math.abs(mean - wantedMean)).toBeLessThan(meanSlack(wantedDeviation, CELLS));
    expect(Math.abs(deviation / wantedDeviation - 1)).toBeLessThan(0.04);
    const early = failed.filter((cycles) => cycles <= 40).length / CELLS;
    expect(Math.abs(early - (1 - Math.exp(-1)))).toBeLessThan(0.025);
  });

  it.each([
    ['low', 0.03],
    ['high', 1],
    ['here', undefined],
  ] as const)('leaves failed cells stuck: %s', (failsAt, wanted) => {
    const array = made({ wear: { cycles: 0.1, shape: 1, failsAt } }, 1, { rows: 12, columns: 10 });
    for (let k = 0; k < 4; k += 1) write(array, k % 2 === 0 ? 0.23 : -0.22);
    const isStuck = array.stuck!.slice();
    const count = isStuck.reduce((sum, mark) => sum + mark, 0);
    expect(count > 12 && count < 120).toBe(true);
    const failed = array.states.filter((_, cell) => isStuck[cell] === 1);
    if (wanted !== undefined) expect(failed.every((x) => Math.abs(x - wanted) < 1e-12)).toBe(true);
    else expect(failed.every((x) => x > 0.4 && x < 0.9)).toBe(true);
    // and a solver that has its own idea of which cells are stuck is told
    const floating = updateDrive(new Float64Array(12).fill(0.23), new Float64Array(10).fill(BLOCK));
    floating.rowVolts[0] = NaN;
    const start = array.states.slice();
    array.applyBlock(floating, BLOCK / 10);
    expect(array.states.every((x, cell) => isStuck[cell] !== 1 || x === start[cell])).toBe(true);
    expect(array.states.some((x, cell) => x !== start[cell])).toBe(true);
  });
});
