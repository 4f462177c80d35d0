import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FLOATING, planOfBlocks, seconds, SENSED, volts, windowsFromStart } from '../../core/index.js';
import { cellsCsv, planCsv } from './plan-csv.js';
import { planJson } from './plan-json.js';

const scale = { tickSeconds: seconds(1e-7), dacBits: 16, dacFullScaleVolts: volts(2.5) };
const stepVolts = 5 / 2 ** 16;
const code = (voltage: number): number => Math.round(voltage / stepVolts);

interface GoldenUpdate {
  readonly rows: number;
  readonly columns: number;
  readonly rowVolts: readonly (readonly number[])[];
  readonly columnOnSeconds: readonly (readonly number[])[];
}

const golden = JSON.parse(
  readFileSync('test/golden/update-silver-chalcogenide-5x4-ron1e-3.json', 'utf8'),
) as GoldenUpdate;
const quarters = [0, 1, 2, 3];
const update = planOfBlocks(
  0,
  { rows: golden.rows, columns: golden.columns },
  quarters.map((q) => ({
    ticks: 2500,
    rows: golden.rowVolts.map((row) => code(row[q]!)),
    windows: windowsFromStart(golden.columnOnSeconds.map((on) => Math.round(on[q]! / 1e-7))),
  })),
);

/** A backward read between two pulses of half select, on cells with transistors. */
const mixed = planOfBlocks(
  2,
  { rows: 2, columns: 2 },
  [
    {
      ticks: 1000,
      rows: [6553, FLOATING],
      columns: [-6553, SENSED],
      windows: [
        [20, 980],
        [0, 0],
      ],
      gates: [26_214, 0],
    },
    {
      ticks: 300,
      rows: [SENSED, SENSED],
      columns: [1310, 2621],
      windows: [
        [20, 280],
        [20, 280],
      ],
      gates: [26_214, 26_214],
      sampleTick: 250,
      reference: 'backward',
    },
  ],
  true,
);
const cell = {
  row: 0,
  column: 1,
  seconds: Float64Array.of(0, 1e-4, 1e-4),
  volts: Float64Array.of(0.1, 0.1, 0),
  amperes: Float64Array.of(1e-5, 2e-5, 0),
};

describe('planJson', () => {
  it('gives back the update that the plan was made from, within a DAC step and a tick', () => {
    const json = planJson(update, scale);
    expect(json).toMatchObject({
      rows: 5,
      columns: 4,
      blockSeconds: [2.5e-4, 2.5e-4, 2.5e-4, 2.5e-4],
      durationSeconds: 0.001,
      windows: 8,
    });
    for (const [row, byQuarter] of golden.rowVolts.entries()) {
      for (const q of quarters) {
        expect(Math.abs((json.rowVolts[row]![q] as number) - byQuarter[q]!)).toBeLessThan(stepVolts);
      }
    }
    for (const [column, byQuarter] of golden.columnOnSeconds.entries()) {
      for (const q of quarters) expect(Math.abs(json.columnOnSeconds[column]![q]! - byQuarter[q]!)).toBeLessThan(1e-7);
    }
    expect(json).not.toHaveProperty('gateVolts');
    expect(json).not.toHaveProperty('cells');
  });

  it('says what floats, what is sensed and when, and what drives gates, columns and references', () => {
    const json = planJson(mixed, scale, [{ block: 0, column: 0 }], [cell]);
    expect(json.rowVolts[0]![1]).toBe('sensed');
    expect(json.rowVolts[1]).toEqual(['floating', 'sensed']);
    expect(json.columnVolts[1]![0]).toBe('sensed');
    expect(json.columnVolts[1]![1]).toBeCloseTo(0.2, 4);
    expect(json.columnFromSeconds).toEqual([
      [2e-6, 2e-6],
      [0, 2e-6],
    ]);
    expect(json.columnOnSeconds[0]).toEqual([9.6e-5, 2.6e-5]);
    expect(json.gateVolts![1]![0]).toBe(0);
    expect(json.reference).toEqual(['off', 'backward']);
    expect(json.samples).toEqual([{ block: 1, seconds: 1.25e-4, lines: ['W00', 'W01'] }]);
    expect(json.clippedWindows).toEqual([{ block: 0, column: 0 }]);
    expect(json.cells).toEqual([{ ...cell, seconds: [0, 1e-4, 1e-4], volts: [0.1, 0.1, 0], amperes: [1e-5, 2e-5, 0] }]);
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });
});

const tableOf = (csv: string): string[] =>
  csv
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('#'));

describe('planCsv', () => {
  it('is a table of every line in every block under its commented head', () => {
    const csv = planCsv(update, scale, [{ block: 2, column: 1 }]);
    const table = tableOf(csv);
    expect(table[0]).toBe('block,line,kind,state,volts,start_seconds,on_seconds');
    expect(table).toHaveLength(1 + 4 * (5 + 4));
    expect(table[1]).toBe('1,W00,row,driven,0.1599884033203125,0,0.00025');
    expect(table.at(-1)).toMatch(/^4,B03,column,sensed,,0\.00075,0\.0000\d+$/u);
    expect(csv).toContain('# clipped_windows: B01:3 (column:block)');
  });

  it('has gates, references and samples where there are any', () => {
    const table = tableOf(planCsv(mixed, scale));
    expect(table).toHaveLength(1 + 2 * (2 + 2 + 2) + 1 + 2);
    expect(table).toContain('1,W01,row,floating,,0,0.0001');
    expect(table).toContain('1,B01,column,floating,,0,0');
    expect(table).toContain('1,W01,gate,driven,0,0,0.0001');
    expect(table).toContain('2,W01,row,sensed,,0.0001,0.00003');
    expect(table).toContain('2,W01,sample,sensed,,0.000125,0');
    const reference = table.find((line) => line.includes('reference'))!.split(',');
    expect(Number(reference[4])).toBeCloseTo(-0.3, 3);
    const driven = table.find((line) => line.startsWith('2,B01,column,driven'))!.split(',');
    expect(driven.slice(5)).toEqual(['0.000102', '0.000026']);
  });

  it('tells the waveforms of cells in a table of their own', () => {
    expect(tableOf(cellsCsv([cell]))).toEqual([
      'cell,seconds,volts,amperes',
      'W00B01,0,0.1,0.00001',
      'W00B01,0.0001,0.1,0.00002',
      'W00B01,0.0001,0,0',
    ]);
  });
});
