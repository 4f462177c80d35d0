// Chains factored, until cells or ends change.
import {
  CELLS, ROW_FACTORS, COLUMN_FACTORS, LEFT_SIEMENS, RIGHT_SIEMENS, TOP_SIEMENS, BOTTOM_SIEMENS, CARRY, rows,
  columns, quads, width, stride, rowOhms, columnOhms, plane, rowVector, columnVector, even, odd,
} from './wires-layout';

/** The largest conductance with which cells hang on a column's end. */
export let cellScale: f64 = 0;

export function factor(): void {
  factorColumns();
  factorRows();
}

// @ts-ignore: decorator
@inline function inverse(y: v128): v128 {
  return v128.and(f64x2.div(f64x2.splat(1), y), f64x2.gt(y, f64x2.splat(0)));
}

/**
 * Y is the conductance a node has to ground when all nodes before it are eliminated; the factor is the part of the
 * current that goes on to the next node, 1 / (1 + R Y), and 1 / Y at the last. Sums of what is positive: nothing cancels.
 */
function factorColumns(): void {
  const one = f64x2.splat(1);
  const r = f64x2.splat(columnOhms);
  const cells = plane(CELLS);
  const factors = plane(COLUMN_FACTORS);
  const carry = columnVector(CARRY);
  const bottom = columnVector(BOTTOM_SIEMENS);
  memory.copy(carry, columnVector(TOP_SIEMENS), width);
  const last = rows - 1;
  for (let i = 0; i < last; i++) {
    const at = <usize>i * stride;
    for (let j: usize = 0; j < width; j += 16) {
      const y = f64x2.add(v128.load(cells + at + j), v128.load(carry + j));
      const k = f64x2.div(one, f64x2.add(one, f64x2.mul(r, y)));
      v128.store(factors + at + j, k);
      v128.store(carry + j, f64x2.mul(k, y));
    }
  }
  const at = <usize>last * stride;
  let seen = f64x2.splat(0);
  for (let j: usize = 0; j < width; j += 16) {
    const y = f64x2.add(v128.load(cells + at + j), v128.load(carry + j));
    seen = f64x2.max(seen, y);
    v128.store(factors + at + j, inverse(f64x2.add(y, v128.load(bottom + j))));
  }
  cellScale = max(f64x2.extract_lane(seen, 0), f64x2.extract_lane(seen, 1));
}

/** Eight rows at once, or each would wait for its own divisions. */
function factorRows(): void {
  const one = f64x2.splat(1);
  const r = f64x2.splat(rowOhms);
  const left = rowVector(LEFT_SIEMENS);
  const right = rowVector(RIGHT_SIEMENS);
  const last = width - 16;
  const oddColumns = (columns & 1) != 0;
  for (let q = 0; q < quads; q += 2) {
    const c0 = plane(CELLS) + <usize>q * 4 * stride;
    const c4 = c0 + 4 * stride;
    let f0 = plane(ROW_FACTORS) + <usize>q * (width << 2);
    let f4 = f0 + (width << 2);
    const line = <usize>q << 5;
    let y0 = v128.load(left + line);
    let y1 = v128.load(left + line, 16);
    let y2 = v128.load(left + line, 32);
    let y3 = v128.load(left + line, 48);
    for (let j: usize = 0; j < width; j += 16) {
      const a0 = v128.load(c0 + j), a1 = v128.load(c0 + stride + j);
      const a2 = v128.load(c0 + 2 * stride + j), a3 = v128.load(c0 + 3 * stride + j);
      const a4 = v128.load(c4 + j), a5 = v128.load(c4 + stride + j);
      const a6 = v128.load(c4 + 2 * stride + j), a7 = v128.load(c4 + 3 * stride + j);
      y0 = f64x2.add(even(a0, a1), y0);
      y1 = f64x2.add(even(a2, a3), y1);
      y2 = f64x2.add(even(a4, a5), y2);
      y3 = f64x2.add(even(a6, a7), y3);
      if (j == last && oddColumns) {
        y0 = f64x2.add(y0, v128.load(right + line));
        y1 = f64x2.add(y1, v128.load(right + line, 16));
        y2 = f64x2.add(y2, v128.load(right + line, 32));
        y3 = f64x2.add(y3, v128.load(right + line, 48));
      }
      let k0 = f64x2.div(one, f64x2.add(one, f64x2.mul(r, y0)));
      let k1 = f64x2.div(one, f64x2.add(one, f64x2.mul(r, y1)));
      let k2 = f64x2.div(one, f64x2.add(one, f64x2.mul(r, y2)));
      let k3 = f64x2.div(one, f64x2.add(one, f64x2.mul(r, y3)));
      v128.store(f0, k0);
      v128.store(f0, k1, 16);
      v128.store(f4, k2);
      v128.store(f4, k3, 16);
      y0 = f64x2.add(odd(a0, a1), f64x2.mul(k0, y0));
      y1 = f64x2.add(odd(a2, a3), f64x2.mul(k1, y1));
      y2 = f64x2.add(odd(a4, a5), f64x2.mul(k2, y2));
      y3 = f64x2.add(odd(a6, a7), f64x2.mul(k3, y3));
      if (j == last) {
        if (!oddColumns) {
          y0 = f64x2.add(y0, v128.load(right + line));
          y1 = f64x2.add(y1, v128.load(right + line, 16));
          y2 = f64x2.add(y2, v128.load(right + line, 32));
          y3 = f64x2.add(y3, v128.load(right + line, 48));
        }
        k0 = inverse(y0);
        k1 = inverse(y1);
        k2 = inverse(y2);
        k3 = inverse(y3);
      } else {
        k0 = f64x2.div(one, f64x2.add(one, f64x2.mul(r, y0)));
        k1 = f64x2.div(one, f64x2.add(one, f64x2.mul(r, y1)));
        k2 = f64x2.div(one, f64x2.add(one, f64x2.mul(r, y2)));
        k3 = f64x2.div(one, f64x2.add(one, f64x2.mul(r, y3)));
      }
      v128.store(f0, k0, 32);
      v128.store(f0, k1, 48);
      v128.store(f4, k2, 32);
      v128.store(f4, k3, 48);
      y0 = f64x2.mul(k0, y0);
      y1 = f64x2.mul(k1, y1);
      y2 = f64x2.mul(k2, y2);
      y3 = f64x2.mul(k3, y3);
      f0 += 64;
      f4 += 64;
    }
  }
}
