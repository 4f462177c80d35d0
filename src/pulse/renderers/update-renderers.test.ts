import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seconds, volts, type PulsePlan } from '../../core/index.js';
import { updateCsv } from './update-csv.js';
import { updateJson } from './update-json.js';
import { updateSvg } from './update-svg.js';

const scale = { tickSeconds: seconds(1e-7), dacBits: 16, dacFullScaleVolts: volts(2.5) };
const thresholds = { positiveThreshold: volts(0.16), negativeThreshold: volts(-0.15) };
const stepVolts = 5 / 2 ** 16;

interface GoldenUpdate {
  readonly rows: number;
  readonly columns: number;
  readonly quarterSeconds: number;
  readonly rowVolts: readonly (readonly number[])[];
  readonly columnOnSeconds: readonly (readonly number[])[];
}

const golden = JSON.parse(
  readFileSync('test/golden/update-silver-chalcogenide-5x4-ron1e-3.json', 'utf8'),
) as GoldenUpdate;

const quarters = [0, 1, 2, 3];
const plan: PulsePlan = {
  array: 0,
  shape: { rows: golden.rows, columns: golden.columns },
  blockTicks: new Uint32Array(4).fill(2500),
  rowCodes: Int32Array.from(quarters.flatMap((q) => golden.rowVolts.map((row) => Math.round(row[q]! / stepVolts)))),
  columnTicks: Uint32Array.from(quarters.flatMap((q) => golden.columnOnSeconds.map((on) => Math.round(on[q]! / 1e-7)))),
};

/** A plan larger than anyone can read. */
const large: PulsePlan = {
  array: 1,
  shape: { rows: 100, columns: 40 },
  blockTicks: new Uint32Array(4).fill(2500),
  rowCodes: new Int32Array(400).fill(2000),
  columnTicks: new Uint32Array(160).fill(100),
};

describe('updateJson', () => {
  it('gives back the update that the plan was made from, within a DAC step and a tick', () => {
    const json = updateJson(plan, scale);
    expect(json).toMatchObject({ rows: 5, columns: 4, quarterSeconds: 0.00025, durationSeconds: 0.001, windows: 8 });
    for (const [row, byQuarter] of golden.rowVolts.entries()) {
      for (const q of quarters) expect(Math.abs(json.rowVolts[row]![q]! - byQuarter[q]!)).toBeLessThan(stepVolts);
    }
    for (const [column, byQuarter] of golden.columnOnSeconds.entries()) {
      for (const q of quarters) expect(Math.abs(json.columnOnSeconds[column]![q]! - byQuarter[q]!)).toBeLessThan(1e-7);
    }
  });

  it('gives a length for each quarter where they differ', () => {
    const uneven = { ...plan, blockTicks: Uint32Array.of(2500, 2500, 2500, 3000) };
    expect(updateJson(uneven, scale).quarterSeconds).toHaveLength(4);
  });
});

describe('updateCsv', () => {
  it('is a table of every line in every quarter under its commented head', () => {
    const lines = updateCsv(plan, scale, [{ quarter: 2, column: 1 }])
      .trimEnd()
      .split('\n');
    const table = lines.filter((line) => !line.startsWith('#'));
    expect(table[0]).toBe('quarter,line,kind,volts,on_seconds,start_seconds');
    expect(table).toHaveLength(1 + 4 * (5 + 4));
    expect(table[1]).toBe('1,W00,row,0.1599884033203125,0.00025,0');
    expect(table.at(-1)).toMatch(/^4,B03,column,,0\.0000\d+,0\.00075$/);
    expect(lines).toContain('# clipped_windows: B01:Q3');
  });
});

const count = (svg: string, pattern: RegExp): number => svg.match(pattern)?.length ?? 0;

describe('updateSvg', () => {
  it('draws a lane for every line, the quarters, both thresholds and the axes with their units', () => {
    const svg = updateSvg(plan, scale, thresholds);
    for (const name of ['W00', 'W04', 'B00', 'B03', 'Q1', 'Q4', 'Vth+ 0.16 V', 'time (µs)']) {
      expect(svg).toContain(`>${name}<`);
    }
    expect(svg).toContain('Rows: voltage (V)');
    expect(count(svg, /stroke-dasharray/g)).toBe(2 * 5);
    expect(count(svg, /<path /g)).toBe(5);
  });

  it('marks clipped windows and escapes what it is given', () => {
    const options = { title: '<script>"&', clippedWindows: [{ quarter: 2, column: 0 }] };
    const svg = updateSvg(plan, scale, thresholds, options);
    expect(count(svg, / clipped</g)).toBe(1);
    expect(svg).not.toContain('<script>');
  });

  it('draws the first 32 of more lines and says so', () => {
    const svg = updateSvg(large, scale, thresholds);
    expect(count(svg, /<path /g)).toBe(32);
    expect(svg).toContain('only W00–W31 of 100 are drawn');
    expect(svg).toContain('only B00–B31 of 40 are drawn');
  });

  it('draws a plan that does nothing', () => {
    const idle = { ...plan, rowCodes: new Int32Array(20), columnTicks: new Uint32Array(16) };
    expect(updateSvg(idle, scale, thresholds)).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('is the same bytes for the same plan', () => {
    expect(updateSvg(plan, scale, thresholds)).toBe(updateSvg(plan, scale, thresholds));
  });
});
