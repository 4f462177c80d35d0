import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boardTicks,
  columnDrive,
  ConfigError,
  joules,
  planBlocks,
  planOfBlocks,
  rowDrive,
  sampledLines,
  SENSED,
  windowFrom,
  windowUntil,
  type Crossbar,
  type PulsePlan,
  type Reading,
  type Shape,
} from '../../core/index.js';
import { tileGrid, type TileArray } from './tile-grid.js';
import { joinTileSamples, tilePlan } from './tile-plan.js';
import { tiledCrossbar } from './tiled-crossbar.js';

const REFERENCE_SIEMENS = 3;
const arraysOf = (count: number, shape: Shape): TileArray[] =>
  Array.from({ length: count }, (_, place) => ({ board: place >> 1, array: place & 1, shape }));

/** I = G V with the reference beside every line: what a board without any error measures. */
function linearCrossbar(shape: Shape, siemens: (row: number, column: number) => number): Crossbar {
  const reading = (
    driven: Float64Array,
    sensed: number,
    cell: (line: number, from: number) => number,
  ): Promise<Reading> => {
    const amperes = Float64Array.from({ length: sensed }, (_, line) =>
      driven.reduce((sum, volts, from) => sum + volts * (cell(line, from) - REFERENCE_SIEMENS), 0),
    );
    return Promise.resolve({ amperes, boardTicks: boardTicks(0), energy: joules(sensed) });
  };
  return {
    shape,
    readForward: (rowVolts: Float64Array) => reading(rowVolts, shape.columns, (column, row) => siemens(row, column)),
    readBackward: (columnVolts: Float64Array) =>
      reading(columnVolts, shape.rows, (row, column) => siemens(row, column)),
  } as unknown as Crossbar;
}

const size = (most: number) =>
  fc.record({ rows: fc.integer({ min: 1, max: most }), columns: fc.integer({ min: 1, max: most }) });
/** Whole numbers, whose sums are exact in any order. */
const wholes = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 12 * 12, maxLength: 12 * 12 });

describe('a grid of tiles', () => {
  it('covers every cell once, on arrays that are used once', () => {
    fc.assert(
      fc.property(size(20), size(12), (shape, array) => {
        const { tiles } = tileGrid(shape, arraysOf(20 * 20, array));
        const cells: number[] = [];
        for (const { firstRow, firstColumn, shape: part, on } of tiles) {
          expect(part.rows <= on.shape.rows && part.columns <= on.shape.columns).toBe(true);
          for (let row = 0; row < part.rows; row += 1) {
            for (let column = 0; column < part.columns; column += 1) {
              const cell = (firstRow + row) * shape.columns + firstColumn + column;
              cells.push(cell);
            }
          }
        }
        expect(cells).toHaveLength(shape.rows * shape.columns);
        expect(new Set(cells).size).toBe(cells.length);
        expect(new Set(tiles.map(({ on }) => on)).size).toBe(tiles.length);
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  it('takes the size that needs the fewest tiles', () => {
    const small = arraysOf(4, { rows: 5, columns: 8 });
    const large = { board: 9, array: 0, shape: { rows: 10, columns: 16 } };
    expect(tileGrid({ rows: 10, columns: 16 }, small).tiles).toHaveLength(4);
    expect(tileGrid({ rows: 10, columns: 16 }, [...small, large]).tiles.map(({ on }) => on)).toEqual([large]);
  });

  it('refuses what does not fit', () => {
    expect(() => tileGrid({ rows: 10, columns: 16 }, arraysOf(3, { rows: 5, columns: 8 }))).toThrow(
      /10x16 does not fit.*5x8/u,
    );
    expect(() => tileGrid({ rows: 1, columns: 1 }, [])).toThrow(ConfigError);
  });
});

describe('reads over tiles', () => {
  it('are those of one array', async () => {
    await fc.assert(
      fc.asyncProperty(size(12), size(7), wholes, wholes, async (shape, array, conductances, drives) => {
        const siemens = (row: number, column: number): number => conductances[row * 12 + column] ?? 100;
        const whole = linearCrossbar(shape, siemens);
        const tiled = tiledCrossbar(tileGrid(shape, arraysOf(144, array)), ({ firstRow, firstColumn }) =>
          linearCrossbar(array, (row, column) => siemens(firstRow + row, firstColumn + column)),
        );
        const [rowVolts, columnVolts] = [shape.rows, shape.columns].map((count) =>
          Float64Array.from(drives.slice(0, count)),
        );
        const forward = await tiled.readForward(rowVolts!);
        expect(forward.amperes).toEqual((await whole.readForward(rowVolts!)).amperes);
        expect(forward.energy).toBe(forward.readings.length * array.columns);
        expect((await tiled.readBackward(columnVolts!)).amperes).toEqual(
          (await whole.readBackward(columnVolts!)).amperes,
        );
      }),
      { seed: 4 },
    );
  });

  it('wants one voltage a line of the whole', async () => {
    const grid = tileGrid({ rows: 4, columns: 4 }, arraysOf(4, { rows: 2, columns: 2 }));
    const tiled = tiledCrossbar(grid, () => linearCrossbar({ rows: 2, columns: 2 }, () => 1));
    await expect(tiled.readForward(new Float64Array(2))).rejects.toThrow(/4 rows was given 2/u);
  });
});

describe('plans over tiles', () => {
  const shape = { rows: 5, columns: 7 };
  const grid = tileGrid(shape, arraysOf(6, { rows: 3, columns: 3 }));
  const line = fc.constantFrom(5, -7, 9, SENSED);
  const block = fc.record({
    ticks: fc.constant(100),
    rows: fc.array(line, { minLength: 5, maxLength: 5 }),
    columns: fc.array(line, { minLength: 7, maxLength: 7 }),
    windows: fc.array(fc.constantFrom([0, 0] as const, [10, 50] as const, [10, 90] as const), {
      minLength: 7,
      maxLength: 7,
    }),
    sampleTick: fc.constantFrom(0, 40, 80),
  });
  const wholePlan = fc.array(block, { minLength: 1, maxLength: 5 }).map((blocks) => planOfBlocks(0, shape, blocks));

  it('do with every line, in every block, what the whole plan does', () => {
    fc.assert(
      fc.property(wholePlan, (plan) => {
        for (const { tile, plan: own } of tilePlan(plan, grid)) {
          expect(own.shape).toEqual(tile.on.shape);
          expect(own.array).toBe(tile.on.array);
          expect(own.blocks.ticks).toEqual(plan.blocks.ticks);
          for (let k = 0; k < planBlocks(plan); k += 1) {
            for (let row = 0; row < tile.shape.rows; row += 1) {
              expect(rowDrive(own, k, row)).toBe(rowDrive(plan, k, tile.firstRow + row));
            }
            for (let column = 0; column < own.shape.columns; column += 1) {
              const at = tile.firstColumn + column;
              const isUsed = column < tile.shape.columns;
              expect(columnDrive(own, k, column)).toBe(isUsed ? columnDrive(plan, k, at) : SENSED);
              expect(windowFrom(own, k, column)).toBe(isUsed ? windowFrom(plan, k, at) : 0);
              expect(windowUntil(own, k, column)).toBe(isUsed ? windowUntil(plan, k, at) : 0);
            }
          }
        }
      }),
      { seed: 4 },
    );
  });

  it('sample what the whole plan samples', () => {
    // every sensed line measures 1 on each array that it crosses
    const across = { row: 3, column: 2 };
    fc.assert(
      fc.property(wholePlan, (plan) => {
        const tiled = tilePlan(plan, grid);
        const count = (one: PulsePlan): number =>
          Array.from({ length: planBlocks(one) }, (_, k) => sampledLines(one, k).length).reduce((a, b) => a + b, 0);
        const joined = joinTileSamples(
          plan,
          tiled,
          tiled.map((one) => new Float64Array(count(one.plan)).fill(1)),
        );
        const lines = Array.from({ length: planBlocks(plan) }, (_, k) => sampledLines(plan, k)).flat();
        expect([...joined]).toEqual(lines.map((one) => ('row' in one ? across.row : across.column)));
      }),
      { seed: 4 },
    );
  });

  it('keep unused rows out of reads, and near the used ones otherwise', () => {
    const plan = planOfBlocks(0, shape, [
      { ticks: 100, rows: [9, 9, 9, 9, 5], windows: [[0, 50]] },
      { ticks: 100, rows: [9, 9, 9, 9, 5], windows: [[0, 50]], sampleTick: 40 },
      {
        ticks: 100,
        rows: [SENSED, SENSED, SENSED, SENSED, SENSED],
        columns: [1, 1, 1, 1, 1, 1, 1],
        sampleTick: 40,
        reference: 'backward',
      },
    ]);
    const below = tilePlan(plan, grid)[3]!.plan;
    expect([0, 1, 2].map((k) => rowDrive(below, k, 2))).toEqual([5, 0, SENSED]);
  });

  it('refuse a plan of another shape', () => {
    expect(() => tilePlan(planOfBlocks(0, { rows: 3, columns: 3 }, [{ ticks: 1 }]), grid)).toThrow(/for 3x3.*of 5x7/u);
  });
});
