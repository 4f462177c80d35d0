import { describe, expect, it } from 'vitest';
import { randomStream } from '../../core/index.js';
import { silverChalcogenide, yakopcic } from '../models/index.js';
import { ArrayEffects } from '../imperfections/array-effects.js';
import { readNoise } from '../imperfections/read-noise.js';
import { updateDrive, type BlockDrive } from './block-drive.js';
import { cellParameters } from './cell-parameters.js';
import { ChipArray, type ChipArrayOptions } from './chip-array.js';

const silver = silverChalcogenide.parameters;
const SHAPE = { rows: 5, columns: 4 };
const READ = 1e-5;

const made = (changes: Partial<ChipArrayOptions> = {}): ChipArray => {
  const stream = randomStream(3, 'test/states');
  return new ChipArray({
    shape: SHAPE,
    cells: cellParameters({ model: yakopcic, parameters: silver }),
    states: Float64Array.from({ length: SHAPE.rows * SHAPE.columns }, () => 0.4 + 0.4 * stream.uniform()),
    switchOnOhms: 1e-3,
    switchOffOhms: 1e9,
    referenceSiemens: 4.78e-3,
    ...changes,
  });
};

const noise = (relative: number, seed: number) => new ArrayEffects([], [readNoise(relative, seed, 0)]);

const currents = () => ({
  rowAmperes: new Float64Array(SHAPE.rows),
  columnAmperes: new Float64Array(SHAPE.columns),
});

const sumOf = (volts: Float64Array): number => volts.reduce((sum, v) => sum + v, 0);

/** A forward read as a block: all columns sensed until the sample at its end. */
const forward = (volts: Float64Array, changes: Partial<BlockDrive> = {}): BlockDrive => ({
  ...updateDrive(volts, new Float64Array(SHAPE.columns).fill(READ)),
  referenceVolts: -sumOf(volts),
  sampleSeconds: READ,
  ...changes,
});

/** A backward read as a block: all rows sensed, all columns driven. */
const backward = (volts: Float64Array): BlockDrive => ({
  ...updateDrive(new Float64Array(SHAPE.rows), new Float64Array(SHAPE.columns).fill(READ)),
  rowSensed: new Uint8Array(SHAPE.rows).fill(1),
  columnVolts: volts,
  rowReferenceVolts: -sumOf(volts),
  sampleSeconds: READ,
});

const rowVolts = Float64Array.of(0.1, -0.12, 0.05, 0, 0.14);
const columnVolts = Float64Array.of(-0.1, 0.13, 0.02, 0.08);

describe('a sample at the end of a block', () => {
  it.each([0, 1e-3, 5])('is a forward read, bit for bit, at %f ohm', (switchOnOhms) => {
    for (const volts of [rowVolts, rowVolts.map((v) => 3 * v)]) {
      const [read, sampled] = [made({ switchOnOhms }), made({ switchOnOhms })];
      const wanted = new Float64Array(SHAPE.columns);
      const out = currents();
      const joules = read.readForward(volts, READ, wanted);
      expect(sampled.applyBlock(forward(volts), READ, out)).toBe(joules);
      expect(out.columnAmperes).toEqual(wanted);
      expect(out.rowAmperes).toEqual(new Float64Array(SHAPE.rows));
      expect(sampled.states).toEqual(read.states);
    }
  });

  it('is a backward read where the switches of the columns are ideal, as they are in a read', () => {
    const [read, sampled] = [made({ switchOnOhms: 0 }), made({ switchOnOhms: 0 })];
    const wanted = new Float64Array(SHAPE.rows);
    const out = currents();
    read.readBackward(columnVolts, READ, wanted);
    sampled.applyBlock(backward(columnVolts), READ, out);
    const scale = Math.max(...wanted.map(Math.abs));
    for (const [row, amperes] of wanted.entries()) {
      expect(Math.abs(out.rowAmperes[row]! - amperes)).toBeLessThanOrEqual(1e-12 * scale);
    }
  });

  it('differs from a backward read by what the switches of the columns take', () => {
    const switchOnOhms = 0.1;
    const [read, sampled] = [made({ switchOnOhms }), made({ switchOnOhms })];
    const out = currents();
    sampled.applyBlock(backward(columnVolts), READ, out);
    const left = columnVolts.map((v, column) => v - switchOnOhms * -out.columnAmperes[column]!);
    const wanted = new Float64Array(SHAPE.rows);
    read.readBackward(left, READ, wanted);
    // the reference is driven from the drivers' side of the switches
    const reference = 4.78e-3 * (sumOf(left) - sumOf(columnVolts));
    expect(Math.abs(reference)).toBeGreaterThan(1e-3 * Math.abs(wanted[0]!));
    for (const [row, amperes] of wanted.entries()) {
      // a row's own switch takes 3e-3 of that: a tenth of an ohm against its cells and its reference
      expect(Math.abs(out.rowAmperes[row]! - amperes - reference)).toBeLessThan(5e-3 * Math.abs(reference));
    }
  });
});

describe('a sample', () => {
  it('measures only the columns that are closed then', () => {
    const out = currents();
    const array = made();
    const drive = forward(rowVolts, {
      closeSeconds: Float64Array.of(0, 0.6e-5, 0.2e-5, 0),
      openSeconds: Float64Array.of(READ, READ, 0.5e-5, 0.4e-5),
      sampleSeconds: 0.5e-5,
    });
    array.applyBlock(drive, READ, out);
    // column 2 opens at that instant, and is still measured; column 3 has opened, column 1 is yet to close
    expect([...out.columnAmperes].map((amperes) => amperes !== 0)).toEqual([true, false, true, false]);
  });

  it('is not taken after a block was cut off, and leaves no current behind', () => {
    const out = currents();
    out.columnAmperes.fill(7);
    const array = made({ effects: noise(0.1, 1) });
    array.applyBlock(forward(rowVolts), 0.9 * READ, out);
    expect(out.columnAmperes).toEqual(new Float64Array(SHAPE.columns));
    expect(array.reads).toBe(0);
    array.applyBlock(forward(rowVolts), READ, out);
    expect(array.reads).toBe(1);
  });

  it('changes nothing but the last digits of what the block does', () => {
    const volts = rowVolts.map((v) => 3 * v);
    const [plain, sampled] = [made(), made()];
    const drive = forward(volts, { sampleSeconds: 0.3e-5 });
    plain.applyBlock(drive, READ);
    sampled.applyBlock(drive, READ, currents());
    expect(Math.max(...plain.states.map((x, cell) => Math.abs(x - sampled.states[cell]!)))).toBeLessThan(1e-8);
    expect(Math.max(...plain.states.map((x, cell) => Math.abs(x - made().states[cell]!)))).toBeGreaterThan(1e-4);
  });

  it('carries the noise of the read that it counts as', () => {
    const [read, sampled] = [
      made({ effects: noise(0.02, 9), switchOnOhms: 0 }),
      made({ effects: noise(0.02, 9), switchOnOhms: 0 }),
    ];
    const out = currents();
    const [columns, rows] = [new Float64Array(SHAPE.columns), new Float64Array(SHAPE.rows)];
    read.readForward(rowVolts, READ, columns);
    read.readBackward(columnVolts, READ, rows);
    sampled.applyBlock(forward(rowVolts), READ, out);
    expect(out.columnAmperes).toEqual(columns);
    sampled.applyBlock(backward(columnVolts), READ, out);
    for (const [row, amperes] of rows.entries()) expect(out.rowAmperes[row]! / amperes).toBeCloseTo(1, 11);
    expect(sampled.reads).toBe(2);
    const quiet = made({ switchOnOhms: 0 });
    quiet.applyBlock(forward(rowVolts), READ, out);
    expect(Math.abs(columns[0]! / out.columnAmperes[0]! - 1)).toBeGreaterThan(1e-5);
  });
});
