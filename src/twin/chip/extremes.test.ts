import { describe, expect, it } from 'vitest';
import { ConfigError, randomStream } from '../../core/index.js';
import { oneCell, publishedDevice, silverChalcogenide, yakopcic } from '../models/index.js';
import { updateDrive } from './block-drive.js';
import { cellParameters } from './cell-parameters.js';
import { ChipArray, type ChipArrayOptions } from './chip-array.js';

const REFERENCE = 4.78e-3;
const BLOCK = 1e-4;

function arrayOf(rows: number, columns: number, changes: Partial<ChipArrayOptions> = {}): ChipArray {
  const stream = randomStream(rows, `test/extremes/${columns}`);
  return new ChipArray({
    shape: { rows, columns },
    cells: cellParameters(silverChalcogenide),
    states: Float64Array.from({ length: rows * columns }, () => 0.2 + 0.6 * stream.uniform()),
    switchOnOhms: 1e-3,
    switchOffOhms: 1e9,
    referenceSiemens: REFERENCE,
    ...changes,
  });
}

const all = (count: number, value: number): Float64Array => new Float64Array(count).fill(value);

function forward(array: ChipArray, volts: Float64Array): Float64Array {
  const out = new Float64Array(array.shape.columns);
  array.readForward(volts, 1e-5, out);
  return out;
}

const ampere = (x: number, volts: number): number =>
  yakopcic.current(oneCell(silverChalcogenide.parameters), 0, x, volts);

describe('what no array can be made of or held at is refused with a reason', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['no rows', () => arrayOf(0, 3), /A 0x3 array has no cells. Give a whole number of rows/],
    ['half a column', () => arrayOf(2, 1.5), /A 2x1.5 array has no cells/],
    ['a switch of NaN', () => arrayOf(1, 1, { switchOnOhms: NaN }), /cannot have switches of NaN Ohm closed/],
    ['a negative switch', () => arrayOf(1, 1, { switchOffOhms: -1 }), /and -1 Ohm open. Give resistances/],
    [
      'an infinite reference',
      () => arrayOf(1, 1, { referenceSiemens: Infinity }),
      /reference conductance of Infinity S/,
    ],
    ['states of NaN', () => arrayOf(1, 2, { states: Float64Array.of(0.5, NaN) }), /state 1 is NaN/],
    [
      'parameters of NaN',
      () => {
        const { parameters } = silverChalcogenide;
        return arrayOf(1, 1, { cells: cellParameters({ model: yakopcic, parameters: { ...parameters, b: NaN } }) });
      },
      /cannot have cells whose b is NaN/,
    ],
    [
      'a row of NaN in a read',
      () => forward(arrayOf(1, 1), Float64Array.of(NaN)),
      /Line 0 of the row voltages is at NaN V/,
    ],
    ['an infinite row', () => forward(arrayOf(1, 1), Float64Array.of(-Infinity)), /is at -Infinity V/],
    ['a block of NaN', () => arrayOf(1, 1).applyBlock(updateDrive(all(1, 0.2), all(1, 0)), NaN), /a block of NaN s/],
    [
      'a block without end',
      () => arrayOf(1, 1).applyBlock(updateDrive(all(1, 0.2), all(1, 0)), Infinity),
      /a block of Infinity s. Give a finite time/,
    ],
    [
      'a window of NaN',
      () => arrayOf(1, 1).applyBlock(updateDrive(all(1, 0.2), all(1, NaN)), BLOCK),
      /Line 0 of the opening times of a 1x1 array is NaN/,
    ],
    ['a read of NaN', () => arrayOf(1, 1).readForward(all(1, 0.1), NaN, all(1, 0)), /a read of NaN s/],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(ConfigError);
    expect(act).toThrow(message);
  });
});

describe('arrays at the ends of what can be', () => {
  it.each([
    [1, 7],
    [7, 1],
    [1, 1],
  ])('%ix%i cells read as Kirchhoff has it, either way', (rows, columns) => {
    const array = arrayOf(rows, columns, { switchOnOhms: 0 });
    const { states } = array;
    const currents = forward(array, all(rows, 0.1));
    for (let j = 0; j < columns; j += 1) {
      let wanted = -0.1 * rows * REFERENCE;
      for (let i = 0; i < rows; i += 1) wanted += ampere(states[i * columns + j]!, 0.1);
      expect(currents[j]).toBeCloseTo(wanted, 15);
    }
    const out = new Float64Array(rows);
    array.readBackward(all(columns, 0.1), 1e-5, out);
    for (let i = 0; i < rows; i += 1) {
      let wanted = -0.1 * columns * REFERENCE;
      for (let j = 0; j < columns; j += 1) wanted += ampere(states[i * columns + j]!, 0.1);
      expect(out[i]).toBeCloseTo(wanted, 15);
    }
  });

  it('all cells stuck: nothing moves, and the currents are those of a chip whose cells could', () => {
    const stuck = arrayOf(4, 3, { stuck: new Uint8Array(12).fill(1) });
    const free = arrayOf(4, 3);
    expect(forward(stuck, all(4, 0.1))).toEqual(forward(free, all(4, 0.1)));
    const before = stuck.states.slice();
    stuck.applyBlock(updateDrive(all(4, 0.3), all(3, BLOCK)), BLOCK);
    free.applyBlock(updateDrive(all(4, 0.3), all(3, BLOCK)), BLOCK);
    expect(stuck.states).toEqual(before);
    expect(free.states.every((x, cell) => x > before[cell]!)).toBe(true);
  });

  it('a switch that never closes: no current is measured, and nothing moves', () => {
    const array = arrayOf(3, 2, { switchOnOhms: Infinity, switchOffOhms: Infinity });
    const before = array.states.slice();
    expect(forward(array, Float64Array.of(0.1, -0.05, 0.12)).every((amperes) => Math.abs(amperes) < 1e-18)).toBe(true);
    array.applyBlock(updateDrive(Float64Array.of(0.2, 0.16, 0.16), all(2, BLOCK)), BLOCK);
    expect(array.states).toEqual(before);
  });

  it('cells that conduct nothing, on columns that hang on nothing else', () => {
    const dead = arrayOf(2, 2, { states: new Float64Array(4), referenceSiemens: 0, switchOffOhms: Infinity });
    expect(forward(dead, all(2, 0.1))).toEqual(new Float64Array(2));
    expect(dead.applyBlock(updateDrive(all(2, 0.1), all(2, 0)), BLOCK)).toBe(0);
    expect(dead.states).toEqual(new Float64Array(4));
  });

  it('a resistor of no conductance is a place without one', () => {
    const cells = cellParameters({
      ...publishedDevice('calibration-resistor')!,
      parameters: { minSiemens: 0, maxSiemens: 1e-3 },
    });
    const array = arrayOf(2, 2, { cells, states: Float64Array.of(0, 1, 0.5, 0), switchOnOhms: 0, referenceSiemens: 0 });
    const currents = forward(array, Float64Array.of(0.1, 0.2));
    expect(currents[0]).toBeCloseTo(1e-4, 15);
    expect(currents[1]).toBeCloseTo(1e-4, 15);
  });
});
