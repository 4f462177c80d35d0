import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError, seconds } from '../core/index.js';
import { deviceProfile } from './device-profiles.js';
import { encodeQuarterPeriods, QUARTERS, rowVoltsOf, type QuarterPeriodScale } from './quarter-period.js';

const golden = new URL('../../test/golden/', import.meta.url);
const goldenFiles = readdirSync(golden).filter((file) => file.endsWith('.json'));

interface GoldenUpdate extends Omit<QuarterPeriodScale, 'positiveThreshold' | 'negativeThreshold'> {
  device: string;
  inputs: number[];
  errors: number[];
  rowVolts: number[][];
  columnOnSeconds: number[][];
}

const silver = deviceProfile('silver-chalcogenide');
const scale: QuarterPeriodScale = {
  voltsPerInput: 0.1,
  secondsPerErrorUp: 2e-4,
  secondsPerErrorDown: 1e-4,
  quarterSeconds: seconds(250e-6),
  positiveThreshold: silver.positiveThreshold,
  negativeThreshold: silver.negativeThreshold,
};

const encode = (x: number, y: number) => encodeQuarterPeriods(Float64Array.of(x), Float64Array.of(y), scale);
const value = fc.double({ min: -1, max: 1, noNaN: true });

describe('the quarter-period encoding', () => {
  it.each(goldenFiles)('gives the waveforms of %s', (file) => {
    const update = JSON.parse(readFileSync(new URL(file, golden), 'utf8')) as GoldenUpdate;
    const profile = deviceProfile(update.device);
    const encoded = encodeQuarterPeriods(Float64Array.from(update.inputs), Float64Array.from(update.errors), {
      ...update,
      positiveThreshold: profile.positiveThreshold,
      negativeThreshold: profile.negativeThreshold,
    });
    const rowVolts = rowVoltsOf(encoded);
    for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
      for (const [row, wanted] of update.rowVolts.entries()) {
        expect(rowVolts[quarter * encoded.rows + row]).toBeCloseTo(wanted[quarter]!, 12);
      }
      for (const [column, wanted] of update.columnOnSeconds.entries()) {
        expect(encoded.columnOnSeconds[quarter * encoded.columns + column]).toBeCloseTo(wanted[quarter]!, 12);
      }
    }
  });

  it('follows the paper’s table for every pair of signs', () => {
    const rows = (x: number) => [...rowVoltsOf(encode(x, 1))];
    expect(rows(0.5)).toEqual([0.05 + 0.16, -0.05 - 0.15, -0.15, 0.16]);
    expect(rows(-0.5)).toEqual([0.16, -0.15, -0.05 - 0.15, 0.05 + 0.16]);
    expect([...encode(1, 0.5).columnOnSeconds]).toEqual([0, 0.5e-4, 0, 1e-4]);
    expect([...encode(1, -0.5).columnOnSeconds]).toEqual([1e-4, 0, 0.5e-4, 0]);
  });

  it('keeps every row of one polarity in a quarter, at its threshold or beyond it', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 9 }), value, (xs, y) => {
        const update = encodeQuarterPeriods(Float64Array.from(xs), Float64Array.of(y), scale);
        for (const [index, v] of rowVoltsOf(update).entries()) {
          const quarter = Math.floor(index / update.rows);
          if (quarter === 0 || quarter === 3) expect(v).toBeGreaterThanOrEqual(0.16);
          else expect(v).toBeLessThanOrEqual(-0.15);
        }
      }),
    );
  });

  it('never drives a row over its threshold while a window of the other direction is open for that sign', () => {
    fc.assert(
      fc.property(value, value, (x, y) => {
        const { overdriveVolts, columnOnSeconds } = encode(x, y);
        const moving = [0, 1, 2, 3].filter((quarter) => overdriveVolts[quarter] !== 0 && columnOnSeconds[quarter]! > 0);
        // exactly the quarter of P1 table III, or none for a zero input or error
        const expected = x === 0 || y === 0 ? [] : [x > 0 ? (y > 0 ? 1 : 0) : y > 0 ? 3 : 2];
        expect(moving).toEqual(Math.abs(x * 0.1) > 0 && Math.abs(y) * 1e-4 > 0 ? expected : []);
      }),
    );
  });

  it('cuts windows at the end of the quarter and counts them', () => {
    const update = encodeQuarterPeriods(Float64Array.of(1), Float64Array.of(2, -2, 0.1), scale);
    expect(update.clippedWindows).toBe(2);
    expect(Math.max(...update.columnOnSeconds)).toBe(250e-6);
  });

  it('refuses what is not a number, naming it', () => {
    expect(() => encode(Number.NaN, 1)).toThrow(ConfigError);
    expect(() => encode(1, Number.POSITIVE_INFINITY)).toThrow('errors[0] is Infinity');
  });
});
