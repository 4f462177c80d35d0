import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../core/index.js';
import { connectEnds, solveDense, type DenseEnd, type DenseEnds } from './dense-wires.js';
import { WireNewton, type EvaluateCells } from './wire-newton.js';
import { WireSolver, type WireSettings } from './wire-solver.js';

const OPEN: DenseEnd = { volts: 0, ohms: Infinity, referenceSiemens: 0, referenceVolts: 0 };

/** i = a sinh(b v), two amplitudes: curved and with a kink at 0 V, as memristors are. */
function sinhCells(count: number, steepness: number, seed: number): EvaluateCells {
  const stream = randomStream(seed, 'wires/sinh');
  const up = Float64Array.from({ length: count }, () => 1e-6 + 4e-5 * stream.uniform());
  const down = Float64Array.from({ length: count }, () => 1e-6 + 4e-5 * stream.uniform());
  return (volts, amperes, slopes) => {
    for (let k = 0; k < count; k += 1) {
      const amplitude = volts[k]! >= 0 ? up[k]! : down[k]!;
      amperes[k] = amplitude * Math.sinh(steepness * volts[k]!);
      slopes[k] = amplitude * steepness * Math.cosh(steepness * volts[k]!);
    }
  };
}

interface Case {
  readonly settings: WireSettings;
  readonly ends: DenseEnds;
}

function randomCase(rows: number, columns: number, seed: number): Case {
  const stream = randomStream(seed, 'wires/newton');
  const ohms = (): number => [0, 1, 20][Math.floor(3 * stream.uniform())]!;
  const end = (share: number): DenseEnd =>
    stream.uniform() < share ? { ...OPEN, volts: 2 * stream.uniform() - 1, ohms: 1 + 50 * stream.uniform() } : OPEN;
  const side = (count: number, share: number): DenseEnd[] => Array.from({ length: count }, () => end(share));
  const settings = { shape: { rows, columns }, rowSegmentOhms: ohms(), columnSegmentOhms: ohms() };
  const ends = { left: side(rows, 0.8), right: side(rows, 0.2), top: side(columns, 0.2), bottom: side(columns, 0.8) };
  return { settings, ends };
}

/** Newton with a dense solve in each step, cut by halves until no current is further off than before. */
function denseNewton({ settings, ends }: Case, evaluate: EvaluateCells): number[] {
  const count = settings.shape.rows * settings.shape.columns;
  const amperes = new Float64Array(count);
  const slopes = new Float64Array(count);
  let volts: Float64Array = new Float64Array(count);
  for (let step = 0; step < 300; step += 1) {
    evaluate(volts, amperes, slopes);
    const offset = amperes.map((current, k) => current - slopes[k]! * volts[k]!);
    const { cellVolts } = solveDense(settings, ends, slopes, offset);
    const furthest = Math.max(...cellVolts.map((value, k) => Math.abs(value - volts[k]!)));
    const part = Math.min(1, 0.1 / furthest);
    volts = Float64Array.from(volts, (value, k) => value + part * (cellVolts[k]! - value));
    if (furthest < 1e-14) break;
  }
  return [...volts];
}

describe('WireNewton', () => {
  it('finds what Newton with dense solves finds, floating lines and kinks among the cells', () => {
    const sizes = fc.integer({ min: 1, max: 16 });
    fc.assert(
      fc.property(sizes, sizes, fc.nat(1e6), fc.constantFrom(1, 5, 20), (rows, columns, seed, steepness) => {
        const circuit = randomCase(rows, columns, seed);
        const evaluate = sinhCells(rows * columns, steepness, seed);
        const solver = new WireSolver(circuit.settings);
        connectEnds(solver, circuit.ends);
        const newton = new WireNewton(solver);
        newton.solve(evaluate);
        const wanted = denseNewton(circuit, evaluate);
        for (let k = 0; k < wanted.length; k += 1) expect(Math.abs(newton.volts[k]! - wanted[k]!)).toBeLessThan(1e-8);
      }),
      { seed: 6, numRuns: 8 },
    );
  });

  it('meets Kirchhoff at every node to 1e-9 of the largest cell current', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(1e6),
        (rows, columns, seed) => {
          const settings = { shape: { rows, columns }, rowSegmentOhms: 2, columnSegmentOhms: 5 };
          const { ends } = randomCase(rows, columns, seed);
          const solver = new WireSolver(settings);
          connectEnds(solver, ends);
          const newton = new WireNewton(solver);
          const steps = newton.solve(sinhCells(rows * columns, 5, seed));
          expect(steps).toBeLessThan(20);
          const largest = newton.amperes.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
          expect(largestImbalance(solver, newton.amperes, ends) / largest).toBeLessThan(1e-9);
        },
      ),
      { seed: 8, numRuns: 40 },
    );
  });

  it('starts from what it found last: fewer steps for cells that have moved a little', () => {
    const { settings, ends } = randomCase(12, 12, 5);
    const solver = new WireSolver(settings);
    connectEnds(solver, ends);
    const newton = new WireNewton(solver);
    const evaluate = sinhCells(144, 5, 5);
    const moved: EvaluateCells = (volts, amperes, slopes) => {
      evaluate(volts, amperes, slopes);
      for (let k = 0; k < 144; k += 1) {
        amperes[k]! *= 1.0001;
        slopes[k]! *= 1.0001;
      }
    };
    const first = newton.solve(evaluate);
    expect(newton.solve(moved)).toBeLessThan(first);
    const warm = newton.volts.slice();
    solver.restart();
    newton.solve(moved);
    for (let k = 0; k < 144; k += 1) expect(Math.abs(newton.volts[k]! - warm[k]!)).toBeLessThan(1e-9);
  });

  it('refuses currents that fall with the voltage, and slopes of other currents', () => {
    const { settings, ends } = randomCase(4, 4, 9);
    const solver = new WireSolver(settings);
    connectEnds(solver, ends);
    const newton = new WireNewton(solver);
    const falling: EvaluateCells = (volts, amperes, slopes) => {
      amperes.set(volts.map((value) => -1e-5 * value));
      slopes.fill(-1e-5);
    };
    expect(() => newton.solve(falling)).toThrow(/a conductance of -0.00001 S/u);
    solver.restart();
    const jumping: EvaluateCells = (volts, amperes, slopes) => {
      amperes.set(volts.map((value) => 1e-4 * (Math.floor(1000 * value) % 2)));
      slopes.fill(1e-5);
    };
    expect(() => newton.solve(jumping)).toThrow(/do not meet in 200 steps/u);
  });
});

/** Of all nodes, by the currents through segments, ends and cells. */
function largestImbalance(solver: WireSolver, amperes: Float64Array, ends: DenseEnds): number {
  const { rows, columns } = solver.shape;
  const { rowSegmentOhms, columnSegmentOhms } = solver.settings;
  const w = solver.rowNodeVolts();
  const b = solver.columnNodeVolts();
  const toEnd = (end: DenseEnd, node: number, ohms: number): number => (node - end.volts) / (ohms + end.ohms);
  let largest = 0;
  for (let i = 0, k = 0; i < rows; i += 1) {
    for (let j = 0; j < columns; j += 1, k += 1) {
      let out = amperes[k]!;
      out += j > 0 ? (w[k]! - w[k - 1]!) / rowSegmentOhms : toEnd(ends.left[i]!, w[k]!, rowSegmentOhms);
      out += j < columns - 1 ? (w[k]! - w[k + 1]!) / rowSegmentOhms : toEnd(ends.right[i]!, w[k]!, rowSegmentOhms);
      let into = amperes[k]!;
      into -= i > 0 ? (b[k]! - b[k - columns]!) / columnSegmentOhms : toEnd(ends.top[j]!, b[k]!, columnSegmentOhms);
      into -=
        i < rows - 1 ? (b[k]! - b[k + columns]!) / columnSegmentOhms : toEnd(ends.bottom[j]!, b[k]!, columnSegmentOhms);
      largest = Math.max(largest, Math.abs(out), Math.abs(into));
    }
  }
  return largest;
}
