import { afterAll, describe, expect, it } from 'vitest';
import { lastValueFrom } from 'rxjs';
import { randomStream, seconds, siemens, volts, type Board } from '../src/core/index.js';
import { deviceProfile, schedule, smallerThreshold, type CompiledUpdate } from '../src/pulse/index.js';
import { builtInChip, parseChipFile } from '../src/twin/index.js';
import { measureSlopes, readConductances, writeRows } from '../src/verify/index.js';
import { openTwinUnderTest } from './mocks/open-twin.js';

const boards: Board[] = [];
afterAll(async () => {
  for (const board of boards) await board.close();
});

/** Runs a generator of plans to its end and gives what it returns. */
async function finished<Result>(board: Board, plans: AsyncGenerator<CompiledUpdate, Result>): Promise<Result> {
  const box: { result?: Result } = {};
  async function* watched(): AsyncGenerator<CompiledUpdate> {
    box.result = yield* plans;
  }
  await lastValueFrom(schedule(watched(), board));
  return box.result!;
}

describe.each(['silver-chalcogenide', 'anodic-titania'])('closed loops on %s', async (device) => {
  const profile = deviceProfile(device);
  const readVolts = volts(0.9 * smallerThreshold(profile));
  const shape = { rows: 5, columns: 4 };
  const { board, twin } = await openTwinUnderTest({ device, arrays: [shape] });
  boards.push(board);
  const crossbar = board.crossbars[0]!;
  const chip = twin.chip.arrays[0]!;
  const width = profile.linearRange.max - profile.linearRange.min;
  const common = {
    profile,
    readVolts,
    overdriveVolts: volts(0.3 * smallerThreshold(profile)),
    quarterSeconds: seconds(250e-6),
  };

  it('reads every cell to the resolution of the ADC', async () => {
    const adcStep = (2 * twin.identity.adc.fullScaleAmperes) / 2 ** twin.identity.adc.bits;
    const read = await readConductances(crossbar, readVolts);
    for (const [cell, g] of chip.conductances().entries()) {
      // half a step of the ADC, and the I-V is a sinh, not a line
      expect(Math.abs(read[cell]! - g)).toBeLessThan((0.51 * adcStep) / readVolts + 1e-3 * g);
    }
  });

  it('measures slopes and leaves the array about where it was', async () => {
    const before = chip.conductances();
    const slopes = await finished(board, measureSlopes(crossbar, common));
    expect(slopes.up).toBeGreaterThan(0);
    expect(slopes.down).toBeGreaterThan(0);
    const after = chip.conductances();
    const drift = after.reduce((sum, g, cell) => sum + g - before[cell]!, 0) / after.length;
    expect(Math.abs(drift)).toBeLessThan(0.1 * width);
  });

  it('writes a wanted matrix and leaves alone what it was not asked to write', async () => {
    const slopes = await finished(board, measureSlopes(crossbar, common));
    const stream = randomStream(1, 'targets');
    const targets = Float64Array.from(
      { length: 20 },
      () => profile.linearRange.min + width * (0.25 + 0.5 * stream.uniform()),
    );
    targets[7] = Number.NaN;
    const left = chip.conductances()[7]!;
    const tolerance = siemens(0.01 * width);
    const report = await finished(
      board,
      writeRows(crossbar, targets, { ...common, slopes, tolerance, maxPulses: 500 }),
    );
    expect(report.failed).toEqual([]);
    for (const [cell, g] of chip.conductances().entries()) {
      if (cell === 7) expect(Math.abs(g - left)).toBeLessThan(1e-3 * width);
      else expect(Math.abs(g - targets[cell]!)).toBeLessThan(1.3 * tolerance);
    }
  });
});

it('names the cells that do not take their value', async () => {
  const chip = parseChipFile('device: silver-chalcogenide\nstuck: [{cell: [1, 0], at: low}]\n', 'stuck.yaml');
  expect(builtInChip('silver-chalcogenide').stuck).toEqual([]);
  const { board } = await openTwinUnderTest({ chip, arrays: [{ rows: 2, columns: 2 }] });
  boards.push(board);
  const profile = deviceProfile('silver-chalcogenide');
  const options = {
    profile,
    slopes: { up: 20, down: 40 },
    readVolts: volts(0.135),
    overdriveVolts: volts(0.03),
    quarterSeconds: seconds(250e-6),
    tolerance: siemens(2e-5),
    maxPulses: 30,
  };
  const targets = new Float64Array(4).fill(4.7e-3);
  const report = await finished(board, writeRows(board.crossbars[0]!, targets, options));
  expect(report.failed).toEqual(['W01B00']);
});
