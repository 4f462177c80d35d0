import { describe, expect, it } from 'vitest';
import { ConfigError, siemens } from '../../core/index.js';
import { CELLS, LARGE, made, meanSlack, moments, silver } from '../imperfections/large-array.js';
import { updateDrive } from './block-drive.js';
import { builtInChip, builtInChipNames } from './built-in-chips.js';
import { fieldAt } from './cell-parameters.js';
import type { ChipDescription } from './chip-description.js';
import { buildChip } from './chip.js';

const same = (a: Float64Array, b: Float64Array): boolean => a.every((value, index) => Object.is(value, b[index]));

const spreadOver = (names: readonly string[]): ChipDescription['spread'] =>
  Object.fromEntries(names.map((name) => [name, { distribution: 'normal', relative: 0.1 }]));

/** How many cells do not take a state that is loaded. */
const countStuck = (changes: Partial<ChipDescription>, seed = 1, shape = LARGE): number => {
  const array = made(changes, seed, shape);
  const before = array.states.slice();
  array.loadStates(new Float64Array(before.length).fill(0.123));
  return array.states.reduce((count, x) => count + (x === 0.123 ? 0 : 1), 0);
};

const stuckAt = (stuck: 'low' | 'high' | 'random' | number): Float64Array =>
  made({ stuckFraction: { fraction: 1, at: typeof stuck === 'number' ? siemens(stuck) : stuck } }).conductances();

describe('built-in chips', () => {
  it('are the published devices, with the reference in the middle of the linear range', () => {
    expect(builtInChipNames).toEqual(
      expect.arrayContaining(['silver-chalcogenide', 'anodic-titania', 'calibration-resistor']),
    );
    expect(silver.referenceSiemens).toBeCloseTo(0.00478, 15);
    expect(builtInChip('anodic-titania').referenceSiemens).toBeCloseTo(0.038, 15);
    expect(() => builtInChip('unobtainium')).toThrow(ConfigError);
  });
});

describe('a made chip', () => {
  it('starts uniformly in the initial range', () => {
    const conductances = made({}).conductances();
    const { min, max } = silver.initialConductance;
    const { mean, deviation } = moments(conductances);
    const uniform = (max - min) / Math.sqrt(12);
    expect(conductances.every((value) => value >= min && value <= max)).toBe(true);
    expect(Math.abs(mean - (min + max) / 2)).toBeLessThan(meanSlack(uniform, CELLS));
    expect(deviation / uniform).toBeCloseTo(1, 1);
  });

  it('is the same from the same seed, other from another, and other from array to array', () => {
    const shape = { rows: 4, columns: 3 };
    const [first, second] = buildChip(silver, [shape, shape], 5).arrays;
    expect(first!.states).toEqual(made({}, 5, shape).states);
    expect(first!.states).not.toEqual(second!.states);
    expect(first!.states).not.toEqual(made({}, 6, shape).states);
  });

  it('refuses shapes that its description contradicts', () => {
    const shape = { rows: 2, columns: 2 };
    const fixed = { ...silver, arrays: [{ rows: 3, columns: 2 }] };
    expect(() => buildChip(fixed, [shape], 1)).toThrow(/has arrays 3x2, but 2x2 were asked for/);
    const stuck = (array: number, row: number) => ({
      ...silver,
      stuck: [{ array, row, column: 0, at: 'low' as const }],
    });
    expect(() => buildChip(stuck(0, 2), [shape], 1)).toThrow(/W02B00 is not on array 0, which is 2x2/);
    expect(() => buildChip(stuck(1, 0), [shape], 1)).toThrow(/on array 1/);
  });
});

describe('spread', () => {
  it.each(['normal', 'lognormal'] as const)('%s keeps the mean and has the deviation asked for', (distribution) => {
    const relative = 0.1;
    const array = made({ spread: { Vp: { distribution, relative }, conductance: { distribution, relative } } });
    for (const field of ['Vp', 'a1'] as const) {
      const nominal = silver.parameters[field]!;
      const drawn = Float64Array.from({ length: CELLS }, (_, cell) => fieldAt(array.cells, field, cell) / nominal);
      const { mean, deviation } = moments(drawn);
      expect(Math.abs(mean - 1)).toBeLessThan(meanSlack(relative, CELLS));
      expect(Math.abs(deviation / relative - 1)).toBeLessThan(0.05);
      const third = drawn.reduce((sum, value) => sum + ((value - mean) / deviation) ** 3, 0) / CELLS;
      // skewness of a lognormal with a coefficient of variation of 0.1 is 0.301
      expect(Math.abs(third - (distribution === 'normal' ? 0 : 0.301))).toBeLessThan(0.12);
    }
    for (let cell = 0; cell < 50; cell += 1) {
      expect(fieldAt(array.cells, 'a1', cell)).toBe(fieldAt(array.cells, 'a2', cell));
    }
  });

  it('draws every parameter by itself, and leaves the initial conductances', () => {
    const shape = { rows: 10, columns: 10 };
    const alone = made({ spread: spreadOver(['Vp']) }, 1, shape);
    const together = made({ spread: spreadOver(['Vp', 'Vn', 'b']) }, 1, shape);
    const ideal = made({}, 1, shape);
    const relativeOf = (name: string, cell: number): number =>
      fieldAt(together.cells, name, cell) / silver.parameters[name]!;
    for (let cell = 0; cell < 100; cell += 1) {
      expect(fieldAt(together.cells, 'Vp', cell)).toBe(fieldAt(alone.cells, 'Vp', cell));
      expect(together.conductances()[cell]).toBeCloseTo(ideal.conductances()[cell]!, 12);
      expect(relativeOf('Vn', cell)).not.toBe(relativeOf('Vp', cell));
    }
  });

  it('never makes a cell that has no meaning', () => {
    const wide = { distribution: 'normal', relative: 1 } as const;
    const array = made({ spread: { xp: wide, Vn: wide, alphaP: wide } });
    for (let cell = 0; cell < CELLS; cell += 1) {
      const xp = fieldAt(array.cells, 'xp', cell);
      expect(xp > 0 && xp < 1 && fieldAt(array.cells, 'Vn', cell) > 0).toBe(true);
    }
  });
});

describe('read noise', () => {
  const shape = { rows: 3, columns: 200 };
  const volts = Float64Array.of(0.1, -0.05, 0.02);

  it('is normal, in proportion to each current, of the deviation asked for', () => {
    const quiet = new Float64Array(200);
    made({}, 1, shape).readForward(volts, 1e-5, quiet);
    const noisy = made({ readNoise: 0.02 }, 1, shape);
    const out = new Float64Array(200);
    const errors: number[] = [];
    for (let read = 0; read < 60; read += 1) {
      noisy.readForward(volts, 1e-5, out);
      errors.push(...out.map((amperes, column) => amperes / quiet[column]! - 1));
    }
    const { mean, deviation } = moments(errors);
    expect(errors).toHaveLength(12000);
    expect(Math.abs(mean)).toBeLessThan(meanSlack(0.02, errors.length));
    expect(Math.abs(deviation / 0.02 - 1)).toBeLessThan(0.05);
  });

  it('follows from the seed and the number of reads, whatever kind they were', () => {
    const [one, other] = [made({ readNoise: 0.1 }, 3, shape), made({ readNoise: 0.1 }, 3, shape)];
    const [a, b] = [new Float64Array(200), new Float64Array(200)];
    for (let read = 0; read < 3; read += 1) one.readForward(volts, 1e-5, a);
    other.readBackward(new Float64Array(200), 1e-5, new Float64Array(3));
    other.readBackward(new Float64Array(200), 1e-5, new Float64Array(3));
    other.readForward(volts, 1e-5, b);
    expect(same(a, b)).toBe(true);
    const resumed = made({ readNoise: 0.1 }, 3, shape);
    resumed.loadStates(one.states, 2);
    resumed.readForward(volts, 1e-5, b);
    expect(same(a, b)).toBe(true);
    resumed.readForward(volts, 1e-5, b);
    expect(same(a, b)).toBe(false);
  });
});

describe('stuck cells', () => {
  it('are as many as the fraction says, also on average over small arrays', () => {
    expect(countStuck({ stuckFraction: { fraction: 0.1, at: 'high' } })).toBe(CELLS / 10);
    let found = 0;
    const small = { rows: 3, columns: 3 };
    for (let seed = 0; seed < 1200; seed += 1) {
      found += countStuck({ stuckFraction: { fraction: 0.1, at: 'low' } }, seed, small);
    }
    expect(Math.abs(found / (1200 * 9) - 0.1)).toBeLessThan(0.01);
  });

  it('are spread evenly over the array', () => {
    const array = made({ stuckFraction: { fraction: 0.5, at: 'high' } });
    const half = array.states.subarray(0, CELLS / 2).reduce((count, x) => count + (x === 1 ? 1 : 0), 0);
    expect(Math.abs(half - CELLS / 4)).toBeLessThan(5 * Math.sqrt(CELLS / 16));
  });

  it('stand where they are said to', () => {
    expect(stuckAt('low').every((value) => Math.abs(value - 0.255e-3) < 1e-12)).toBe(true);
    expect(stuckAt('high').every((value) => Math.abs(value - 8.5e-3) < 1e-12)).toBe(true);
    expect(stuckAt(2e-3).every((value) => Math.abs(value - 2e-3) < 1e-12)).toBe(true);
    const { min, max } = silver.range;
    const random = moments(stuckAt('random'));
    const uniform = (max - min) / Math.sqrt(12);
    expect(Math.abs(random.mean - (min + max) / 2)).toBeLessThan(meanSlack(uniform, CELLS));
    expect(random.deviation / uniform).toBeCloseTo(1, 1);
  });

  it('named one by one stay through an update', () => {
    const shape = { rows: 2, columns: 2 };
    const array = made({ stuck: [{ array: 0, row: 1, column: 0, at: siemens(1e-3) }] }, 1, shape);
    const start = array.states.slice();
    array.applyBlock(updateDrive(Float64Array.of(0.2, 0.2), Float64Array.of(1e-4, 1e-4)), 1e-4);
    expect(array.conductances()[2]).toBeCloseTo(1e-3, 12);
    expect(array.states[2]).toBe(start[2]);
    expect(array.states[0]).not.toBe(start[0]);
  });
});

describe('an imperfection that is off', () => {
  it('is as if it did not exist, to the last bit', () => {
    const off: Partial<ChipDescription> = {
      spread: { Vp: { distribution: 'normal', relative: 0 }, conductance: { distribution: 'lognormal', relative: 0 } },
      readNoise: 0,
      stuckFraction: { fraction: 0, at: 'random' },
    };
    const shape = { rows: 5, columns: 8 };
    const results = [made({}, 9, shape), made(off, 9, shape)].map((array) => {
      const out = new Float64Array(8);
      const joules = array.applyBlock(
        updateDrive(Float64Array.of(0.26, 0.16, 0.2, 0.18, 0.16), new Float64Array(8).fill(1e-4)),
        2e-4,
      );
      array.readForward(Float64Array.of(0.1, 0.05, -0.1, 0, 0.02), 1e-5, out);
      return [...array.states, ...out, joules];
    });
    expect(results[1]).toEqual(results[0]);
  });

  it('leaves the other imperfections as they were', () => {
    const shape = { rows: 5, columns: 8 };
    const noisy = made({ readNoise: 0.1, stuckFraction: { fraction: 0.2, at: 'low' } }, 9, shape);
    const quiet = made({ stuckFraction: { fraction: 0.2, at: 'low' } }, 9, shape);
    const whole = made({}, 9, shape);
    expect(noisy.states).toEqual(quiet.states);
    const moved = quiet.states.filter((x, cell) => x !== whole.states[cell]);
    expect(moved).toHaveLength(8);
  });
});
