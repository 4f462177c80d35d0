import { describe, expect, it } from 'vitest';
import { randomStream } from '../../core/index.js';
import { updateDrive } from '../chip/block-drive.js';
import {
  arrayUnderTest,
  currentsOf,
  kernelOf,
  largest,
  largestDifference,
  linesOf,
  statesOf,
  type ArrayUnderTest,
} from './array-under-test.js';
import type { KernelPrecision } from './fall-curve.js';

const seeds = Array.from({ length: 80 }, (_, seed) => seed);

const bounds = {
  single: { state: 1e-4, current: 1e-3, energy: 1e-3, atRest: 2e-7 },
  double: { state: 1e-5, current: 1e-5, energy: 2e-5, atRest: 1e-9 },
} as const satisfies Record<KernelPrecision, unknown>;

/** The rows mostly at 0 V, as those of an image. */
function sparseVolts({ circuit, readVolts }: ArrayUnderTest, seed: number): Float64Array {
  const stream = randomStream(seed, 'test/sparse-read');
  const scale = 2 * readVolts;
  return Float64Array.from({ length: circuit.shape.rows }, () =>
    stream.uniform() < 0.3 ? scale * stream.uniform() : 0,
  );
}

describe.each(['single', 'double'] as const)('in %s precision', (precision) => {
  const bound = bounds[precision];

  it('a block with all rows at one voltage at rest takes the energy and shows the currents of the reference', () => {
    for (const seed of seeds) {
      const array = arrayUnderTest(seed);
      const { rows, columns } = array.circuit.shape;
      const { Vp, Vn } = array.circuit.parameters;
      // tables of thresholds go down to 0.8 of the nominal
      const volts = seed % 2 === 0 ? 0.7 * Vp : -0.7 * Vn;
      const drive = {
        ...array.drive,
        rowVolts: new Float64Array(rows).fill(volts),
        columnVolts: new Float64Array(columns),
      };
      const offsetReference = { ...drive, referenceVolts: (seed % 3) * 0.02 * volts };
      const kernel = kernelOf(array, precision);
      const before = statesOf(kernel, array);
      const [wanted, seen] = [currentsOf(array), currentsOf(array)];
      const joules = linesOf(array, before.slice()).applyBlock(offsetReference, array.seconds, wanted);
      const got = kernel.applyBlock(offsetReference, array.seconds, seen);

      expect(Math.abs(got / joules - 1), `energy of ${seed}`).toBeLessThan(bound.atRest);
      const off = largestDifference(seen.columnAmperes, wanted.columnAmperes);
      expect(off, `sample of ${seed}`).toBeLessThanOrEqual(bound.atRest * largest(wanted.columnAmperes));
      expect(statesOf(kernel, array), `states of ${seed}`).toEqual(before);
    }
  });

  it('a read of few rows sees what the reference does, and moves the rows at 0 V where its reference line does', () => {
    let movedAtRest = 0;
    for (const seed of seeds) {
      const array = arrayUnderTest(seed);
      const { columns } = array.circuit.shape;
      const volts = sparseVolts(array, seed);
      const kernel = kernelOf(array, precision);
      const before = statesOf(kernel, array);
      const wanted = before.slice();
      const [currents, sensed] = [new Float64Array(columns), new Float64Array(columns)];
      const joules = linesOf(array, wanted).read(volts, array.seconds, currents, 1);
      const got = kernel.read(volts, array.seconds, sensed, 1);
      movedAtRest += wanted.filter((x, cell) => volts[Math.floor(cell / columns)] === 0 && x !== before[cell]).length;

      expect(largestDifference(statesOf(kernel, array), wanted), `states of ${seed}`).toBeLessThan(bound.state);
      expect(Math.abs(got - joules), `energy of ${seed}`).toBeLessThanOrEqual(bound.energy * joules);
      const off = largestDifference(currents, sensed);
      expect(off, `currents of ${seed}`).toBeLessThanOrEqual(bound.current * largest(currents));
    }
    expect(movedAtRest).toBeGreaterThan(0);
  });

  it('moves rows at 0 V where the reference line draws a column whose switch is open', () => {
    const array = arrayUnderTest(0);
    const { parameters } = array.circuit;
    const shape = { rows: 9, columns: 3 };
    const circuit = { parameters, shape, switchOnOhms: 1, switchOffOhms: 1e9, referenceSiemens: 1 };
    const states = new Float64Array(shape.rows * shape.columns).fill(0.3);
    const rowVolts = new Float64Array(shape.rows).fill(0.5 * parameters.Vp, 0, 2);
    for (const referenceVolts of [-1.2 * parameters.Vp, 1.2 * parameters.Vn]) {
      const drive = { ...updateDrive(rowVolts, new Float64Array(shape.columns)), referenceVolts };
      const kernel = kernelOf({ ...array, circuit, states }, precision);
      const wanted = statesOf(kernel, { circuit });
      linesOf({ circuit }, wanted).applyBlock(drive, 1e-4, undefined);
      kernel.applyBlock(drive, 1e-4, undefined);

      expect(Math.abs(wanted.at(-1)! - 0.3)).toBeGreaterThan(10 * bound.state);
      expect(largestDifference(statesOf(kernel, { circuit }), wanted)).toBeLessThan(bound.state);
    }
  });

  it('does to a column what it does to it alone, whatever is beside it', () => {
    const array = arrayUnderTest(11);
    const { parameters } = array.circuit;
    const stream = randomStream(1, 'test/kernel-neighbours');
    const shape = { rows: 21, columns: 7 };
    const circuit = { parameters, shape, switchOnOhms: 1, switchOffOhms: 1e9, referenceSiemens: 5e-3 };
    const states = Float64Array.from({ length: shape.rows * shape.columns }, () => stream.uniform());
    const rowVolts = Float64Array.from({ length: shape.rows }, () => parameters.Vp * (1 + stream.uniform()));
    const windows = Float64Array.from({ length: shape.columns }, () => 2e-4 * stream.uniform());
    const together = kernelOf({ ...array, circuit, states }, precision);
    together.applyBlock(updateDrive(rowVolts, windows), 2.5e-4, undefined);
    const after = statesOf(together, { circuit });
    for (let column = 0; column < shape.columns; column += 1) {
      const own = { ...circuit, shape: { rows: shape.rows, columns: 1 } };
      const isOwn = (_: number, cell: number): boolean => cell % shape.columns === column;
      const alone = kernelOf({ ...array, circuit: own, states: states.filter(isOwn) }, precision);
      alone.applyBlock(updateDrive(rowVolts, windows.slice(column, column + 1)), 2.5e-4, undefined);
      expect(statesOf(alone, { circuit: own })).toEqual(after.filter(isOwn));
    }
  });
});
