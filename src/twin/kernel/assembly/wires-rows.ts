// Chains of rows solved, four at a time: what is fused into one look at the cells is one function.
import {
  CELLS, ROW_FACTORS, COLUMN_FACTORS, SOURCES, STEP, COLUMN_DROPS, BACK, REST, ROW_DROPS, LEFT_AMPERES,
  RIGHT_AMPERES, CARRY, columns, width, stride, scratch, rowOhms, columnOhms, plane, rowVector, columnVector,
  even, odd,
} from './wires-layout';

export const COLD = 0; // v = c + G w where (T_w + G) w = s - c
export const WARM = 1; // v = G (w' - w) where (T_w + G) w' = s - c + G x
export const STEPPING = 2; // v = G z where (T_w + G) z = G p; @returns p v
export const STEPPING_ON = 3; // the same, with p of four rows still to be found from y
export const FINISH = 4; // w where (T_w + G) w = s - c + G x

/** Solves the chains of four rows. */
// @ts-ignore: decorator
@inline export function rowQuad(mode: i32, q: i32, alpha: f64, beta: f64): f64 {
  const at = <usize>q * 4 * stride;
  const at1 = at + stride;
  const at2 = at1 + stride;
  const at3 = at2 + stride;
  const cells = plane(CELLS);
  const other = plane(mode == STEPPING || mode == STEPPING_ON ? STEP : COLUMN_DROPS);
  const sources = plane(SOURCES);
  const factors = plane(ROW_FACTORS) + <usize>q * (width << 2);
  const line = <usize>q << 5;
  const last = width - 16;
  const oddColumns = (columns & 1) != 0;
  const sourced = mode != STEPPING && mode != STEPPING_ON;

  let i0 = f64x2.splat(0);
  let i1 = i0;
  if (sourced) {
    i0 = v128.load(rowVector(LEFT_AMPERES) + line);
    i1 = v128.load(rowVector(LEFT_AMPERES) + line, 16);
  }
  let f = factors;
  let s = scratch;
  // what flows on from node to node
  for (let j: usize = 0; j < width; j += 16) {
    let a0: v128, a1: v128, a2: v128, a3: v128;
    if (mode == STEPPING_ON) {
      const carry = columnVector(CARRY) + j;
      const ohms = f64x2.splat(columnOhms);
      const step = plane(STEP) + j;
      const drops = plane(COLUMN_DROPS) + j;
      const rest = plane(REST) + j;
      const ahead = plane(COLUMN_FACTORS) + j;
      const by = f64x2.splat(alpha);
      const keep = f64x2.splat(beta);
      let z = f64x2.mul(v128.load(ahead + at3), f64x2.add(f64x2.mul(ohms, v128.load(rest + at3)), v128.load(carry)));
      let p = v128.load(step + at3);
      v128.store(drops + at3, f64x2.add(v128.load(drops + at3), f64x2.mul(by, p)));
      p = f64x2.add(z, f64x2.mul(keep, p));
      v128.store(step + at3, p);
      a3 = f64x2.mul(v128.load(cells + at3 + j), p);
      z = f64x2.mul(v128.load(ahead + at2), f64x2.add(f64x2.mul(ohms, v128.load(rest + at2)), z));
      p = v128.load(step + at2);
      v128.store(drops + at2, f64x2.add(v128.load(drops + at2), f64x2.mul(by, p)));
      p = f64x2.add(z, f64x2.mul(keep, p));
      v128.store(step + at2, p);
      a2 = f64x2.mul(v128.load(cells + at2 + j), p);
      z = f64x2.mul(v128.load(ahead + at1), f64x2.add(f64x2.mul(ohms, v128.load(rest + at1)), z));
      p = v128.load(step + at1);
      v128.store(drops + at1, f64x2.add(v128.load(drops + at1), f64x2.mul(by, p)));
      p = f64x2.add(z, f64x2.mul(keep, p));
      v128.store(step + at1, p);
      a1 = f64x2.mul(v128.load(cells + at1 + j), p);
      z = f64x2.mul(v128.load(ahead + at), f64x2.add(f64x2.mul(ohms, v128.load(rest + at)), z));
      p = v128.load(step + at);
      v128.store(drops + at, f64x2.add(v128.load(drops + at), f64x2.mul(by, p)));
      p = f64x2.add(z, f64x2.mul(keep, p));
      v128.store(step + at, p);
      a0 = f64x2.mul(v128.load(cells + at + j), p);
      v128.store(carry, z);
    } else if (mode == STEPPING) {
      a0 = f64x2.mul(v128.load(cells + at + j), v128.load(other + at + j));
      a1 = f64x2.mul(v128.load(cells + at1 + j), v128.load(other + at1 + j));
      a2 = f64x2.mul(v128.load(cells + at2 + j), v128.load(other + at2 + j));
      a3 = f64x2.mul(v128.load(cells + at3 + j), v128.load(other + at3 + j));
    } else {
      a0 = f64x2.neg(v128.load(sources + at + j));
      a1 = f64x2.neg(v128.load(sources + at1 + j));
      a2 = f64x2.neg(v128.load(sources + at2 + j));
      a3 = f64x2.neg(v128.load(sources + at3 + j));
      if (mode != COLD) {
        a0 = f64x2.add(a0, f64x2.mul(v128.load(cells + at + j), v128.load(other + at + j)));
        a1 = f64x2.add(a1, f64x2.mul(v128.load(cells + at1 + j), v128.load(other + at1 + j)));
        a2 = f64x2.add(a2, f64x2.mul(v128.load(cells + at2 + j), v128.load(other + at2 + j)));
        a3 = f64x2.add(a3, f64x2.mul(v128.load(cells + at3 + j), v128.load(other + at3 + j)));
      }
    }
    i0 = f64x2.add(i0, even(a0, a1));
    i1 = f64x2.add(i1, even(a2, a3));
    if (sourced && j == last && oddColumns) {
      i0 = f64x2.add(i0, v128.load(rowVector(RIGHT_AMPERES) + line));
      i1 = f64x2.add(i1, v128.load(rowVector(RIGHT_AMPERES) + line, 16));
    }
    v128.store(s, i0);
    v128.store(s, i1, 16);
    i0 = f64x2.add(odd(a0, a1), f64x2.mul(v128.load(f), i0));
    i1 = f64x2.add(odd(a2, a3), f64x2.mul(v128.load(f, 16), i1));
    if (sourced && j == last && !oddColumns) {
      i0 = f64x2.add(i0, v128.load(rowVector(RIGHT_AMPERES) + line));
      i1 = f64x2.add(i1, v128.load(rowVector(RIGHT_AMPERES) + line, 16));
    }
    v128.store(s, i0, 32);
    v128.store(s, i1, 48);
    i0 = f64x2.mul(v128.load(f, 32), i0);
    i1 = f64x2.mul(v128.load(f, 48), i1);
    f += 64;
    s += 64;
  }
  // back: i0 and i1 are now the voltages of the last nodes
  const ohms = f64x2.splat(rowOhms);
  const back = plane(BACK);
  const drops = plane(ROW_DROPS);
  let sum = f64x2.splat(0);
  for (let j = last; <isize>j >= 0; j -= 16) {
    f -= 64;
    s -= 64;
    if (j != last) {
      i0 = f64x2.mul(v128.load(f, 32), f64x2.add(f64x2.mul(ohms, v128.load(s, 32)), i0));
      i1 = f64x2.mul(v128.load(f, 48), f64x2.add(f64x2.mul(ohms, v128.load(s, 48)), i1));
    }
    const b0 = i0;
    const b1 = i1;
    i0 = f64x2.mul(v128.load(f), f64x2.add(f64x2.mul(ohms, v128.load(s)), i0));
    i1 = f64x2.mul(v128.load(f, 16), f64x2.add(f64x2.mul(ohms, v128.load(s, 16)), i1));
    let w0 = even(i0, b0);
    let w1 = odd(i0, b0);
    let w2 = even(i1, b1);
    let w3 = odd(i1, b1);
    if (mode == FINISH) {
      v128.store(drops + at + j, w0);
      v128.store(drops + at1 + j, w1);
      v128.store(drops + at2 + j, w2);
      v128.store(drops + at3 + j, w3);
    } else {
      if (mode == WARM) {
        const d0 = f64x2.sub(w0, v128.load(drops + at + j));
        const d1 = f64x2.sub(w1, v128.load(drops + at1 + j));
        const d2 = f64x2.sub(w2, v128.load(drops + at2 + j));
        const d3 = f64x2.sub(w3, v128.load(drops + at3 + j));
        w0 = d0;
        w1 = d1;
        w2 = d2;
        w3 = d3;
      }
      w0 = f64x2.mul(v128.load(cells + at + j), w0);
      w1 = f64x2.mul(v128.load(cells + at1 + j), w1);
      w2 = f64x2.mul(v128.load(cells + at2 + j), w2);
      w3 = f64x2.mul(v128.load(cells + at3 + j), w3);
      if (mode == COLD) {
        w0 = f64x2.add(w0, v128.load(sources + at + j));
        w1 = f64x2.add(w1, v128.load(sources + at1 + j));
        w2 = f64x2.add(w2, v128.load(sources + at2 + j));
        w3 = f64x2.add(w3, v128.load(sources + at3 + j));
      }
      v128.store(back + at + j, w0);
      v128.store(back + at1 + j, w1);
      v128.store(back + at2 + j, w2);
      v128.store(back + at3 + j, w3);
      if (mode == STEPPING || mode == STEPPING_ON) {
        sum = f64x2.add(sum, f64x2.mul(w0, v128.load(other + at + j)));
        sum = f64x2.add(sum, f64x2.mul(w1, v128.load(other + at1 + j)));
        sum = f64x2.add(sum, f64x2.mul(w2, v128.load(other + at2 + j)));
        sum = f64x2.add(sum, f64x2.mul(w3, v128.load(other + at3 + j)));
      }
    }
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
