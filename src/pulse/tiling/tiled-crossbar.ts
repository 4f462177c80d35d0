import { ConfigError, joules, type Crossbar, type Joules, type Reading, type Shape } from '../../core/index.js';
import type { Tile, TileGrid } from './tile-grid.js';

/** Currents of the lines of a whole crossbar. */
export interface TiledReading {
  readonly amperes: Float64Array;
  /** Of all arrays together. */
  readonly energy: Joules;
  /** What each array measured, in the order of the grid, each on its own board's clock. */
  readonly readings: readonly Reading[];
}

/** Reads of a crossbar that stands on several arrays. */
export interface TiledCrossbar {
  readonly shape: Shape;
  /** As `Crossbar.readForward`, over all arrays at once: a column's current is the sum of its tiles'. */
  readForward(rowVolts: Float64Array): Promise<TiledReading>;
  /** As `Crossbar.readBackward`: a row's current is the sum of its tiles'. */
  readBackward(columnVolts: Float64Array): Promise<TiledReading>;
}

/** The voltages of a tile's lines; what its array has beyond them is at 0 V. */
function slice(volts: Float64Array, first: number, used: number, lines: number): Float64Array {
  const own = new Float64Array(lines);
  own.set(volts.subarray(first, first + used));
  return own;
}

/** All of the readings have come before any failure is passed on, so that nothing is under way behind it. */
async function settled(reads: readonly Promise<Reading>[]): Promise<Reading[]> {
  await Promise.allSettled(reads);
  return Promise.all(reads);
}

function sum(
  readings: readonly Reading[],
  tiles: readonly Tile[],
  lines: number,
  placeOf: (tile: Tile) => [first: number, used: number],
): TiledReading {
  const amperes = new Float64Array(lines);
  for (const [index, tile] of tiles.entries()) {
    const [first, used] = placeOf(tile);
    for (let line = 0; line < used; line += 1) amperes[first + line]! += readings[index]!.amperes[line]!;
  }
  const energy = joules(readings.reduce((total, reading) => total + reading.energy, 0));
  return { amperes, energy, readings };
}

function assertLines(given: number, expected: number, what: string): void {
  if (given === expected) return;
  throw new ConfigError('bad-argument', `A read of ${expected} ${what} was given ${given} voltages. Give one a line.`);
}

/**
 * Reads over a grid of arrays, partial sums added on the host.
 *
 * @param crossbarOf the array that a tile stands on
 */
export function tiledCrossbar(grid: TileGrid, crossbarOf: (tile: Tile) => Crossbar): TiledCrossbar {
  const { shape, tiles } = grid;
  const arrays = tiles.map((tile) => ({ ...tile, crossbar: crossbarOf(tile) }));
  return {
    shape,
    async readForward(rowVolts) {
      assertLines(rowVolts.length, shape.rows, 'rows');
      const reads = arrays.map(({ crossbar, firstRow, shape: { rows } }) =>
        crossbar.readForward(slice(rowVolts, firstRow, rows, crossbar.shape.rows)),
      );
      return sum(await settled(reads), tiles, shape.columns, (tile) => [tile.firstColumn, tile.shape.columns]);
    },
    async readBackward(columnVolts) {
      assertLines(columnVolts.length, shape.columns, 'columns');
      const reads = arrays.map(({ crossbar, firstColumn, shape: { columns } }) =>
        crossbar.readBackward(slice(columnVolts, firstColumn, columns, crossbar.shape.columns)),
      );
      return sum(await settled(reads), tiles, shape.rows, (tile) => [tile.firstRow, tile.shape.rows]);
    },
  };
}
