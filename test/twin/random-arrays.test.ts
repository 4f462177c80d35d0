import { describe, expect, it } from 'vitest';
import { randomStream } from '../../src/core/index.js';
import { ChipArray } from '../../src/twin/chip/chip-array.js';
import { updateDrive } from '../../src/twin/chip/block-drive.js';
import { cellParameters } from '../../src/twin/chip/cell-parameters.js';
import { anodicTitania, silverChalcogenide } from '../../src/twin/models/index.js';
import { afterHold, nodeOf, switchAmperes, type OdeColumn } from './tight-ode.js';

const CASES = 200;
const BLOCK_SECONDS = 2e-4;
const STEPS = 60;

/** How far a state may be from the tight ODE's. */
const ALLOWED = { plain: 1e-6, double: 1e-6, single: 1e-4 } as const;

function randomArray(index: number, arithmetic: keyof typeof ALLOWED) {
  const stream = randomStream(index, 'test/random-arrays');
  const between = (low: number, high: number): number => low + (high - low) * stream.uniform();
  const device = index % 2 === 0 ? silverChalcogenide : anodicTitania;
  const rows = 1 + Math.floor(between(0, 8));
  const columns = 1 + Math.floor(between(0, 8));
  const switchOnOhms = index % 10 === 0 ? 0 : 10 ** between(-3, 3);
  const circuit = { switchOnOhms, switchOffOhms: 10 ** between(5, 9), referenceSiemens: 0.00478 };
  const start = Float64Array.from({ length: rows * columns }, () => between(0, 1));
  const { Vp, Vn } = device.parameters;
  // some rows of every polarity, some at rest: up to twice the threshold
  const volts = Float64Array.from({ length: rows }, () => between(-2 * Vn, 2 * Vp));
  const windows = Float64Array.from({ length: columns }, () => BLOCK_SECONDS * Math.min(1, between(-0.2, 1.2)));
  const array = new ChipArray({
    shape: { rows, columns },
    cells: cellParameters(device),
    states: start,
    ...circuit,
    arithmetic,
  });
  const column = (switchOhms: number, referenceVolts = 0): OdeColumn => ({
    parameters: device.parameters,
    volts,
    switchOhms,
    referenceSiemens: circuit.referenceSiemens,
    referenceVolts,
  });
  return { rows, columns, circuit, start, volts, windows, array, column, device };
}

describe.each(['plain', 'double', 'single'] as const)('random arrays in %s arithmetic', (arithmetic) => {
  it(`end where a tight ODE does, ${CASES} of them at any resistance of the switches`, () => {
    for (let index = 0; index < CASES; index += 1) {
      const { rows, columns, circuit, start, windows, volts, array, column } = randomArray(index, arithmetic);
      array.applyBlock(updateDrive(volts, windows), BLOCK_SECONDS);
      const { states } = array;
      for (let j = 0; j < columns; j += 1) {
        const own = Array.from({ length: rows }, (_, row) => start[row * columns + j]!);
        const closed = Math.max(0, windows[j]!);
        const between = closed > 0 ? afterHold(column(circuit.switchOnOhms), own, closed, STEPS) : own;
        const left = BLOCK_SECONDS - closed;
        const wanted = left > 0 ? afterHold(column(circuit.switchOffOhms), between, left, STEPS) : between;
        for (let row = 0; row < rows; row += 1) {
          const off = Math.abs(states[row * columns + j]! - wanted[row]!);
          expect(off, `array ${index}, row ${row}, column ${j}`).toBeLessThan(ALLOWED[arithmetic]);
        }
      }
    }
  });

  it('leave less than 1e-9 of the largest current at every node', () => {
    // sums of 8 numbers in single precision; the states are the same, as they are what was rounded
    const allowed = arithmetic === 'single' ? 1e-6 : 1e-9;
    for (let index = 0; index < CASES; index += 1) {
      const { rows, columns, circuit, volts, array, column, device } = randomArray(index, arithmetic);
      const read = volts.map((v) => v / 2.5);
      const amperes = new Float64Array(columns);
      array.readForward(read, 1e-5, amperes);
      const { states } = array;
      const sum = read.reduce((total, v) => total + v, 0);
      const line = { ...column(circuit.switchOnOhms, -sum), volts: read };
      for (let j = 0; j < columns; j += 1) {
        const own = Array.from({ length: rows }, (_, row) => states[row * columns + j]!);
        const node = nodeOf(line, own);
        const { a1, b } = device.parameters;
        const currents = own.map((x, row) => Math.abs(a1 * x * Math.sinh(b * (read[row]! - node))));
        const largest = Math.max(...currents, circuit.referenceSiemens * Math.abs(-sum - node));
        const residual = Math.abs(amperes[j]! - switchAmperes(line, own));
        expect(residual, `array ${index}, column ${j}`).toBeLessThanOrEqual(allowed * largest);
      }
    }
  });
});
