import { describe, expect, it } from 'vitest';
import { randomStream } from '../../core/index.js';
import { EffectiveRead } from './effective-read.js';
import { WireSolver } from './wire-solver.js';

const SHAPES = [
  { rows: 5, columns: 8 },
  { rows: 9, columns: 3 },
  { rows: 1, columns: 6 },
  { rows: 7, columns: 1 },
];

function readOf(rows: number, columns: number): { solver: WireSolver; read: EffectiveRead; cells: Float64Array } {
  const stream = randomStream(rows, 'wires/read');
  const solver = new WireSolver({ shape: { rows, columns }, rowSegmentOhms: 30, columnSegmentOhms: 20 });
  const cells = Float64Array.from({ length: rows * columns }, () => 1e-4 * stream.uniform());
  solver.setConductances(cells);
  solver.left.connectAll(0, 10);
  solver.bottom.connectAll(0, 5, 1e-5, 0.2);
  solver.top.connectAll(0.1, 1e4);
  return { solver, read: new EffectiveRead(solver), cells };
}

const volts = (count: number, step: number): Float64Array =>
  Float64Array.from({ length: count }, (_, k) => 0.3 - step * k);

function expectSame(found: Float64Array, wanted: Float64Array): void {
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(largest).toBeGreaterThan(1e-8);
  for (const [k, value] of wanted.entries()) expect(Math.abs(found[k]! - value) / largest).toBeLessThan(1e-6);
}

describe('EffectiveRead', () => {
  it('reads by its matrix what a solve finds, in both directions', () => {
    for (const { rows, columns } of SHAPES) {
      const { solver, read } = readOf(rows, columns);
      read.prepare();
      expect(read.isPrepared).toBe(true);
      const forward = read.forward(volts(rows, 0.07));
      const backward = read.backward(volts(columns, 0.05));
      solver.left.drive(volts(rows, 0.07));
      solver.bottom.drive(new Float64Array(columns));
      solver.solve({ tolerance: 1e-10 });
      expectSame(forward, solver.endAmperes('bottom'));
      solver.left.drive(new Float64Array(rows));
      solver.bottom.drive(volts(columns, 0.05));
      solver.solve({ tolerance: 1e-10 });
      expectSame(backward, solver.endAmperes('left'));
    }
  });

  it('makes the matrix once as many reads have been solved as it costs, and not before', () => {
    const { read, solver, cells } = readOf(5, 8);
    const wanted = read.forward(volts(5, 0.1));
    for (let reads = 1; reads < 5; reads += 1) {
      expectSame(read.forward(volts(5, 0.1)), wanted);
      expect(read.isPrepared).toBe(false);
    }
    expectSame(read.forward(volts(5, 0.1)), wanted);
    expect(read.isPrepared).toBe(true);
    solver.setConductances(cells.map((siemens) => siemens / 2));
    expect(read.isPrepared).toBe(false);
  });

  it('forgets the matrix where another side or a resistance changes, not where its own sides are driven', () => {
    const { read, solver } = readOf(6, 4);
    read.prepare();
    solver.left.drive(volts(6, 0.2));
    expect(read.isPrepared).toBe(true);
    solver.top.connectAll(0.05, 1e4);
    expect(read.isPrepared).toBe(false);
    read.prepare();
    solver.bottom.connect(2, 0, 50, 1e-5, 0.2);
    expect(read.isPrepared).toBe(false);
  });

  it('refuses sides that are one, and voltages for other lines', () => {
    const { read, solver } = readOf(6, 4);
    expect(() => new EffectiveRead(solver, { inputs: 'top', outputs: 'top' })).toThrow(/same side, top/u);
    expect(() => read.forward(new Float64Array(4))).toThrow(/4 voltages for 6 lines at the left/u);
    expect(() => read.backward(new Float64Array(6))).toThrow(/6 voltages for 4 lines at the bottom/u);
  });
});
