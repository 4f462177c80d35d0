import { describe, expect, it } from 'vitest';
import { randomStream } from '../../core/index.js';
import { updateDrive } from '../chip/block-drive.js';
import { silverChalcogenide } from '../models/index.js';
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
import { KernelLines } from './kernel-lines.js';

// ArrayLines itself is off by up to 1e-5 in long pulses; test/twin/random-arrays.test.ts holds both to an ODE of its own.
const bounds = {
  single: { state: 1e-4, current: 1e-3, energy: 1e-3 },
  double: { state: 1e-5, current: 1e-5, energy: 2e-5 },
} as const;
const precisions: readonly KernelPrecision[] = ['single', 'double'];
const SEEDS = 90;
const silver = silverChalcogenide.parameters;

const seeds = Array.from({ length: SEEDS }, (_, seed) => seed);

describe.each(precisions)('in %s precision', (precision) => {
  const bound = bounds[precision];

  it('blocks do to an array what they do to the reference', () => {
    for (const seed of seeds) {
      const array = arrayUnderTest(seed);
      const kernel = kernelOf(array, precision);
      const before = statesOf(kernel, array);
      const wanted = before.slice();
      const currents = [currentsOf(array), currentsOf(array)] as const;
      const joules = linesOf(array, wanted).applyBlock(array.drive, array.seconds, currents[0]);
      const got = kernel.applyBlock(array.drive, array.seconds, currents[1]);
      const after = statesOf(kernel, array);

      expect(largestDifference(after, wanted), `states of ${seed}`).toBeLessThan(bound.state);
      expect(
        after.every((x) => x >= 0 && x <= 1),
        `range of ${seed}`,
      ).toBe(true);
      expect(Math.abs(got - joules), `energy of ${seed}`).toBeLessThanOrEqual(bound.energy * Math.abs(joules));
      const [reference, sampled] = currents.map(({ columnAmperes }) => columnAmperes);
      const off = largestDifference(reference!, sampled!);
      expect(off, `sample of ${seed}`).toBeLessThanOrEqual(bound.current * largest(reference!));
      const moved = [...after.keys()].filter((cell) => after[cell] !== before[cell]);
      expect(
        moved.filter((cell) => array.circuit.stuck?.[cell] === 1),
        `stuck cells of ${seed}`,
      ).toEqual([]);
    }
  });

  it.each([1, -1] as const)('reads of sign %d see and do what the reference does, cells that move included', (sign) => {
    for (const seed of seeds) {
      const array = arrayUnderTest(seed);
      const { rows, columns } = array.circuit.shape;
      const kernel = kernelOf(array, precision);
      const wanted = statesOf(kernel, array);
      const stream = randomStream(seed, 'test/kernel-read');
      const length = sign === 1 ? rows : columns;
      const volts = Float64Array.from({ length }, () => array.readVolts * (2 * stream.uniform() - 1));
      const currents = new Float64Array(sign === 1 ? columns : rows);
      const sensed = currents.slice();
      const joules = linesOf(array, wanted).read(volts, 1e-5, currents, sign);
      const got = kernel.read(volts, 1e-5, sensed, sign);

      expect(largestDifference(currents, sensed), `currents of ${seed}`).toBeLessThan(
        bound.current * largest(currents),
      );
      expect(Math.abs(got - joules), `energy of ${seed}`).toBeLessThanOrEqual(bound.energy * joules);
      expect(largestDifference(statesOf(kernel, array), wanted), `states of ${seed}`).toBeLessThan(bound.state);
    }
  });

  it('a block after reads and blocks starts where they ended', () => {
    for (const seed of seeds.slice(0, 40)) {
      const array = arrayUnderTest(seed);
      const kernel = kernelOf(array, precision);
      const wanted = statesOf(kernel, array);
      const lines = linesOf(array, wanted);
      const { rows, columns } = array.circuit.shape;
      const back = new Float64Array(columns).fill(2 * array.readVolts);
      const small = array.seconds / 100;
      for (const one of [lines, kernel]) {
        one.applyBlock(array.drive, small, undefined);
        one.read(back, 1e-5, new Float64Array(rows), -1);
        one.applyBlock({ ...array.drive, rowVolts: array.drive.rowVolts.map((v) => -v) }, small, undefined);
      }
      const currents = new Float64Array(columns);
      const sensed = currents.slice();
      const volts = new Float64Array(rows).fill(0.01);
      lines.read(volts, 1e-5, currents, 1);
      kernel.read(volts, 1e-5, sensed, 1);

      expect(largestDifference(statesOf(kernel, array), wanted), `states of ${seed}`).toBeLessThan(3 * bound.state);
      expect(largestDifference(currents, sensed), `currents of ${seed}`).toBeLessThan(
        bound.current * largest(currents),
      );
    }
  });

  it('keeps every bit where nobody is beyond threshold', () => {
    for (const seed of seeds.slice(0, 50)) {
      const array = arrayUnderTest(seed);
      const { Vp, Vn } = array.circuit.parameters;
      const { rows, columns } = array.circuit.shape;
      // the node lies between the rows and 0 V
      const least = 0.8 * Math.min(Vp, Vn);
      const rowVolts = array.drive.rowVolts.map((v) => Math.max(0, Math.min(least, Math.abs(v))));
      const kernel = kernelOf(array, precision);
      const before = statesOf(kernel, array);
      kernel.applyBlock(updateDrive(rowVolts, array.drive.openSeconds), array.seconds, undefined);
      kernel.read(new Float64Array(columns).fill(least / (4 * columns)), 1, new Float64Array(rows), -1);

      expect(statesOf(kernel, array), `array ${seed}`).toEqual(before);
    }
  });

  it('keeps every bit of an array that is stuck', () => {
    const array = arrayUnderTest(3);
    const stuck = new Uint8Array(array.states.length).fill(1);
    const all: ArrayUnderTest = { ...array, circuit: { ...array.circuit, stuck } };
    const kernel = kernelOf(all, precision);
    const before = statesOf(kernel, all);
    const wanted = before.slice();
    const joules = linesOf(all, wanted).applyBlock(all.drive, all.seconds, undefined);

    expect(Math.abs(kernel.applyBlock(all.drive, all.seconds, undefined) / joules - 1)).toBeLessThan(1e-4);
    expect(statesOf(kernel, all)).toEqual(before);
  });

  it.each([
    { rows: 1, columns: 1 },
    { rows: 1, columns: 37 },
    { rows: 37, columns: 1 },
    { rows: 64, columns: 5 },
  ])('takes $rows x $columns', (shape) => {
    const stream = randomStream(4, 'test/kernel-shapes');
    const uniform = (length: number): Float64Array => Float64Array.from({ length }, () => stream.uniform());
    const circuit = { shape, parameters: silver, switchOnOhms: 0.1, switchOffOhms: 1e9, referenceSiemens: 5e-3 };
    const array = { ...arrayUnderTest(0), circuit, states: uniform(shape.rows * shape.columns) };
    // mostly at threshold, as the rows of an image that are not inked
    const rowVolts = uniform(shape.rows).map((u) => (u < 0.7 ? silver.Vp : silver.Vp + 0.1 * u));
    const drive = updateDrive(
      rowVolts,
      uniform(shape.columns).map((u) => 2e-4 * u),
    );
    const kernel = kernelOf(array, precision);
    const wanted = statesOf(kernel, array);
    linesOf(array, wanted).applyBlock(drive, 2.5e-4, undefined);
    kernel.applyBlock(drive, 2.5e-4, undefined);

    expect(largestDifference(statesOf(kernel, array), wanted)).toBeLessThan(bound.state);
  });

  it('gives back the states it is given, to its precision', () => {
    const array = arrayUnderTest(5);
    const kernel = kernelOf(array, precision);
    const given = array.states.map((x) => 1 - x);
    kernel.setStates(given);

    expect(statesOf(kernel, array)).toEqual(
      precision === 'double' ? given : Float64Array.from(Float32Array.from(given)),
    );
  });

  it('cannot solve a current with a kink, nor a window too sharp for its polynomial', () => {
    expect(KernelLines.canSolve({ parameters: silver, precision })).toBe(true);
    expect(KernelLines.canSolve({ parameters: { ...silver, a2: 0.18 }, precision })).toBe(false);
    expect(KernelLines.canSolve({ parameters: { ...silver, alphaN: 40, xn: 0 }, precision })).toBe(false);
  });

  it('says which voltages are beyond its sums', () => {
    const array = arrayUnderTest(6);
    const kernel = kernelOf(array, precision);
    const high = Float64Array.of(1.01 / array.circuit.parameters.b);
    expect(kernel.canApply(array.drive)).toBe(true);
    expect(kernel.canApply({ ...array.drive, rowVolts: high })).toBe(false);
    expect(kernel.canApply({ ...array.drive, columnVolts: high })).toBe(false);
    expect(kernel.canRead(high)).toBe(false);
  });
});
