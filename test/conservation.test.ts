import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { seconds, type Board } from '../src/core/index.js';
import { deviceProfile, planUpdate, smallerThreshold } from '../src/pulse/index.js';
import { openTwinUnderTest } from './mocks/open-twin.js';

// What must hold of every update through encoding, ticks, codes, wire, board and chip together.

const boards: Board[] = [];
afterAll(async () => {
  for (const board of boards) await board.close();
});

const value = fc.double({ min: -1, max: 1, noNaN: true });

describe.each(['silver-chalcogenide', 'anodic-titania'])('an update of %s', async (device) => {
  const shape = { rows: 5, columns: 4 };
  const profile = deviceProfile(device);
  const { board, twin } = await openTwinUnderTest({ device, arrays: [shape] });
  boards.push(board);
  const crossbar = board.crossbars[0]!;
  const chip = twin.chip.arrays[0]!;
  const fresh = chip.states.slice();
  const overdrive = 0.4 * smallerThreshold(profile);
  const scale = {
    voltsPerInput: overdrive,
    secondsPerErrorUp: 200e-6,
    secondsPerErrorDown: 200e-6,
    quarterSeconds: seconds(250e-6),
    positiveThreshold: profile.positiveThreshold,
    negativeThreshold: profile.negativeThreshold,
  };

  /** Change of every cell's state, row-major. */
  async function changed(inputs: readonly number[], errors: readonly number[]): Promise<Float64Array> {
    chip.loadStates(fresh);
    const x = Float64Array.from(inputs);
    const y = Float64Array.from(errors);
    const { plan } = planUpdate(x, y, scale, crossbar, profile);
    await crossbar.run(plan, { serial: board.takeSerial() });
    return chip.states.map((state, cell) => state - fresh[cell]!);
  }

  const lines = (count: number) => fc.array(value, { minLength: count, maxLength: count });

  it('moves no cell of a row at threshold, of a column without error, or of an open column', async () => {
    await fc.assert(
      fc.asyncProperty(lines(5), lines(4), fc.nat(4), fc.nat(3), async (inputs, errors, row, column) => {
        inputs[row] = 0;
        errors[column] = 0;
        const change = await changed(inputs, errors);
        for (let k = 0; k < 4; k += 1) expect(Math.abs(change[row * 4 + k]!)).toBeLessThanOrEqual(1e-9);
        for (let k = 0; k < 5; k += 1) expect(Math.abs(change[k * 4 + column]!)).toBeLessThanOrEqual(1e-9);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('moves every cell the way the table says: G falls where input and error have one sign', async () => {
    await fc.assert(
      fc.asyncProperty(lines(5), lines(4), async (inputs, errors) => {
        const change = await changed(inputs, errors);
        for (const [cell, moved] of change.entries()) {
          const product = inputs[Math.floor(cell / 4)]! * errors[cell % 4]!;
          // what rounds to no code or no tick rests
          if (Math.abs(moved) > 1e-9) expect(Math.sign(moved)).toBe(-Math.sign(product));
          if (Math.abs(product) > 0.05) expect(Math.abs(moved)).toBeGreaterThan(1e-9);
        }
      }),
      { numRuns: 60, seed: 2 },
    );
  });

  it('changes half as much for half the error', async () => {
    // short against the linear range, long against a tick
    const whole = await changed([1, 0.5, -0.5, -1, 0.8], [0.4, -0.4, 0.2, -0.2]);
    const half = await changed([1, 0.5, -0.5, -1, 0.8], [0.2, -0.2, 0.1, -0.1]);
    for (const [cell, moved] of whole.entries()) {
      expect(Math.abs(half[cell]! / moved - 0.5)).toBeLessThan(0.05 * 0.5);
    }
  });

  it('is moved by no read', async () => {
    await fc.assert(
      fc.asyncProperty(lines(5), lines(4), async (inputs, errors) => {
        chip.loadStates(fresh);
        const readVolts = board.limits.maxReadVolts;
        await crossbar.readForward(Float64Array.from(inputs, (x) => x * readVolts));
        await crossbar.readBackward(Float64Array.from(errors, (y) => y * readVolts));
        for (const [cell, state] of chip.states.entries())
          expect(Math.abs(state - fresh[cell]!)).toBeLessThanOrEqual(1e-9);
      }),
      { numRuns: 60, seed: 3 },
    );
  });
});
