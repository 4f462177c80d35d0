// Products with a transfer matrix whose rows are whole pairs.

/** out = in M of a matrix of `height` rows of `pairs` pairs. */
export function timesMatrix(matrix: usize, height: i32, pairs: i32, vector: usize, out: usize): void {
  const bytes = <usize>pairs << 4;
  memory.fill(out, 0, bytes);
  let i = 0;
  for (; i + 4 <= height; i += 4, matrix += 4 * bytes, vector += 32) {
    const a = v128.load64_splat(vector), b = v128.load64_splat(vector, 8);
    const c = v128.load64_splat(vector, 16), d = v128.load64_splat(vector, 24);
    for (let j: usize = 0; j < bytes; j += 16) {
      const ab = f64x2.add(f64x2.mul(a, v128.load(matrix + j)), f64x2.mul(b, v128.load(matrix + bytes + j)));
      const cd = f64x2.add(f64x2.mul(c, v128.load(matrix + 2 * bytes + j)), f64x2.mul(d, v128.load(matrix + 3 * bytes + j)));
      v128.store(out + j, f64x2.add(v128.load(out + j), f64x2.add(ab, cd)));
    }
  }
  for (; i < height; i++, matrix += bytes, vector += 8) {
    const a = v128.load64_splat(vector);
    for (let j: usize = 0; j < bytes; j += 16) {
      v128.store(out + j, f64x2.add(v128.load(out + j), f64x2.mul(a, v128.load(matrix + j))));
    }
  }
}
