import fc from 'fast-check';
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
        for (let k = 0; k < wanted.length; k += 1) expect(Math.abs(newton.volts[k]! - wanted[k]!)).toBeLessThan(1e-9);
      }),
      { seed: 6, numRuns: 8 },
    );
  });
});
