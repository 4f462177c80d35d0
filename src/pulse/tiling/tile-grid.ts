import { cellCount, ConfigError, formatShape, type Shape } from '../../core/index.js';

/** One array that a tile can stand on. */
export interface TileArray {
  /** Which board, by its place in whatever list the caller keeps. */
  readonly board: number;
  /** Which array of the board. */
  readonly array: number;
  readonly shape: Shape;
}

/** A part of a crossbar, on the first lines of an array; the array's other lines are not used. */
export interface Tile {
  readonly on: TileArray;
  /** The line of the crossbar that the tile's first line is. */
  readonly firstRow: number;
  readonly firstColumn: number;
  /** Of the part; never larger than the array. */
  readonly shape: Shape;
}

/** A crossbar on several arrays. */
export interface TileGrid {
  readonly shape: Shape;
  /** From left to right, then down. */
  readonly tiles: readonly Tile[];
}

const tilesOf = (shape: Shape, size: Shape): number =>
  Math.ceil(shape.rows / size.rows) * Math.ceil(shape.columns / size.columns);

const fits = (array: Shape, size: Shape): boolean => array.rows >= size.rows && array.columns >= size.columns;

/**
 * Cuts a crossbar into tiles of one size, the last of each row and column being what is left, and puts them on arrays in the
 * order given. Of the sizes that the arrays have it takes the one that needs the fewest tiles.
 *
 * @example tileGrid({ rows: 100, columns: 16 }, boards.flatMap((board, b) => board.crossbars.map(({ array, shape }) => ({ board: b, array, shape }))))
 * @throws ConfigError where the arrays are too few or too small
 */
export function tileGrid(shape: Shape, arrays: readonly TileArray[]): TileGrid {
  const distinct = new Map(arrays.map((array) => [formatShape(array.shape), array.shape]));
  const sizes = [...distinct.values()]
    .filter((size) => tilesOf(shape, size) <= arrays.filter((array) => fits(array.shape, size)).length)
    .toSorted((a, b) => tilesOf(shape, a) - tilesOf(shape, b) || cellCount(a) - cellCount(b));
  const [size] = sizes;
  if (!size) {
    const there = arrays.map((array) => formatShape(array.shape)).join(', ') || 'none';
    throw new ConfigError(
      'bad-config',
      `A crossbar of ${formatShape(shape)} does not fit the arrays there are (${there}). Add boards or make it smaller.`,
      { rows: shape.rows, columns: shape.columns, arrays: arrays.length },
    );
  }
  const free = arrays.filter((array) => fits(array.shape, size));
  const across = Math.ceil(shape.columns / size.columns);
  const tiles = Array.from({ length: tilesOf(shape, size) }, (_, place) => {
    const firstRow = Math.floor(place / across) * size.rows;
    const firstColumn = (place % across) * size.columns;
    const rows = Math.min(size.rows, shape.rows - firstRow);
    const columns = Math.min(size.columns, shape.columns - firstColumn);
    return { on: free[place]!, firstRow, firstColumn, shape: { rows, columns } };
  });
  return { shape, tiles };
}
