import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amperes, ohms, planOfBlocks, seconds, volts } from '../../core/index.js';
import { anodicTitania, oneCell, yakopcic } from '../models/index.js';
import { updateDrive } from './block-drive.js';
import { cellParameters } from './cell-parameters.js';
import { ChipArray } from './chip-array.js';
import { planNetlist } from './spice-netlist.js';

const { parameters } = anodicTitania;
const cell = oneCell(parameters);
const READ = 1e-5;

interface Driven {
  readonly rows: number;
  readonly states: readonly number[];
  readonly driverOhms: number;
  readonly limit: number;
  readonly switchOnOhms?: number;
  readonly isStuck?: boolean;
}

const made = ({ rows, states, driverOhms, limit, switchOnOhms = 0, isStuck = true }: Driven): ChipArray =>
  new ChipArray({
    shape: { rows, columns: states.length / rows },
    cells: cellParameters({ model: yakopcic, parameters }),
    states: Float64Array.from(states),
    switchOnOhms,
    switchOffOhms: 1e12,
    referenceSiemens: 0,
    driver: { ohms: ohms(driverOhms), limitAmperes: amperes(limit) },
    ...(isStuck ? { stuck: new Uint8Array(states.length).fill(1) } : {}),
  });

/** The voltage of a row whose cells end at 0 V, by bisection: a current that rises with it meets one that falls. */
function rowVolts(states: readonly number[], driven: number, driverOhms: number, limit: number): number {
  let [low, high] = [Math.min(0, driven), Math.max(0, driven)];
  for (let k = 0; k < 200; k += 1) {
    const v = (low + high) / 2;
    const given = Math.max(-limit, Math.min(limit, (driven - v) / driverOhms));
    const taken = states.reduce((sum, x) => sum + yakopcic.current(cell, 0, x, v), 0);
    if (given > taken) low = v;
    else high = v;
  }
  return (low + high) / 2;
}

describe('a row driver', () => {
  it.each([
    ['with a resistance', 0.5, 0.5, Infinity],
    ['within its limit', 0.5, 0.5, 1],
    ['beyond its limit', 0.5, 0.5, 20e-3],
    ['beyond its limit the other way', -0.5, 0.5, 20e-3],
    ['with a limit alone', 0.5, 0, 20e-3],
    ['exactly at the kink of its limit', 0.5, 1e3, 0.4e-3],
  ])('gives one row of cells what a closed form says: %s', (_, driven, driverOhms, limit) => {
    const states = [0.2, 0.6, 0.9];
    const array = made({ rows: 1, states, driverOhms, limit });
    const out = new Float64Array(3);
    array.readForward(Float64Array.of(driven), READ, out);
    const v = rowVolts(states, driven, Math.max(driverOhms, limit < Infinity ? 1e-3 : 0), limit);
    for (const [column, x] of states.entries()) {
      const wanted = yakopcic.current(cell, 0, x, v);
      expect(Math.abs(out[column]! - wanted)).toBeLessThanOrEqual(1e-11 * Math.abs(wanted));
    }
    const sum = out.reduce((total, current) => total + current, 0);
    expect(Math.abs(sum)).toBeLessThanOrEqual(limit * (1 + 1e-12));
  });

  it('sags so that its current is the limit while its cells move', () => {
    const states = [0.3, 0.3];
    const limited = made({ rows: 1, states, driverOhms: 0, limit: 35e-3, isStuck: false });
    const drive = { ...updateDrive(Float64Array.of(1.5), new Float64Array(2).fill(1e-3)), sampleSeconds: 1e-3 };
    const out = { rowAmperes: new Float64Array(1), columnAmperes: new Float64Array(2) };
    limited.applyBlock(drive, 1e-3, out);
    const sum = (out.columnAmperes[0] ?? 0) + (out.columnAmperes[1] ?? 0);
    expect(sum).toBeCloseTo(35e-3, 12);
    const free = made({ rows: 1, states, driverOhms: 0, limit: Infinity, isStuck: false });
    free.applyBlock(drive, 1e-3, out);
    expect(out.columnAmperes[0]).toBeGreaterThan(25e-3);
    expect(limited.states[0]).toBeLessThan(free.states[0]!);
    expect(limited.states[0]).toBeGreaterThan(0.3);
  });

  it('of no consequence is an ideal one', () => {
    const states = [0.1, 0.4, 0.9, 0.3, 0.5, 0.7];
    const volts = Float64Array.of(0.3, -0.2);
    const [ideal, nearly] = [Infinity, 1e3].map((limit) => {
      const out = new Float64Array(3);
      made({ rows: 2, states, driverOhms: limit === Infinity ? 0 : 1e-3, limit, switchOnOhms: 1e-3 }).readForward(
        volts,
        READ,
        out,
      );
      return out;
    });
    for (const [column, wanted] of ideal!.entries()) {
      expect(Math.abs(nearly![column]! / wanted - 1)).toBeLessThan(1e-3);
      expect(nearly![column]).not.toBe(wanted);
    }
    const dark = new Float64Array(3).fill(1);
    made({ rows: 2, states: states.map(() => 0), driverOhms: 0, limit: 1e-3 }).readForward(volts, READ, dark);
    expect(dark.every((current) => current === 0)).toBe(true);
  });

  const anyArray = fc
    .record({ rows: fc.integer({ min: 1, max: 5 }), columns: fc.integer({ min: 1, max: 5 }) })
    .chain(({ rows, columns }) => {
      const each = <T>(count: number, value: fc.Arbitrary<T>) =>
        fc.array(value, { minLength: count, maxLength: count });
      return fc.record({
        rowVolts: each(
          rows,
          fc.oneof(
            fc.constant(NaN),
            fc.integer({ min: -60, max: 60 }).map((v) => v / 100),
          ),
        ),
        closed: each(columns, fc.boolean()),
        states: each(
          rows * columns,
          fc.oneof(
            fc.constant(0),
            fc.integer({ min: 1, max: 1000 }).map((x) => x / 1000),
          ),
        ),
        driverOhms: fc.constantFrom(0, 0.01, 1, 100),
        limit: fc.constantFrom(Infinity, 0.1, 10e-3, 1e-4),
        onOhms: fc.constantFrom(1e-3, 1, 100),
      });
    });

  it('meets Kirchhoff at every line of random arrays', () => {
    fc.assert(
      fc.property(anyArray, ({ rowVolts: driven, closed, states, driverOhms, limit, onOhms }) => {
        const [rows, columns] = [driven.length, closed.length];
        const array = made({ rows, states, driverOhms, limit, switchOnOhms: onOhms });
        const drive = updateDrive(
          Float64Array.from(driven),
          Float64Array.from(closed, (on) => (on ? 1e-6 : 0)),
        );
        const places = states.map((_, k) => ({ row: Math.floor(k / columns), column: k % columns }));
        const [across, through] = [new Float64Array(places.length), new Float64Array(places.length)];
        const marks = places.map((_, k) => (_seconds: number, volts: number, current: number) => {
          across[k] = volts;
          through[k] = current;
        });
        array.traceBlock(drive, 1e-6, places, marks);
        const largest = Math.max(...through.map(Math.abs));
        const sumOf = (keep: (place: { row: number; column: number }) => boolean): number =>
          through.reduce((sum, current, k) => sum + (keep(places[k]!) ? current : 0), 0);
        const source = limit < Infinity ? Math.max(driverOhms, 1e-3) : driverOhms;
        for (const [row, volts] of driven.entries()) {
          const sum = sumOf((place) => place.row === row);
          if (Number.isNaN(volts) || source === 0) continue;
          for (const [column, on] of closed.entries()) {
            if (!on) continue;
            // the row's voltage, by way of a column that its switch ties to 0 V
            const v = across[row * columns + column]! + onOhms * sumOf((place) => place.column === column);
            const given = Math.max(-limit, Math.min(limit, (volts - v) / source));
            // a resistance of milliohms makes amperes of the last digit of a volt
            expect(Math.abs(given - sum)).toBeLessThanOrEqual(1e-9 * largest + 1e-15 / source);
          }
        }
      }),
      { seed: 4, numRuns: 400 },
    );
  });

  it('with a limit has no netlist', () => {
    const array = made({ rows: 1, states: [0.5], driverOhms: 1, limit: 10e-3 });
    const plan = planOfBlocks(0, { rows: 1, columns: 1 }, [{ ticks: 10 }]);
    const scale = { tickSeconds: seconds(1e-6), dacBits: 16, dacFullScaleVolts: volts(2) };
    expect(() => planNetlist(plan, scale, array, 'test')).toThrow(/limit of 10 mA, which a netlist does not hold/);
  });
});
