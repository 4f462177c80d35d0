import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream, type RandomStream } from '../../core/index.js';
import { connectEnds, solveDense, type DenseEnd, type DenseEnds } from './dense-wires.js';
import { WireSolver, type SideName, type WireSettings } from './wire-solver.js';

const OPEN: DenseEnd = { volts: 0, ohms: Infinity, referenceSiemens: 0, referenceVolts: 0 };
const SIDES: readonly SideName[] = ['left', 'right', 'top', 'bottom'];

const pick = <T>(stream: RandomStream, from: readonly T[]): T => from[Math.floor(stream.uniform() * from.length)]!;

interface Circuit {
  readonly settings: WireSettings;
  readonly ends: DenseEnds;
  readonly cells: Float64Array;
}

/** Any sides, any resistances, extremes among them. */
function randomCircuit(rows: number, columns: number, seed: number): Circuit {
  const stream = randomStream(seed, 'wires/test');
  const segment = (): number => pick(stream, [0, 0.05, 1, 2.5, 100, 3 * stream.uniform()]);
  const settings = { shape: { rows, columns }, rowSegmentOhms: segment(), columnSegmentOhms: segment() };
  const isShort = { rows: settings.rowSegmentOhms === 0, columns: settings.columnSegmentOhms === 0 };
  const end = (mayShort: boolean): DenseEnd => ({
    volts: stream.uniform() - 0.5,
    ohms: pick(stream, [mayShort ? 0 : 0.1, 1, 50, 1e9, Infinity]),
    referenceSiemens: pick(stream, [0, 1e-6]),
    referenceVolts: stream.uniform() - 0.5,
  });
  const side = (count: number, mayShort: boolean): DenseEnd[] =>
    stream.uniform() < 0.3
      ? Array.from({ length: count }, () => OPEN)
      : Array.from({ length: count }, () => end(mayShort));
  // both ends of a line without resistance shorted to voltages of their own have no solution
  const ends = {
    left: side(rows, true),
    right: side(rows, !isShort.rows),
    top: side(columns, true),
    bottom: side(columns, !isShort.columns),
  };
  const cells = Float64Array.from({ length: rows * columns }, () =>
    pick(stream, [0, 1e-9, 1e-6, 1e-5 + 9e-5 * stream.uniform(), 1e-3]),
  );
  return { settings, ends, cells };
}

function expectNear(found: ArrayLike<number>, wanted: ArrayLike<number>, part: number, least = 1e-15): void {
  const scale = Math.max(least, ...Array.from(wanted, Math.abs));
  for (let k = 0; k < wanted.length; k += 1) {
    expect(Math.abs(found[k]! - wanted[k]!) / scale).toBeLessThan(part);
  }
}

function solved({ settings, ends, cells }: Circuit, tolerance = 1e-11): WireSolver {
  const solver = new WireSolver(settings);
  connectEnds(solver, ends);
  solver.setConductances(cells);
  solver.solve({ tolerance });
  return solver;
}

describe('WireSolver', () => {
  it('finds what a dense solve of all nodes finds, whatever hangs on the ends', () => {
    const sizes = fc.integer({ min: 1, max: 16 });
    fc.assert(
      fc.property(sizes, sizes, fc.nat(1e6), (rows, columns, seed) => {
        const circuit = randomCircuit(rows, columns, seed);
        const solver = solved(circuit);
        const wanted = solveDense(circuit.settings, circuit.ends, circuit.cells);
        expectNear(solver.rowNodeVolts(), wanted.rowVolts, 1e-8, 0.1);
        expectNear(solver.columnNodeVolts(), wanted.columnVolts, 1e-8, 0.1);
        expectNear(solver.cellVolts(), wanted.cellVolts, 1e-8, 0.1);
        const scale = SIDES.flatMap((side) => wanted.amperes[side]);
        const found = SIDES.flatMap((side) => [...solver.endAmperes(side)]);
        expectNear(found, scale, 1e-7, 1e-7);
        expectNear([solver.watts()], [wanted.watts], 1e-7, Math.max(1e-7, ...scale.map(Math.abs)));
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  it('meets the currents that scipy finds for 32, 64 and 128 lines', () => {
    const file = new URL('../../../test/golden/wires/scipy.json', import.meta.url);
    const { amperes } = JSON.parse(readFileSync(file, 'utf8')) as { amperes: Record<string, number[]> };
    expect(Object.keys(amperes)).toEqual(['32', '64', '128']);
    for (const [size, wanted] of Object.entries(amperes)) {
      const solver = squareArray(Number(size));
      expect(solver.solve()).toBeLessThan(6);
      const found = solver.endAmperes('bottom');
      for (const [column, current] of wanted.entries())
        expect(Math.abs(found[column]! / current - 1)).toBeLessThan(1e-6);
    }
  });

  it('keeps to the tolerance it is given, and needs fewer iterations for less', () => {
    const circuit = randomCircuit(12, 10, 3);
    const ends = { ...circuit.ends, left: circuit.ends.left.map(() => ({ ...OPEN, volts: 0.4, ohms: 20 })) };
    const settings = { ...circuit.settings, rowSegmentOhms: 50, columnSegmentOhms: 40 };
    ends.bottom = ends.bottom.map(() => ({ ...OPEN, ohms: 30 }));
    const wanted = solveDense(settings, ends, circuit.cells).amperes.bottom;
    const largest = Math.max(...wanted.map(Math.abs));
    const iterations = [1e-2, 1e-4, 1e-6, 1e-8, 1e-10].map((tolerance) => {
      const solver = new WireSolver(settings);
      connectEnds(solver, ends);
      solver.setConductances(circuit.cells);
      const count = solver.solve({ tolerance });
      expectNear(solver.endAmperes('bottom'), wanted, tolerance);
      expect(largest).toBeGreaterThan(1e-6);
      return count;
    });
    expect(iterations.toSorted((a, b) => a - b)).toEqual(iterations);
    expect(iterations[4]! - iterations[0]!).toBeGreaterThan(2);
  });

  it('is reciprocal: a volt at row i drives through column j what a volt at column j drives through row i', () => {
    const { settings, cells } = randomCircuit(7, 9, 11);
    const solver = new WireSolver(settings);
    solver.setConductances(cells);
    solver.left.connectAll(0, 3);
    solver.bottom.connectAll(0, 7, 1e-5, 0);
    const transfer = (row: number, column: number): [number, number] => {
      solver.left.connect(row, 1, 3);
      solver.solve({ tolerance: 1e-12 });
      const forward = solver.endAmperes('bottom')[column]!;
      solver.left.connect(row, 0, 3);
      solver.bottom.connect(column, 1, 7, 1e-5, 0);
      solver.solve({ tolerance: 1e-12 });
      const backward = solver.endAmperes('left')[row]!;
      solver.bottom.connect(column, 0, 7, 1e-5, 0);
      return [forward, backward];
    };
    for (let row = 0; row < 7; row += 1) {
      for (let column = 0; column < 9; column += 1) {
        const [forward, backward] = transfer(row, column);
        expect(Math.abs(forward - backward)).toBeLessThan(1e-12);
      }
    }
  });

  it('follows the closed form of one row: a ladder of equal cells', () => {
    // an endless ladder of series R and shunt G looks like R/2 + sqrt(R R/4 + R/G) from its first segment
    const settings = { shape: { rows: 1, columns: 4000 }, rowSegmentOhms: 2, columnSegmentOhms: 0 };
    const solver = new WireSolver(settings);
    solver.left.connectAll(1, 0);
    solver.bottom.connectAll(0, 0);
    solver.setConductances(new Float64Array(4000).fill(1e-3));
    solver.solve();
    const seen = -1 / solver.endAmperes('left')[0]!;
    expect(seen).toBeCloseTo(1 + Math.sqrt(1 + 2000), 8);
  });

  it('gives the ideal product where lines have no resistance', () => {
    const solver = new WireSolver({ shape: { rows: 3, columns: 2 }, rowSegmentOhms: 0, columnSegmentOhms: 0 });
    solver.left.connectAll(0, 0);
    solver.left.drive(Float64Array.of(0.1, -0.2, 0.3));
    solver.bottom.connectAll(0, 0);
    solver.setConductances(Float64Array.of(1e-5, 2e-5, 3e-5, 4e-5, 5e-5, 0));
    solver.solve();
    const [first, second] = solver.endAmperes('bottom');
    expect(first! / 1e-5).toBeCloseTo(1 * 0.1 - 3 * 0.2 + 5 * 0.3, 10);
    expect(second! / 1e-5).toBeCloseTo(2 * 0.1 - 4 * 0.2, 10);
    expect(solver.watts()).toBeCloseTo(3e-5 * 0.01 + 7e-5 * 0.04 + 5e-5 * 0.09, 15);
  });

  it('leaves lines that nothing holds at 0 V', () => {
    const solver = new WireSolver({ shape: { rows: 4, columns: 4 }, rowSegmentOhms: 1, columnSegmentOhms: 1 });
    solver.setConductances(new Float64Array(16).fill(1e-4));
    solver.solve();
    expect([...solver.rowNodeVolts(), ...solver.columnNodeVolts()].every((volts) => volts === 0)).toBe(true);
    // two rows and two columns with drivers, cells between them alone
    const cells = Float64Array.from({ length: 16 }, (_, k) =>
      Math.floor(k / 8) === Math.floor((k % 4) / 2) ? 1e-4 : 0,
    );
    solver.setConductances(cells);
    solver.left.connect(0, 1, 5);
    solver.left.connect(1, 1, 5);
    solver.bottom.connect(0, 0, 5);
    solver.solve();
    const volts = solver.rowNodeVolts();
    expect([...volts.subarray(8)].every((value) => value === 0)).toBe(true);
    expect(volts[0]).toBeGreaterThan(0.9);
  });

  it('finds the same from a warm start, in fewer iterations for cells that have changed little', () => {
    const solver = squareArray(128);
    solver.solve();
    const cells = problemCells(128).map((siemens, k) => siemens * (1 + 0.001 * Math.sin(k)));
    solver.setConductances(cells);
    const cold = solver.solve({ tolerance: 1e-9 });
    const wanted = solver.endAmperes('bottom');
    solver.setConductances(problemCells(128));
    solver.solve();
    solver.setConductances(cells);
    const warm = solver.solve({ tolerance: 1e-9, warm: true });
    expect(warm).toBeLessThan(cold);
    expectNear(solver.endAmperes('bottom'), wanted, 1e-8);
  });

  it('gives the same bits again, whatever was solved before', () => {
    const solver = squareArray(33);
    solver.solve();
    const first = [...solver.columnNodeVolts(), ...solver.rowNodeVolts()];
    solver.setConductances(problemCells(33).map((siemens) => siemens / 7));
    solver.solve({ tolerance: 1e-3 });
    solver.setConductances(problemCells(33));
    solver.solve();
    expect([...solver.columnNodeVolts(), ...solver.rowNodeVolts()]).toEqual(first);
  });

  it('refuses what is no circuit, and goes on after it', () => {
    const shape = { rows: 3, columns: 3 };
    const lines = { rowSegmentOhms: 1, columnSegmentOhms: 1 };
    expect(() => new WireSolver({ ...lines, shape: { rows: 0, columns: 3 } })).toThrow(/has no cells/u);
    expect(() => new WireSolver({ ...lines, shape, rowSegmentOhms: -1 })).toThrow(/cannot have -1 ohm/u);
    expect(() => new WireSolver({ ...lines, shape, columnSegmentOhms: NaN })).toThrow(/cannot have NaN ohm/u);
    const solver = new WireSolver({ ...lines, shape });
    expect(() => solver.solve()).toThrow(/no conductances yet/u);
    expect(() => solver.setConductances(new Float64Array(8))).toThrow(/8 conductances for an array of 3x3/u);
    const cells = new Float64Array(9).fill(1e-5);
    for (const wrong of [NaN, -1e-9, Infinity]) {
      expect(() => solver.setConductances(cells.with(8, wrong))).toThrow(`a conductance of ${wrong} S`);
      expect(() => solver.solve()).toThrow(/no conductances yet/u);
    }
    expect(() => solver.left.connect(3, 0, 1)).toThrow(/line 3 of 3/u);
    expect(() => solver.left.connect(0, NaN, 1)).toThrow(/NaN V/u);
    expect(() => solver.left.connect(0, 0, -1)).toThrow(/-1 ohm/u);
    solver.left.connectAll(0.3, 1);
    solver.bottom.connectAll(0, 1);
    solver.setConductances(cells);
    expect(() => solver.cellVolts()).toThrow(/call solve again/u);
    solver.solve();
    expect(solver.endAmperes('bottom')[0]).toBeGreaterThan(8e-6);
    solver.bottom.connect(0, 0, 2);
    expect(() => solver.endAmperes('bottom')).toThrow(/call solve again/u);
    const lumped = new WireSolver({ shape, rowSegmentOhms: 0, columnSegmentOhms: 1 });
    lumped.setConductances(cells);
    lumped.left.connectAll(0.1, 0);
    lumped.right.connect(1, 0.2, 0);
    expect(() => lumped.solve()).toThrow(/line 1 has no resistance and is shorted to 0.1 V at one end and to 0.2 V/u);
  });
});

/** As in bench/peers/wires_scipy.py: conductances, then voltages. */
function uniformSequence(n: number): Float64Array {
  let x = n;
  return Float64Array.from({ length: n * n + n }, () => {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    return x / 2 ** 32;
  });
}

function problemCells(n: number): Float64Array {
  return uniformSequence(n)
    .subarray(0, n * n)
    .map((uniform) => 1e-5 + 9e-5 * uniform);
}

function squareArray(n: number): WireSolver {
  const solver = new WireSolver({ shape: { rows: n, columns: n }, rowSegmentOhms: 1, columnSegmentOhms: 1 });
  solver.left.connectAll(0, 0);
  solver.left.drive(
    uniformSequence(n)
      .subarray(n * n)
      .map((uniform) => 0.5 * uniform),
  );
  solver.bottom.connectAll(0, 0);
  solver.setConductances(problemCells(n));
  return solver;
}
