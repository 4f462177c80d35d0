import { describe, expect, it } from 'vitest';
import { ConfigError, randomStream } from '../../core/index.js';
import { WireReads } from './wire-reads.js';
import { WireSolver } from './wire-solver.js';

const SHAPES = [
  { rows: 5, columns: 8 },
  { rows: 9, columns: 3 },
  { rows: 1, columns: 6 },
  { rows: 7, columns: 1 },
];
const SIDES = { inputs: 'left', outputs: 'bottom' } as const;
const REFERENCE = 1e-5;

function readsOf(rows: number, columns: number) {
  const stream = randomStream(rows, 'wires/reads');
  const solverOf = (): WireSolver => {
    const solver = new WireSolver({ shape: { rows, columns }, rowSegmentOhms: 30, columnSegmentOhms: 20 });
    solver.left.connectAll(0, 10);
    solver.bottom.connectAll(0, 5, REFERENCE);
    return solver;
  };
  const cells = Float64Array.from({ length: rows * columns }, () => 1e-4 * stream.uniform());
  const solver = solverOf();
  solver.setConductances(cells);
  /** What a solve of its own finds. */
  const solved = (volts: Float64Array): { readonly amperes: Float64Array; readonly watts: number } => {
    const other = solverOf();
    other.setConductances(cells);
    other.left.drive(volts);
    const sum = volts.reduce((total, v) => total + v, 0);
    other.bottom.connectAll(0, 5, REFERENCE, -sum);
    other.solve({ tolerance: 1e-11 });
    return { amperes: other.endAmperes('bottom'), watts: other.watts() };
  };
  return { solver, cells, reads: new WireReads(solver, SIDES), solved };
}

const voltsOf = (rows: number, seed: number): Float64Array => {
  const stream = randomStream(seed, 'wires/reads/volts');
  return Float64Array.from({ length: rows }, () => 0.4 * stream.uniform() - 0.2);
};

function expectSame(found: Float64Array, wanted: Float64Array): void {
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(largest).toBeGreaterThan(1e-8);
  for (const [k, value] of wanted.entries()) expect(Math.abs(found[k]! - value) / largest).toBeLessThan(1e-6);
}

describe('reads through wires', () => {
  it('find by the matrices what a solve finds, currents and power, the references among them', () => {
    for (const { rows, columns } of SHAPES) {
      const { reads, solved } = readsOf(rows, columns);
      for (const prepared of [false, true]) {
        if (prepared) reads.prepare();
        expect(reads.isPrepared).toBe(prepared);
        const volts = voltsOf(rows, columns);
        const amperes = new Float64Array(columns);
        const watts = reads.read(volts, amperes);
        const wanted = solved(volts);
        expectSame(amperes, wanted.amperes);
        expect(Math.abs(watts / wanted.watts - 1)).toBeLessThan(1e-6);
      }
    }
  });

  it('make the matrices once as many reads have been solved as they cost, and drop them with new cells', () => {
    const { reads, solver, cells } = readsOf(5, 8);
    const amperes = new Float64Array(8);
    for (let read = 0; read < 5; read += 1) {
      reads.read(voltsOf(5, read), amperes);
      expect(reads.isPrepared).toBe(false);
    }
    reads.read(voltsOf(5, 5), amperes);
    expect(reads.isPrepared).toBe(true);
    const before = amperes.slice();
    solver.setConductances(cells.map((g) => 2 * g));
    expect(reads.isPrepared).toBe(false);
    reads.read(voltsOf(5, 5), amperes);
    expect(amperes).not.toEqual(before);
  });

  it('refuse sides that are one, and voltages that do not fit', () => {
    const { solver, reads } = readsOf(5, 8);
    expect(() => new WireReads(solver, { inputs: 'left', outputs: 'left' })).toThrow(ConfigError);
    expect(() => reads.read(new Float64Array(4), new Float64Array(8))).toThrow(/There are 4 voltages for 5 lines/);
  });
});
