/** A pivot this small a part of its diagonal is rounding: its unknown hangs on nothing. */
const NO_PIVOT = 1e-14;

/**
 * Solves A x = y for a symmetric A without negative eigenvalues. Unknowns that A leaves free are 0.
 *
 * @param matrix A in its lower triangle, row-major with `size` numbers a row; overwritten
 * @param vector y, and then x
 */
export function solveSymmetric(matrix: Float64Array, vector: Float64Array, size: number): void {
  for (let i = 0; i < size; i += 1) {
    const diagonal = matrix[i * size + i]!;
    let sum = vector[i]!;
    let pivot = diagonal;
    for (let j = 0; j < i; j += 1) {
      let entry = matrix[i * size + j]!;
      for (let k = 0; k < j; k += 1) entry -= matrix[i * size + k]! * matrix[j * size + k]!;
      // the diagonal of the factor holds reciprocals, 0 for a free unknown
      entry *= matrix[j * size + j]!;
      matrix[i * size + j] = entry;
      pivot -= entry * entry;
      sum -= entry * vector[j]!;
    }
    const root = pivot > NO_PIVOT * diagonal ? 1 / Math.sqrt(pivot) : 0;
    matrix[i * size + i] = root;
    vector[i] = sum * root;
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    let sum = vector[i]!;
    for (let k = i + 1; k < size; k += 1) sum -= matrix[k * size + i]! * vector[k]!;
    vector[i] = sum * matrix[i * size + i]!;
  }
}
