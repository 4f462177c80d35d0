import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLOATING, planOfBlocks, SENSED, volts, type BlockToPlan } from '../../core/index.js';
import { isPureRead } from './pure-read.js';

/** A code is 1 mV. */
const limits = { dacBits: 11, dacFullScaleVolts: volts(1.024), maxReadVolts: volts(0.15) };
const shape = { rows: 2, columns: 2 };
const closed = [
  [0, 100],
  [0, 100],
] as const;

const isRead = (...blocks: Partial<BlockToPlan>[]): boolean =>
  isPureRead(
    planOfBlocks(
      0,
      shape,
      blocks.map((block) => ({ ticks: 100, windows: closed, ...block })),
    ),
    limits,
  );

describe('a plan that moves no cell', () => {
  it('has no more than a read across any cell', () => {
    expect(isRead({ rows: [150, -150] })).toBe(true);
    expect(isRead({ rows: [151, 0] })).toBe(false);
    expect(isRead({ rows: [0, -151] })).toBe(false);
    expect(isRead({ rows: [SENSED, SENSED], columns: [-150, 150], reference: 'backward' })).toBe(true);
  });

  it('is told by what its cells see, between rows and columns', () => {
    expect(isRead({ rows: [100, 0], columns: [-100, SENSED] })).toBe(false);
    expect(isRead({ rows: [100, 100], columns: [-50, SENSED] })).toBe(true);
  });

  it('takes lines that float at their worst', () => {
    const windows = [
      [0, 100],
      [10, 100],
    ] as const;
    expect(isRead({ rows: [100, -50], windows })).toBe(true);
    expect(isRead({ rows: [100, -60], windows })).toBe(false);
    expect(isRead({ rows: [FLOATING, 100], columns: [SENSED, -60] })).toBe(false);
    expect(isRead({ rows: [100, 60], windows, reference: 'forward' })).toBe(false);
  });

  it('has no block that moves one', () => {
    expect(isRead({ rows: [100, 0] }, { rows: [0, 0] })).toBe(true);
    expect(isRead({ rows: [100, 0] }, { rows: [300, 0] })).toBe(false);
  });

  it('keeps every cell of any linear array below the read limit, floating lines included', () => {
    const drive = fc.oneof(fc.integer({ min: -160, max: 160 }), fc.constantFrom(FLOATING, SENSED, 0));
    const columnDrive = fc.oneof(fc.integer({ min: -160, max: 160 }), fc.constant(SENSED));
    const siemens = fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
    const isClosed = fc.tuple(fc.boolean(), fc.boolean());
    const pair = <Value>(one: fc.Arbitrary<Value>) => fc.tuple(one, one);
    let reads = 0;
    fc.assert(
      fc.property(pair(drive), pair(columnDrive), isClosed, siemens, (rows, columns, closedColumns, g) => {
        const windows = closedColumns.map((is): [number, number] => (is ? [0, 100] : [0, 0]));
        if (!isRead({ rows, columns, windows })) return;
        reads += 1;
        const volt = (code: number): number => (code === SENSED ? 0 : code / 1000);
        const rowVolts = rows.map((code) => (code === FLOATING ? 0 : volt(code)));
        const columnVolts = columns.map((code, column) => (closedColumns[column] ? volt(code) : 0));
        // floating nodes settle at the mean of their neighbours, weighted by conductance
        for (let sweep = 0; sweep < 200; sweep += 1) {
          for (const [row, code] of rows.entries()) {
            if (code !== FLOATING) continue;
            rowVolts[row] =
              (columnVolts[0]! * g[2 * row]! + columnVolts[1]! * g[2 * row + 1]!) / (g[2 * row]! + g[2 * row + 1]!);
          }
          for (const [column, is] of closedColumns.entries()) {
            if (is) continue;
            columnVolts[column] =
              (rowVolts[0]! * g[column]! + rowVolts[1]! * g[2 + column]!) / (g[column]! + g[2 + column]!);
          }
        }
        for (const row of rowVolts)
          for (const column of columnVolts) expect(Math.abs(row - column)).toBeLessThan(0.1501);
      }),
      { seed: 4, numRuns: 3000 },
    );
    expect(reads).toBeGreaterThan(300);
  });
});
