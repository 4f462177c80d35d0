import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream, type Shape } from '../../core/index.js';
import { anodicTitania, oneCell, silverChalcogenide, yakopcic } from '../models/index.js';
import { updateDrive } from './block-drive.js';
import { cellParameters } from './cell-parameters.js';
import { ChipArray, type ChipArrayOptions } from './chip-array.js';

const silver = silverChalcogenide.parameters;
const titania = anodicTitania.parameters;
const QUARTER = 2.5e-4;

function makeArray(shape: Shape, options: Partial<ChipArrayOptions> = {}, seed = 1): ChipArray {
  const stream = randomStream(seed, 'test/states');
  return new ChipArray({
    shape,
    cells: cellParameters({ model: yakopcic, parameters: silver }),
    states: Float64Array.from({ length: shape.rows * shape.columns }, () => 0.52 + 0.2 * stream.uniform()),
    switchOnOhms: 1e-3,
    switchOffOhms: 1e9,
    referenceSiemens: 4.78e-3,
    ...options,
  });
}

/** P1's row voltages of one quarter. */
function quarterVolts(inputs: readonly number[], quarter: number, { Vp, Vn } = silver, scale = 0.1): Float64Array {
  return Float64Array.from(inputs, (x) => {
    const v = Math.abs(scale * x);
    return x >= 0 ? [v + Vp, -v - Vn, -Vn, Vp][quarter]! : [Vp, -Vn, -v - Vn, v + Vp][quarter]!;
  });
}

const changes = (array: ChipArray, act: () => void): Float64Array => {
  const before = array.states.slice();
  act();
  return array.states.map((x, cell) => x - before[cell]!);
};

const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

const input = fc.double({ min: -1, max: 1, noNaN: true });
const anyUpdate = fc.record({
  inputs: fc.array(input, { minLength: 1, maxLength: 8 }),
  quarter: fc.nat(3),
  seed: fc.nat(1000),
});

describe('what must not move', () => {
  it('a column that stays off', () => {
    fc.assert(
      fc.property(anyUpdate, ({ inputs, quarter, seed }) => {
        const array = makeArray({ rows: inputs.length, columns: 3 }, {}, seed);
        const windows = Float64Array.of(QUARTER, 0, QUARTER / 2);
        const moved = changes(array, () =>
          array.applyBlock(updateDrive(quarterVolts(inputs, quarter), windows), QUARTER),
        );
        for (let row = 0; row < inputs.length; row += 1) {
          expect(Math.abs(moved[row * 3 + 1]!)).toBeLessThanOrEqual(1e-9);
        }
      }),
      { seed: 2 },
    );
  });

  it('a row at its threshold while its partners move', () => {
    fc.assert(
      fc.property(anyUpdate, fc.constantFrom(0, 1e-3, 0.3, 10), ({ inputs, quarter, seed }, switchOnOhms) => {
        const all = [...inputs, 0];
        const array = makeArray({ rows: all.length, columns: 2 }, { switchOnOhms }, seed);
        const windows = Float64Array.of(QUARTER, QUARTER / 3);
        const moved = changes(array, () => array.applyBlock(updateDrive(quarterVolts(all, quarter), windows), QUARTER));
        expect(largest(moved.subarray(-2))).toBeLessThanOrEqual(1e-9);
      }),
      { seed: 3 },
    );
  });

  it('anything in a window or a block of no length', () => {
    const array = makeArray({ rows: 4, columns: 3 });
    const volts = quarterVolts([1, 0.5, 0.2, 0], 0);
    expect(largest(changes(array, () => array.applyBlock(updateDrive(volts, new Float64Array(3)), QUARTER)))).toBe(0);
    const all = new Float64Array(3).fill(QUARTER);
    expect(largest(changes(array, () => array.applyBlock(updateDrive(volts, all), 0)))).toBe(0);
    expect(array.applyBlock(updateDrive(new Float64Array(4), all), QUARTER)).toBe(0);
  });

  it('anything in a read below threshold', () => {
    const array = makeArray({ rows: 4, columns: 3 });
    const forward = Float64Array.of(0.15, -0.14, 0.1, 0);
    const backward = Float64Array.of(0.14, -0.15, 0.07);
    expect(largest(changes(array, () => array.readForward(forward, 1e-5, new Float64Array(3))))).toBe(0);
    expect(largest(changes(array, () => array.readBackward(backward, 1e-5, new Float64Array(4))))).toBe(0);
  });
});

describe('what must move', () => {
  // P1 table III: x>0 y>0 falls in Q2, x>0 y<0 rises in Q1, x<0 y>0 rises in Q4, x<0 y<0 falls in Q3
  it.each([
    [1, 1, -1],
    [1, -1, 1],
    [-1, 1, 1],
    [-1, -1, -1],
  ])('x sign %i and y sign %i move G by sign %i', (x, y, sign) => {
    const array = makeArray({ rows: 1, columns: 1 });
    const window = y > 0 ? [0, 1, 0, 1] : [1, 0, 1, 0];
    const moved = changes(array, () => {
      for (let quarter = 0; quarter < 4; quarter += 1) {
        array.applyBlock(
          updateDrive(quarterVolts([0.5 * x], quarter), Float64Array.of(window[quarter]! * 1e-4)),
          QUARTER,
        );
      }
    });
    expect(Math.sign(moved[0]!)).toBe(sign);
    expect(Math.abs(moved[0]!)).toBeGreaterThan(1e-3);
  });

  it('a cell read above its threshold', () => {
    const array = makeArray({ rows: 2, columns: 2 });
    const forward = changes(array, () => array.readForward(Float64Array.of(0.3, 0), 1e-5, new Float64Array(2)));
    expect(forward[0]).toBeGreaterThan(1e-4);
    expect(forward[2]).toBe(0);
    // a column driven up is a cell driven down
    const backward = changes(array, () => array.readBackward(Float64Array.of(0.3, 0), 1e-5, new Float64Array(2)));
    expect(backward[0]).toBeLessThan(-1e-4);
    expect(backward[1]).toBe(0);
  });

  it('an off column whose cells see more than threshold', () => {
    const array = makeArray({ rows: 2, columns: 1 });
    const moved = changes(array, () =>
      array.applyBlock(updateDrive(Float64Array.of(0.6, -0.6), Float64Array.of(0)), 1e-5),
    );
    expect(moved[0]).toBeGreaterThan(1e-3);
    expect(moved[1]).toBeLessThan(-1e-3);
  });
});

describe('how far it moves', () => {
  it('is the closed form where the window is flat and the switch ideal', () => {
    const states = Float64Array.of(0.9, 0.05);
    const array = makeArray({ rows: 2, columns: 1 }, { states, switchOnOhms: 0 });
    const { Ap, An, Vp, Vn } = silver;
    array.applyBlock(updateDrive(Float64Array.of(-0.2, 0.2), Float64Array.of(2e-4)), 2e-4);
    expect(array.states[0]).toBeCloseTo(0.9 - An * (Math.exp(0.2) - Math.exp(Vn)) * 2e-4, 12);
    expect(array.states[1]).toBeCloseTo(0.05 + Ap * (Math.exp(0.2) - Math.exp(Vp)) * 2e-4, 12);
  });

  it('about doubles with the window in the linear range', () => {
    fc.assert(
      fc.property(anyUpdate, ({ inputs, quarter, seed }) => {
        const shape = { rows: inputs.length, columns: 1 };
        const volts = quarterVolts(inputs, quarter);
        const moved = [2e-5, 4e-5].map((window) => {
          const array = makeArray(shape, {}, seed);
          return changes(array, () => array.applyBlock(updateDrive(volts, Float64Array.of(window)), QUARTER));
        });
        for (const [row, once] of moved[0]!.entries()) {
          if (Math.abs(once) < 1e-6) continue;
          expect(moved[1]![row]! / once).toBeGreaterThan(1.85);
          expect(moved[1]![row]! / once).toBeLessThan(2.15);
        }
      }),
      { seed: 4 },
    );
  });

  it('does not depend on how a block is cut up', () => {
    const volts = quarterVolts([0.9, -0.3, 0.4, 1], 1);
    const [whole, parts] = [makeArray({ rows: 4, columns: 2 }), makeArray({ rows: 4, columns: 2 })];
    whole.applyBlock(updateDrive(volts, Float64Array.of(QUARTER, QUARTER)), QUARTER);
    for (let part = 0; part < 100; part += 1) {
      parts.applyBlock(updateDrive(volts, new Float64Array(2).fill(QUARTER / 100)), QUARTER / 100);
    }
    expect(largest(whole.states.map((x, cell) => x - parts.states[cell]!))).toBeLessThan(2e-7);
  });

  it.each([2, -2, 20, -20, 300])('ends within [0, 1] after a second at %i V', (drive) => {
    const ends = [0, 1e-3, 100].map((switchOnOhms) => {
      const array = makeArray({ rows: 3, columns: 2 }, { switchOnOhms });
      array.applyBlock(updateDrive(Float64Array.of(drive, drive / 2, 0.1), Float64Array.of(1, 0)), 1);
      return array.states;
    });
    expect(ends.every((states) => states.every((x) => x >= 0 && x <= 1))).toBe(true);
    expect(Math.abs(ends[0]![0]! - (drive > 0 ? 1 : 0))).toBeLessThan(1e-9);
  });
});

describe('reads', () => {
  it('are sum (G_ji - G) v for small voltages and an ideal switch, forward and back', () => {
    const array = makeArray({ rows: 3, columns: 2 }, { switchOnOhms: 0 });
    const conductances = array.conductances();
    const columns = new Float64Array(2);
    const rows = new Float64Array(3);
    for (let row = 0; row < 3; row += 1) {
      array.readForward(
        Float64Array.from({ length: 3 }, (_, i) => (i === row ? 1e-3 : 0)),
        1e-5,
        columns,
      );
      for (let column = 0; column < 2; column += 1) {
        expect(columns[column]! / 1e-3).toBeCloseTo(conductances[row * 2 + column]! - 4.78e-3, 9);
        array.readBackward(
          Float64Array.from({ length: 2 }, (_, j) => (j === column ? 1e-3 : 0)),
          1e-5,
          rows,
        );
        expect(rows[row]).toBeCloseTo(columns[column]!, 15);
      }
    }
  });

  it.each([silver, { ...titania, a2: 1.1, b: 0.3 }])('keep Kirchhoff at any switch resistance', (cell) => {
    fc.assert(
      fc.property(
        fc.array(
          fc.integer({ min: -140, max: 140 }).map((millivolts) => millivolts / 1000),
          { minLength: 1, maxLength: 9 },
        ),
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.nat(100),
        (volts, switchOnOhms, seed) => {
          const options = { switchOnOhms, cells: cellParameters({ model: yakopcic, parameters: cell }) };
          const array = makeArray({ rows: volts.length, columns: 1 }, options, seed);
          const out = new Float64Array(1);
          const joules = array.readForward(Float64Array.from(volts), 1e-5, out);
          const node = out[0]! * switchOnOhms;
          const cells = volts.map((v, row) => yakopcic.current(oneCell(cell), 0, array.states[row]!, v - node));
          const sum = volts.reduce((total, v) => total + v, 0);
          const reference = 4.78e-3 * (-sum - node);
          const scale = Math.max(...cells.map(Math.abs), Math.abs(reference), 1e-30);
          const residual = cells.reduce((total, amperes) => total + amperes, reference) - out[0]!;
          expect(Math.abs(residual)).toBeLessThanOrEqual(1e-9 * scale);
          const watts = cells.reduce((total, amperes, row) => total + amperes * volts[row]!, -sum * reference);
          expect(Math.abs(joules - watts * 1e-5)).toBeLessThanOrEqual(1e-9 * Math.abs(joules) + 1e-30);
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });
});

describe('edges', () => {
  it.each([
    { rows: 1, columns: 6 },
    { rows: 6, columns: 1 },
  ])('a $rows x $columns array moves and reads', (shape) => {
    const array = makeArray(shape);
    const volts = quarterVolts(
      Array.from({ length: shape.rows }, () => 0.5),
      0,
    );
    const moved = changes(array, () =>
      array.applyBlock(updateDrive(volts, new Float64Array(shape.columns).fill(1e-4)), QUARTER),
    );
    expect(moved.every((change) => change > 1e-4)).toBe(true);
    array.readForward(new Float64Array(shape.rows), 1e-5, new Float64Array(shape.columns));
    array.readBackward(new Float64Array(shape.columns), 1e-5, new Float64Array(shape.rows));
    expect(array.reads).toBe(2);
  });

  it('stuck cells stay, and stay through loaded states, while the others go on', () => {
    const shape = { rows: 2, columns: 2 };
    const array = makeArray(shape, { stuck: Uint8Array.of(1, 0, 0, 0) });
    const volts = quarterVolts([0.5, 0.5], 0);
    const windows = Float64Array.of(1e-4, 1e-4);
    const moved = changes(array, () => array.applyBlock(updateDrive(volts, windows), QUARTER));
    expect(moved[0]).toBe(0);
    expect(Math.min(moved[1]!, moved[2]!, moved[3]!)).toBeGreaterThan(1e-4);
    const stuckAt = array.states[0];
    array.loadStates(Float64Array.of(0.1, 0.2, 0.3, 0.4), 7);
    expect([...array.states]).toEqual([stuckAt, 0.2, 0.3, 0.4]);
    expect(array.reads).toBe(7);
    const frozen = makeArray(shape, { stuck: new Uint8Array(4).fill(1) });
    expect(largest(changes(frozen, () => frozen.applyBlock(updateDrive(volts, windows), QUARTER)))).toBe(0);
  });

  it('refuses lines that do not fit a read, and states that are none', () => {
    const array = makeArray({ rows: 2, columns: 2 });
    const two = new Float64Array(2);
    expect(() => array.readForward(two, 1, new Float64Array(1))).toThrow(/takes 2 column currents, got 1/);
    expect(() => array.loadStates(Float64Array.of(0, 0.5, 1.5, 1))).toThrow(/state 2 is 1.5/);
  });

  it('gives the same bits whatever ran before', () => {
    const volts = quarterVolts([0.9, -0.3, 0.4], 0);
    const windows = Float64Array.of(1e-4, 2e-4);
    const fresh = makeArray({ rows: 3, columns: 2 });
    const used = makeArray({ rows: 3, columns: 2 });
    const start = used.states.slice();
    used.readForward(Float64Array.of(0.1, 0.1, 0.1), 1e-5, new Float64Array(2));
    used.applyBlock(updateDrive(quarterVolts([0.1, 1, -1], 1), windows), QUARTER);
    used.loadStates(start);
    fresh.applyBlock(updateDrive(volts, windows), QUARTER);
    used.applyBlock(updateDrive(volts, windows), QUARTER);
    expect(used.states).toEqual(fresh.states);
  });
});
