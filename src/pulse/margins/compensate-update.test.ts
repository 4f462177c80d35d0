import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ohms, seconds, type DeviceProfile } from '../../core/index.js';
import { deviceProfile } from '../device-profiles.js';
import { encodeQuarterPeriods, QUARTERS, rowVoltsOf, type QuarterPeriodUpdate } from '../quarter-period.js';
import { compensateUpdate, type ColumnLoads } from './compensate-update.js';

const titania = deviceProfile('anodic-titania');
const updateOf = (profile: DeviceProfile, xs: readonly number[], ys: readonly number[]) =>
  encodeQuarterPeriods(Float64Array.from(xs), Float64Array.from(ys), {
    voltsPerInput: 0.3,
    secondsPerErrorUp: 2e-5,
    secondsPerErrorDown: 2e-5,
    quarterSeconds: seconds(250e-6),
    positiveThreshold: profile.positiveThreshold,
    negativeThreshold: profile.negativeThreshold,
  });
const referenceSiemens = 38e-3;
const optionsOf = (switchOnOhms: number, maxRowVolts = 2) => ({
  analog: { switchOnOhms: ohms(switchOnOhms) },
  referenceSiemens,
  maxRowVolts,
});

/** Sums of columns of an array that is known. */
function loadsOf(cells: Float64Array, rows: number, columns: number): ColumnLoads {
  const sums = Float64Array.from({ length: columns }, (_, column) => {
    let sum = 0;
    for (let row = 0; row < rows; row += 1) sum += cells[row * columns + column]!;
    return sum;
  });
  return { leastSiemens: sums, mostSiemens: sums };
}

/** What every cell of a closed column sees in a quarter, by Kirchhoff's law at its node. */
function cellVolts(update: QuarterPeriodUpdate, quarter: number, column: number, cells: Float64Array, ohm: number) {
  const rows = rowVoltsOf(update).subarray(quarter * update.rows, (quarter + 1) * update.rows);
  let amperes = 0;
  let sum = 1 / ohm + referenceSiemens;
  for (const [row, v] of rows.entries()) {
    amperes += v * cells[row * update.columns + column]!;
    sum += cells[row * update.columns + column]!;
  }
  return rows.map((v) => v - amperes / sum);
}

/** Overdrive times window, summed over a column's cells: what moves it. */
function motion(update: QuarterPeriodUpdate, column: number, seen: (quarter: number) => Float64Array): number {
  let sum = 0;
  for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
    const on = update.columnOnSeconds[quarter * update.columns + column]!;
    if (on === 0) continue;
    for (const v of seen(quarter)) sum += on * Math.max(0, v - 0.65, -0.56 - v);
  }
  return sum;
}

const level = fc.double({ min: -1, max: 1, noNaN: true });
const cellsOf = fc.array(fc.double({ min: 1e-3, max: 70e-3, noNaN: true }), { minLength: 18, maxLength: 18 });

describe('the compensation of an update', () => {
  it('leaves every row at rest at or below its threshold and no cell with more than was ordered', () => {
    fc.assert(
      fc.property(
        fc.array(level, { minLength: 6, maxLength: 6 }),
        fc.array(level, { minLength: 3, maxLength: 3 }),
        cellsOf,
        fc.double({ min: -7, max: 2, noNaN: true }),
        (xs, ys, list, logOhms) => {
          const cells = Float64Array.from(list);
          const ohm = Math.exp(logOhms);
          const update = updateOf(titania, xs, ys);
          const after = compensateUpdate(update, loadsOf(cells, 6, 3), optionsOf(ohm)).update;
          const ordered = rowVoltsOf(update);
          for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
            for (let column = 0; column < 3; column += 1) {
              if (update.columnOnSeconds[quarter * 3 + column] === 0) continue;
              for (const [row, v] of cellVolts(after, quarter, column, cells, ohm).entries()) {
                expect(Math.abs(v)).toBeLessThanOrEqual(Math.abs(ordered[quarter * 6 + row]!) + 1e-12);
              }
            }
          }
        },
      ),
      { seed: 51 },
    );
  });

  it('gives like columns what was ordered, and unlike ones the same motion by longer windows', () => {
    const xs = [1, 0.9, 0.8, 1];
    const ys = [0.5, 0.5];
    // the second column carries twice the first
    const cells = Float64Array.from({ length: 8 }, (_, cell) => (cell % 2 === 0 ? 20e-3 : 40e-3));
    const ohm = 0.5;
    const update = updateOf(titania, xs, ys);
    const { update: after, ...changes } = compensateUpdate(update, loadsOf(cells, 4, 2), optionsOf(ohm));
    const ideal = (quarter: number) => rowVoltsOf(update).subarray(quarter * 4, (quarter + 1) * 4);
    for (const [column, within] of [
      [0, 0.05],
      [1, 0.05],
    ] as const) {
      const wanted = motion(update, column, ideal);
      const uncompensated = motion(update, column, (quarter) => cellVolts(update, quarter, column, cells, ohm));
      const compensated = motion(after, column, (quarter) => cellVolts(after, quarter, column, cells, ohm));
      expect(Math.abs(compensated / wanted - 1)).toBeLessThan(within);
      expect(Math.abs(uncompensated / wanted - 1)).toBeGreaterThan(2 * within);
    }
    expect(changes.addedVolts[1]).toBeLessThan(0);
    expect(changes.addedVolts[3]).toBeGreaterThan(0);
    expect(changes.windowFactors[1 * 2 + 1]).toBeGreaterThan(changes.windowFactors[1 * 2]!);
    expect(changes).toMatchObject({ clippedWindows: 0, lostWindows: 0, cappedQuarters: 0 });
  });

  it('does next to nothing where switches conduct well', () => {
    const update = updateOf(titania, [1, -0.5, 0], [1, -1]);
    const loads = { leastSiemens: new Float64Array(2).fill(0.1), mostSiemens: new Float64Array(2).fill(0.12) };
    const { addedVolts, windowFactors } = compensateUpdate(update, loads, optionsOf(1e-6));
    for (const added of addedVolts) expect(Math.abs(added)).toBeLessThan(2e-7);
    for (const factor of windowFactors) expect(factor).toBeCloseTo(1, 5);
  });

  it('counts what it could not give back', () => {
    const update = updateOf(titania, [1, 0], [1]);
    const loads = { leastSiemens: Float64Array.of(0.05), mostSiemens: Float64Array.of(0.4) };
    const capped = compensateUpdate(update, loads, optionsOf(1, 0.87));
    expect(capped.cappedQuarters).toBe(1);
    // 0.86 V in the quarter that lowers conductances, of which 10 mV are left
    expect(rowVoltsOf(capped.update)[1 * 2]).toBeCloseTo(-0.87, 12);
    const long = compensateUpdate(
      { ...update, columnOnSeconds: update.columnOnSeconds.map((on) => (on > 0 ? 240e-6 : 0)) },
      loads,
      optionsOf(1),
    );
    expect(long.clippedWindows + long.lostWindows).toBeGreaterThan(0);
    expect(Math.max(...long.update.columnOnSeconds)).toBeLessThanOrEqual(250e-6);
  });
});
