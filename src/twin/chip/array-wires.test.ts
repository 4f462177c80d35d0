import { describe, expect, it } from 'vitest';
import { randomStream } from '../../core/index.js';
import { publishedDevice, silverChalcogenide } from '../models/index.js';
import { updateDrive, type BlockDrive } from './block-drive.js';
import { cellParameters } from './cell-parameters.js';
import { ChipArray, type ChipArrayOptions } from './chip-array.js';

const shape = { rows: 6, columns: 5 };
const BLOCK = 1e-4;
const wires = { rowSegmentOhms: 1, columnSegmentOhms: 1, rowDrivers: 'left', columnSenses: 'bottom' } as const;

function arrayOf(changes: Partial<ChipArrayOptions> = {}, seed = 1): ChipArray {
  const stream = randomStream(seed, 'test/array-wires');
  return new ChipArray({
    shape,
    cells: cellParameters(silverChalcogenide),
    states: Float64Array.from({ length: shape.rows * shape.columns }, () => 0.3 + 0.4 * stream.uniform()),
    switchOnOhms: 1e-3,
    switchOffOhms: 1e9,
    referenceSiemens: 4.78e-3,
    wires,
    ...changes,
  });
}

const rowVolts = Float64Array.of(0.2, 0.16, 0.19, 0.25, 0.16, 0.22);
const windows = Float64Array.of(BLOCK, BLOCK / 2, 0, BLOCK / 3, BLOCK);
const drive = updateDrive(rowVolts, windows);
const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const difference = (a: Float64Array, b: Float64Array): number => largest(a.map((value, k) => value - b[k]!));

function forward(array: ChipArray, volts: Float64Array): { readonly out: Float64Array; readonly joules: number } {
  const out = new Float64Array(array.shape.columns);
  return { out, joules: array.readForward(volts, 1e-5, out) };
}

describe('an array with wires', () => {
  it('of no resistance is the lumped array, in writes and in reads either way', () => {
    const none = { ...wires, rowSegmentOhms: 0, columnSegmentOhms: 0 };
    const [wired, lumped] = [arrayOf({ wires: none }), arrayOf({ wires: undefined, arithmetic: 'plain' })];
    const [spent, wanted] = [wired.applyBlock(drive, BLOCK), lumped.applyBlock(drive, BLOCK)];
    expect(difference(wired.states, lumped.states)).toBeLessThan(1e-7);
    expect(Math.abs(spent / wanted - 1)).toBeLessThan(1e-5);
    for (const scale of [0.1, 0.5]) {
      const volts = rowVolts.map((v) => scale * v);
      const [a, b] = [forward(wired, volts), forward(lumped, volts)];
      expect(difference(a.out, b.out)).toBeLessThan(1e-6 * largest(b.out));
      expect(Math.abs(a.joules / b.joules - 1)).toBeLessThan(1e-5);
    }
    // a lumped array's columns are driven ideally in a backward read, a wired one's behind their switches
    const [rows, wantedRows] = [new Float64Array(6), new Float64Array(6)];
    const columnVolts = Float64Array.of(0.1, -0.05, 0.08, 0, 0.02);
    arrayOf({ wires: none, switchOnOhms: 0 }).readBackward(columnVolts, 1e-5, rows);
    arrayOf({ wires: undefined, switchOnOhms: 0 }).readBackward(columnVolts, 1e-5, wantedRows);
    expect(difference(rows, wantedRows)).toBeLessThan(1e-6 * largest(wantedRows));
  });

  it('moves the cells far from their drivers less, the farther the less', () => {
    const even = {
      states: new Float64Array(30).fill(0.5),
      wires: { ...wires, rowSegmentOhms: 2, columnSegmentOhms: 0.1 },
    };
    const array = arrayOf(even);
    array.applyBlock(updateDrive(new Float64Array(6).fill(0.2), new Float64Array(5).fill(BLOCK)), BLOCK);
    const moved = array.states.map((x) => x - 0.5);
    for (let row = 0; row < 6; row += 1) {
      for (let column = 1; column < 5; column += 1) {
        expect(moved[row * 5 + column]!).toBeLessThan(moved[row * 5 + column - 1]!);
      }
    }
    expect(moved[4]).toBeGreaterThan(0);
  });

  it('reads by its matrix what Newton finds, and forgets the matrix with the next write', () => {
    const cells = cellParameters(publishedDevice('calibration-resistor')!);
    const array = arrayOf({ cells, wires: { ...wires, rowSegmentOhms: 20, columnSegmentOhms: 10 } });
    const volts = rowVolts.map((v) => v / 2);
    const first = forward(array, volts);
    for (let read = 0; read < 8; read += 1) forward(array, volts);
    const cached = forward(array, volts);
    expect(difference(first.out, cached.out)).toBeLessThan(1e-7 * largest(first.out));
    expect(Math.abs(cached.joules / first.joules - 1)).toBeLessThan(1e-6);
    // the same by a block, which is solved at every instant
    const sampled = { rowAmperes: new Float64Array(6), columnAmperes: new Float64Array(5) };
    const hold: BlockDrive = {
      ...updateDrive(volts, new Float64Array(5).fill(1e-5)),
      referenceVolts: -volts.reduce((sum, v) => sum + v, 0),
      sampleSeconds: 1e-5,
    };
    array.applyBlock(hold, 1e-5, sampled);
    expect(difference(sampled.columnAmperes, cached.out)).toBeLessThan(1e-6 * largest(cached.out));
    array.loadStates(array.states.map((x) => x / 2));
    expect(largest(forward(array, volts).out)).not.toBe(largest(cached.out));
  });

  it('is driven from the right or from both sides as from the left, seen in a mirror', () => {
    const cells = cellParameters(publishedDevice('calibration-resistor')!);
    const states = Float64Array.from({ length: 30 }, (_, cell) => 0.1 + 0.02 * cell);
    const mirrored = states.map((_, cell) => states[cell - (cell % 5) + (4 - (cell % 5))]!);
    const heavy = { ...wires, rowSegmentOhms: 50 };
    const left = forward(arrayOf({ cells, states, wires: heavy }), rowVolts).out;
    const right = forward(arrayOf({ cells, states: mirrored, wires: { ...heavy, rowDrivers: 'right' } }), rowVolts).out;
    expect(difference(left, right.toReversed())).toBeLessThan(1e-9);
    const both = forward(arrayOf({ cells, states, wires: { ...heavy, rowDrivers: 'both' } }), rowVolts).out;
    for (let column = 0; column < 5; column += 1) expect(both[column]).toBeGreaterThan(left[column]!);
  });

  it('has sneak paths through a floating row, as a lumped array has', () => {
    const floating = { ...drive, rowVolts: Float64Array.of(0.2, NaN, 0.19, 0.25, NaN, 0.22) };
    const none = { ...wires, rowSegmentOhms: 1e-6, columnSegmentOhms: 1e-6 };
    const [wired, lumped] = [arrayOf({ wires: none }), arrayOf({ wires: undefined })];
    wired.applyBlock(floating, BLOCK);
    lumped.applyBlock(floating, BLOCK);
    expect(difference(wired.states, lumped.states)).toBeLessThan(1e-5);
  });

  it('cannot have drivers with a limit', () => {
    const driver = { ohms: 1, limitAmperes: 1e-3 } as never;
    expect(() => arrayOf({ driver })).toThrow(/cannot have both wires and drivers with a limit/);
  });
});
