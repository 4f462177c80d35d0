import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anodicTitania, yakopcic } from '../models/index.js';
import { updateDrive } from './block-drive.js';
import { cellParameters, type CellParameters } from './cell-parameters.js';
import { ChipArray } from './chip-array.js';

const { parameters } = anodicTitania;

const anyNetwork = fc
  .record({ rows: fc.integer({ min: 2, max: 5 }), columns: fc.integer({ min: 1, max: 5 }) })
  .chain(({ rows, columns }) => {
    const each = <T>(count: number, value: fc.Arbitrary<T>) => fc.array(value, { minLength: count, maxLength: count });
    const line = fc.oneof(fc.constant(NaN), fc.integer({ min: -60, max: 60 }));
    const state = fc.oneof(
      fc.constant(0),
      fc.constant(1),
      fc.integer({ min: 1, max: 999 }).map((x) => x / 1000),
    );
    // next to no current one way: diodes of either sense, with a kink at 0 V
    const amplitude = fc.constantFrom(1e-4, 1);
    return fc.record({
      rowVolts: each(rows, line),
      columnVolts: each(columns, line),
      states: each(rows * columns, state),
      a1: each(rows * columns, amplitude),
      a2: each(rows * columns, amplitude),
      scale: fc.constantFrom(1, 0.1, 1e-3),
    });
  });

type Network = typeof anyNetwork extends fc.Arbitrary<infer T> ? T : never;

/** The current left over at every floating line, over all that flows through its cells. */
function leftOver(cells: CellParameters, { rowVolts, columnVolts, states, scale }: Network): number[] {
  const [rows, columns] = [rowVolts.length, columnVolts.length];
  const array = new ChipArray({
    shape: { rows, columns },
    cells,
    states: Float64Array.from(states),
    switchOnOhms: 0,
    switchOffOhms: 1e12,
    referenceSiemens: 0,
    stuck: new Uint8Array(rows * columns).fill(1),
  });
  const drive = {
    ...updateDrive(
      Float64Array.from(rowVolts, (volts) => volts * scale),
      Float64Array.from(columnVolts, (volts) => (Number.isNaN(volts) ? 0 : 1)),
    ),
    columnVolts: Float64Array.from(columnVolts, (volts) => (Number.isNaN(volts) ? 0 : volts * scale)),
  };
  const places = states.map((_, k) => ({ row: Math.floor(k / columns), column: k % columns }));
  const amperes = new Float64Array(places.length);
  array.traceBlock(
    drive,
    1e-6,
    places,
    places.map((_, k) => (_seconds, _volts, through) => (amperes[k] = through)),
  );
  const lineOf = (keep: (place: { row: number; column: number }) => boolean): number => {
    const through = [...amperes].filter((_, k) => keep(places[k]!));
    const all = through.reduce((sum, a) => sum + Math.abs(a), 0);
    // the leaks carry up to 60 V over 1e12 ohms
    return Math.abs(through.reduce((sum, a) => sum + a, 0)) / (all + 1);
  };
  return [
    ...rowVolts.flatMap((volts, row) => (Number.isNaN(volts) ? [lineOf((place) => place.row === row)] : [])),
    ...columnVolts.flatMap((volts, column) =>
      Number.isNaN(volts) ? [lineOf((place) => place.column === column)] : [],
    ),
  ];
}

describe('Kirchhoff at floating lines', () => {
  it.each([
    ['cells of the paper', 0.05, false],
    ['steep cells', 0.5, false],
    ['cells that are nearly diodes', 0.05, true],
    ['steep cells that are nearly diodes', 0.5, true],
  ])('holds for %s', (_, b, diodes) => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const drawn = new Map([
          ['a1', Float64Array.from(network.a1)],
          ['a2', Float64Array.from(network.a2)],
        ] as const);
        const cells = cellParameters({ model: yakopcic, parameters: { ...parameters, b } }, diodes ? drawn : undefined);
        for (const left of leftOver(cells, network)) expect(left).toBeLessThan(1e-9);
      }),
      { seed: 21, numRuns: 300 },
    );
  });
});
