import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silverChalcogenide } from '../models/index.js';
import { updateDrive, type BlockDrive } from './block-drive.js';
import type { ChipArray } from './chip-array.js';
import { arrayOfDevice, type DeviceArray } from './device-array.js';

const silver = silverChalcogenide.parameters;
const PULSE = 1e-4;

const madeOf = (rows: number, columns: number, changes: Partial<DeviceArray> = {}): ChipArray =>
  arrayOfDevice({
    device: 'silver-chalcogenide',
    shape: { rows, columns },
    states: Float64Array.from({ length: rows * columns }, (_, cell) => 0.4 + 0.03 * cell),
    switchOnOhms: 1e-3,
    switchOffOhms: 1e9,
    referenceSiemens: 4.78e-3,
    ...changes,
  });

/** Rows (NaN: floating) and driven columns, for the whole block; a column at NaN stays open. */
function heldAt(rows: readonly number[], columns: readonly number[]): BlockDrive {
  const closed = Float64Array.from(columns, (volts) => (Number.isNaN(volts) ? 0 : PULSE));
  return {
    ...updateDrive(Float64Array.from(rows), closed),
    columnVolts: Float64Array.from(columns, (volts) => (Number.isNaN(volts) ? 0 : volts)),
  };
}

/** Volts across one cell, from row to column, at the start of a block. */
function voltsAcross(array: ChipArray, drive: BlockDrive, row: number, column: number): number {
  const seen: number[] = [];
  array.traceBlock(drive, PULSE, [{ row, column }], [(_, volts) => seen.push(volts)]);
  return seen[0]!;
}

describe('a single-cell write', () => {
  const selected = { row: 1, column: 2 };
  // V/2: selected lines at +-V/2; V/3: selected row at V, other columns at 2V/3, other rows at V/3
  const schemes = {
    half: (v: number) => [
      [0, 1, 2].map((row) => (row === selected.row ? v / 2 : 0)),
      [0, 1, 2, 3].map((column) => (column === selected.column ? -v / 2 : 0)),
    ],
    third: (v: number) => [
      [0, 1, 2].map((row) => (row === selected.row ? v : v / 3)),
      [0, 1, 2, 3].map((column) => (column === selected.column ? 0 : (2 * v) / 3)),
    ],
  } as const;

  it.each([
    ['half', 0.26, 1],
    ['half', -0.26, -1],
    ['third', 0.4, 1],
    ['third', -0.4, -1],
  ] as const)('by the %s scheme at %f V moves the selected cell and no other at all', (scheme, volts, sense) => {
    const array = madeOf(3, 4);
    const before = array.states.slice();
    const [rows, columns] = schemes[scheme](volts);
    array.applyBlock(heldAt(rows!, columns!), PULSE);
    for (const [cell, x] of array.states.entries()) {
      const change = x - before[cell]!;
      if (cell === selected.row * 4 + selected.column) expect(sense * change).toBeGreaterThan(1e-3);
      else expect(change, `cell ${cell}`).toBe(0);
    }
  });

  it('moves a cell by the closed form, whichever end the voltage comes from', () => {
    const { Ap, Vp } = silver;
    for (const [row, column] of [
      [0.2, 0],
      [0, -0.2],
      [0.1, -0.1],
    ] as const) {
      const array = madeOf(1, 1, { states: Float64Array.of(0.1), switchOnOhms: 0 });
      array.applyBlock(heldAt([row], [column]), PULSE);
      expect(array.states[0]).toBeCloseTo(0.1 + Ap * (Math.exp(0.2) - Math.exp(Vp)) * PULSE, 12);
    }
  });

  it('waits for the switch to close, and ends when it opens', () => {
    const array = madeOf(1, 1, { states: Float64Array.of(0.1), switchOnOhms: 0, referenceSiemens: 0 });
    const drive = heldAt([0.2], [0]);
    array.applyBlock({ ...drive, closeSeconds: Float64Array.of(2e-5), openSeconds: Float64Array.of(7e-5) }, PULSE);
    expect(array.states[0]).toBeCloseTo(0.1 + silver.Ap * (Math.exp(0.2) - Math.exp(silver.Vp)) * 5e-5, 12);
  });
});

describe('the floating scheme on a 2x2 array', () => {
  const G = silver.a1 * silver.b;
  const bare = { switchOnOhms: 0, switchOffOhms: Infinity, referenceSiemens: 0 };
  // far below b V = 1 the cells are conductances
  const V = 1e-3;

  it('has three cells in series on the sneak path', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }), (states) => {
        const array = madeOf(2, 2, { ...bare, states: Float64Array.from(states) });
        const drive = heldAt([V, NaN], [0, NaN]);
        // row 0 -> W00B01 -> column 1 -> W01B01 -> row 1 -> W01B00 -> column 0
        const [, x01, x10, x11] = states as [number, number, number, number];
        const ohms = 1 / x01 + 1 / x11 + 1 / x10;
        expect(voltsAcross(array, drive, 0, 0)).toBe(V);
        expect(voltsAcross(array, drive, 0, 1) / V).toBeCloseTo(1 / x01 / ohms, 8);
        expect(voltsAcross(array, drive, 1, 1) / V).toBeCloseTo(-1 / x11 / ohms, 8);
        expect(voltsAcross(array, drive, 1, 0) / V).toBeCloseTo(1 / x10 / ohms, 8);
      }),
      { seed: 11, numRuns: 50 },
    );
  });

  it('draws the sneak current beside that of the selected cell', () => {
    const array = madeOf(2, 2, { ...bare, states: Float64Array.of(0.5, 0.4, 0.3, 0.2) });
    const out = { rowAmperes: new Float64Array(2), columnAmperes: new Float64Array(2) };
    const joules = array.applyBlock({ ...heldAt([V, NaN], [0, NaN]), sampleSeconds: PULSE }, PULSE, out);
    const sneak = 1 / (1 / 0.4 + 1 / 0.2 + 1 / 0.3);
    expect(out.columnAmperes[0]! / (V * G)).toBeCloseTo(0.5 + sneak, 8);
    expect(out.columnAmperes[1]).toBe(0);
    expect(joules / (V * V * G * PULSE)).toBeCloseTo(0.5 + sneak, 8);
  });

  it('loses some of the sneak voltage to the reference conductance of the open column', () => {
    const states = [0.5, 0.4, 0.3, 0.2] as const;
    const reference = 0.6 * G;
    const array = madeOf(2, 2, { ...bare, referenceSiemens: reference, states: Float64Array.from(states) });
    const drive = heldAt([V, NaN], [0, NaN]);
    // column 1: x01 (V - c) + x11 (r - c) = 0.6 c; row 1: x10 r = x11 (c - r)
    const [, x01, x10, x11] = states;
    const row = x11 / (x10 + x11);
    const column = x01 / (x01 + x11 * (1 - row) + 0.6);
    expect(voltsAcross(array, drive, 0, 1) / V).toBeCloseTo(1 - column, 8);
    expect(voltsAcross(array, drive, 1, 0) / V).toBeCloseTo(row * column, 8);
  });

  it('keeps a row that hangs on nothing at 0 V', () => {
    const array = madeOf(2, 2, { ...bare, states: Float64Array.of(0.5, 0.4, 0, 0) });
    const drive = heldAt([0.5, NaN], [0, NaN]);
    expect(voltsAcross(array, drive, 1, 0)).toBe(0);
    expect(voltsAcross(array, drive, 0, 1)).toBe(0);
    expect(voltsAcross(array, drive, 1, 1)).toBe(-0.5);
    // with a leak too
    const leaky = madeOf(2, 2, { switchOnOhms: 0, states: Float64Array.of(0.5, 0.4, 0, 0) });
    expect(voltsAcross(leaky, drive, 1, 0)).toBe(0);
  });

  it('leaves everything at 0 V where nothing is driven', () => {
    const array = madeOf(2, 2);
    const before = array.states.slice();
    expect(array.applyBlock(heldAt([NaN, NaN], [NaN, NaN]), PULSE)).toBe(0);
    expect(array.states).toEqual(before);
    expect(voltsAcross(array, heldAt([NaN, NaN], [NaN, NaN]), 1, 1)).toBe(0);
  });

  it('moves cells on the sneak path where they see more than a threshold', () => {
    const array = madeOf(2, 2, { ...bare, states: new Float64Array(4).fill(0.5) });
    array.applyBlock(heldAt([0.6, NaN], [0, NaN]), 1e-6);
    const [x00, x01, x10, x11] = array.states.map((x) => x - 0.5);
    // 0.6 V across the selected one, 0.2 V across each of the others
    expect(x00).toBeGreaterThan(x01! * 2);
    expect(x01).toBeGreaterThan(1e-6);
    expect(x10).toBeCloseTo(x01!, 12);
    expect(x11).toBeLessThan(-1e-6);
  });
});
