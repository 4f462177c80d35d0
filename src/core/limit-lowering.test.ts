import { describe, expect, it } from 'vitest';
import type { BoardLimits, LowerableLimits } from './crossbar.js';
import { assertOnlyLowers } from './limit-lowering.js';
import { seconds, siemens, volts } from './units.js';

const limits: BoardLimits = {
  tickSeconds: seconds(1e-6),
  dacBits: 16,
  dacFullScaleVolts: volts(2),
  maxRowVolts: volts(0.32),
  maxGateVolts: volts(0),
  maxReadVolts: volts(0.15),
  maxBlockTicks: 1000,
  edgeTicks: 10,
  settleTicks: 10,
  openTicks: 10,
  drivesColumns: false,
  floatsRows: false,
  maxSamples: 0,
  maxOutputTicks: 4000,
  maxPlanBytes: 1 << 20,
  maxPlans: 8,
  readSeconds: seconds(1e-5),
  referenceSiemens: siemens(4.78e-3),
};

const complaintOn = (changes: Partial<LowerableLimits>): unknown => {
  try {
    return assertOnlyLowers(changes, limits);
  } catch (error) {
    return error;
  }
};

describe('assertOnlyLowers', () => {
  it('takes what is in force or lower, and nothing at all', () => {
    expect(complaintOn({})).toBeUndefined();
    const inForce = { maxRowVolts: limits.maxRowVolts, maxReadVolts: volts(0.15), maxOutputTicks: 4000 };
    expect(complaintOn(inForce)).toBeUndefined();
    expect(complaintOn({ maxRowVolts: volts(0.1), maxBlockTicks: 10 })).toBeUndefined();
  });

  it.each<[Partial<LowerableLimits>, RegExp]>([
    [{ maxRowVolts: volts(0.3201) }, /row voltage cannot be 320\.1 mV: it is 320 mV, and limits can only be lowered/u],
    [{ maxReadVolts: volts(0) }, /read voltage cannot be 0 V: give at least 61\.0352 uV/u],
    [{ maxReadVolts: volts(Number.NaN) }, /read voltage cannot be NaN V/u],
    [{ maxBlockTicks: 9 }, /block length cannot be 9 us: give at least 10 us/u],
    [{ maxBlockTicks: 100.5 }, /block length cannot be 100\.5 us: give whole ticks/u],
    [{ maxRowVolts: volts(0.1), maxOutputTicks: 4001 }, /output time cannot be 4\.001 ms: it is 4 ms/u],
  ])('refuses %o', (changes, complaint) => {
    const error = complaintOn(changes);
    expect(error).toMatchObject({ code: 'bad-argument', message: expect.stringMatching(complaint) as string });
  });
});
