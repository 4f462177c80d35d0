import type { Shape } from '../../core/index.js';

/** A matrix drawn coarser than it is: each block stands for the mean of about as many cells as any other. */
export interface BlockMeans {
  readonly rows: number;
  readonly columns: number;
  readonly means: Float64Array;
  /** The first line of the matrix in a line of blocks. */
  readonly firstRow: (block: number) => number;
  readonly firstColumn: (block: number) => number;
}

/** Block means, at most `most` each way; the matrix itself where it is small enough. */
export function blockMeans(values: ArrayLike<number>, shape: Shape, most: number): BlockMeans {
  const rows = Math.min(most, shape.rows);
  const columns = Math.min(most, shape.columns);
  const sums = new Float64Array(rows * columns);
  const counts = new Uint32Array(rows * columns);
  for (let row = 0; row < shape.rows; row += 1) {
    for (let column = 0; column < shape.columns; column += 1) {
      const block = Math.floor((row * rows) / shape.rows) * columns + Math.floor((column * columns) / shape.columns);
      sums[block] = sums[block]! + values[row * shape.columns + column]!;
      counts[block] = counts[block]! + 1;
    }
  }
  return {
    rows,
    columns,
    means: sums.map((sum, block) => sum / counts[block]!),
    firstRow: (block) => Math.ceil((block * shape.rows) / rows),
    firstColumn: (block) => Math.ceil((block * shape.columns) / columns),
  };
}
