import type { Shape } from '../../core/index.js';
import { solveSymmetric } from './cholesky.js';
import type { LineEnds } from './line-ends.js';
import type { NetworkCurrents } from './network-currents.js';

/**
 * One Newton step for all free lines of an array. Rows meet only columns, so the columns' part of the matrix is diagonal
 * and they are eliminated: a dense matrix over the free rows is left (the Schur complement).
 */
export class NodalMatrix {
  readonly #shape: Shape;
  /** The free rows' numbers, the matrix over them and its right side; grown to what is needed. */
  readonly #rows: Int32Array;
  #matrix = new Float64Array(0);
  readonly #vector: Float64Array;
  /** Of each free column: 1 over its diagonal, 0 where it hangs on nothing. */
  readonly #inverse: Float64Array;

  constructor(shape: Shape) {
    this.#shape = shape;
    this.#rows = new Int32Array(shape.rows);
    this.#vector = new Float64Array(shape.rows);
    this.#inverse = new Float64Array(shape.columns);
  }

  /** Writes the step of every line. */
  solve(currents: NetworkCurrents, rows: LineEnds, columns: LineEnds): void {
    const { columns: width } = this.#shape;
    const { slopes } = currents.cells;
    const inverse = this.#inverse;
    for (let column = 0; column < width; column += 1) {
      const diagonal = currents.columnSlopes[column]! + columns.fixedSiemens[column]!;
      inverse[column] = columns.free[column] === 1 && diagonal > 0 ? 1 / diagonal : 0;
      columns.step[column] = inverse[column]! * columns.excess[column]!;
    }
    const size = this.#listFreeRows(rows);
    if (this.#matrix.length < size * size) this.#matrix = new Float64Array(size * size);
    const matrix = this.#matrix;
    for (let i = 0; i < size; i += 1) {
      const row = this.#rows[i]!;
      const first = row * width;
      let right = rows.excess[row]!;
      for (let column = 0; column < width; column += 1) right += slopes[first + column]! * columns.step[column]!;
      this.#vector[i] = right;
      for (let k = 0; k <= i; k += 1) {
        const other = this.#rows[k]! * width;
        let sum = 0;
        for (let j = 0; j < width; j += 1) sum += slopes[first + j]! * inverse[j]! * slopes[other + j]!;
        matrix[i * size + k] = -sum;
      }
      matrix[i * size + i]! += currents.rowSlopes[row]! + rows.fixedSiemens[row]!;
    }
    solveSymmetric(matrix, this.#vector, size);
    rows.step.fill(0);
    for (let i = 0; i < size; i += 1) {
      const row = this.#rows[i]!;
      const step = this.#vector[i]!;
      rows.step[row] = step;
      if (step === 0) continue;
      for (let j = 0; j < width; j += 1) columns.step[j]! += inverse[j]! * slopes[row * width + j]! * step;
    }
  }

  #listFreeRows(rows: LineEnds): number {
    let size = 0;
    for (let row = 0; row < rows.count; row += 1) {
      if (rows.free[row] === 1) this.#rows[size++] = row;
    }
    return size;
  }
}
