import fc from 'fast-check';
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
    stream.uniform() < 0.3 ? Array.from({ length: count }, () => OPEN) : Array.from({ length: count }, () => end(mayShort));
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
});
