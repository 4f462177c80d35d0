/**
 * The polynomial through a function at Chebyshev's points of an interval, within a small factor of the best there is.
 *
 * @returns its coefficients, constant first
 */
export function polynomialThrough(f: (x: number) => number, from: number, to: number, degree: number): Float64Array {
  const points = Array.from({ length: degree + 1 }, (_, k) => {
    const cosine = Math.cos((Math.PI * (k + 0.5)) / (degree + 1));
    return (from + to) / 2 + ((to - from) / 2) * cosine;
  });
  // Newton's divided differences, in place
  const differences = points.map(f);
  for (let order = 1; order <= degree; order += 1) {
    for (let k = degree; k >= order; k -= 1) {
      differences[k] = (differences[k]! - differences[k - 1]!) / (points[k]! - points[k - order]!);
    }
  }
  const coefficients = new Float64Array(degree + 1);
  for (let k = degree; k >= 0; k -= 1) {
    for (let power = degree; power > 0; power -= 1) {
      coefficients[power] = coefficients[power - 1]! - points[k]! * coefficients[power]!;
    }
    coefficients[0] = differences[k]! - points[k]! * coefficients[0]!;
  }
  return coefficients;
}
