// Chains of columns solved, all side by side, from row to row.
import {
  COLUMN_FACTORS, STEP, COLUMN_DROPS, BACK, REST, IMAGE, TOP_SIEMENS, BOTTOM_SIEMENS, TOP_AMPERES,
  BOTTOM_AMPERES, CARRY, rows, width, stride, columnOhms, plane, columnVector,
} from './wires-layout';

/** What {@link lookAtEnds} has seen: of a column's residual at its end, and out of it. */
export let residualAmperes: f64 = 0;
export let outputAmperes: f64 = 0;

/** p = z + beta p and x += alpha p for one row, where z runs up the columns from the row below. */
export function stepRow(i: i32, alpha: f64, beta: f64): void {
  const at = <usize>i * stride;
  const carry = columnVector(CARRY);
  const step = plane(STEP) + at;
  const drops = plane(COLUMN_DROPS) + at;
  const rest = plane(REST) + at;
  const ahead = plane(COLUMN_FACTORS) + at;
  const ohms = f64x2.splat(columnOhms);
  const by = f64x2.splat(alpha);
  const keep = f64x2.splat(beta);
  const bottom = i == rows - 1;
  for (let j: usize = 0; j < width; j += 16) {
    const y = v128.load(rest + j);
    const z = f64x2.mul(v128.load(ahead + j), bottom ? y : f64x2.add(f64x2.mul(ohms, y), v128.load(carry + j)));
    v128.store(carry + j, z);
    const p = v128.load(step + j);
    v128.store(drops + j, f64x2.add(v128.load(drops + j), f64x2.mul(by, p)));
    v128.store(step + j, f64x2.add(z, f64x2.mul(keep, p)));
  }
}

/** One row of {@link passDown}. */
// @ts-ignore: decorator
@inline function passRow(start: bool, i: i32, alpha: f64, beta: f64): f64 {
  const at = <usize>i * stride;
  const carry = columnVector(CARRY);
  const back = plane(BACK) + at;
  const rest = plane(REST) + at;
  const image = plane(IMAGE) + at;
  const ahead = plane(COLUMN_FACTORS) + at;
  const by = f64x2.splat(alpha);
  const keep = f64x2.splat(beta);
  const bottom = i == rows - 1;
  const weight = f64x2.splat(bottom ? 1 : columnOhms);
  let sum = f64x2.splat(0);
  for (let j: usize = 0; j < width; j += 16) {
    const t = f64x2.add(v128.load(back + j), v128.load(carry + j));
    const k = v128.load(ahead + j);
    let y = t;
    if (!start) {
      y = v128.load(rest + j);
      const a = f64x2.add(y, f64x2.mul(keep, v128.load(image + j)));
      v128.store(image + j, a);
      y = f64x2.sub(y, f64x2.mul(by, f64x2.sub(a, t)));
    }
    v128.store(rest + j, y);
    v128.store(carry + j, f64x2.mul(k, t));
    sum = f64x2.add(sum, f64x2.mul(f64x2.mul(weight, k), f64x2.mul(y, y)));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** y -= alpha (a - L^-1 v) where a = y + beta a, top down; at the start y = L^-1 v; @returns r (T_b + G)^-1 r. */
// @ts-ignore: decorator
@inline export function passDown(start: bool, alpha: f64, beta: f64): f64 {
  const carryAll = columnVector(CARRY);
  memory.fill(carryAll, 0, width);
  const whole = (rows - 1) >> 2; // quads above that of the last row
  const back = plane(BACK);
  const rest = plane(REST);
  const image = plane(IMAGE);
  const ahead = plane(COLUMN_FACTORS);
  const by = f64x2.splat(alpha);
  const keep = f64x2.splat(beta);
  let sum0 = f64x2.splat(0);
  let sum1 = sum0;
  for (let q = 0; q < whole; q++) {
    const at = <usize>q * 4 * stride;
    const at1 = at + stride;
    const at2 = at1 + stride;
    const at3 = at2 + stride;
    for (let j: usize = 0; j < width; j += 16) {
      let t = f64x2.add(v128.load(back + at + j), v128.load(carryAll + j));
      let k = v128.load(ahead + at + j);
      let y = t;
      let a: v128;
      if (!start) {
        y = v128.load(rest + at + j);
        a = f64x2.add(y, f64x2.mul(keep, v128.load(image + at + j)));
        v128.store(image + at + j, a);
        y = f64x2.sub(y, f64x2.mul(by, f64x2.sub(a, t)));
      }
      v128.store(rest + at + j, y);
      sum0 = f64x2.add(sum0, f64x2.mul(k, f64x2.mul(y, y)));

      t = f64x2.add(v128.load(back + at1 + j), f64x2.mul(k, t));
      k = v128.load(ahead + at1 + j);
      y = t;
      if (!start) {
        y = v128.load(rest + at1 + j);
        a = f64x2.add(y, f64x2.mul(keep, v128.load(image + at1 + j)));
        v128.store(image + at1 + j, a);
        y = f64x2.sub(y, f64x2.mul(by, f64x2.sub(a, t)));
      }
      v128.store(rest + at1 + j, y);
      sum1 = f64x2.add(sum1, f64x2.mul(k, f64x2.mul(y, y)));

      t = f64x2.add(v128.load(back + at2 + j), f64x2.mul(k, t));
      k = v128.load(ahead + at2 + j);
      y = t;
      if (!start) {
        y = v128.load(rest + at2 + j);
        a = f64x2.add(y, f64x2.mul(keep, v128.load(image + at2 + j)));
        v128.store(image + at2 + j, a);
        y = f64x2.sub(y, f64x2.mul(by, f64x2.sub(a, t)));
      }
      v128.store(rest + at2 + j, y);
      sum0 = f64x2.add(sum0, f64x2.mul(k, f64x2.mul(y, y)));

      t = f64x2.add(v128.load(back + at3 + j), f64x2.mul(k, t));
      k = v128.load(ahead + at3 + j);
      y = t;
      if (!start) {
        y = v128.load(rest + at3 + j);
        a = f64x2.add(y, f64x2.mul(keep, v128.load(image + at3 + j)));
        v128.store(image + at3 + j, a);
        y = f64x2.sub(y, f64x2.mul(by, f64x2.sub(a, t)));
      }
      v128.store(rest + at3 + j, y);
      sum1 = f64x2.add(sum1, f64x2.mul(k, f64x2.mul(y, y)));
      v128.store(carryAll + j, f64x2.mul(k, t));
    }
  }
  sum0 = f64x2.add(sum0, sum1);
  let sum = columnOhms * (f64x2.extract_lane(sum0, 0) + f64x2.extract_lane(sum0, 1));
  for (let i = whole << 2; i < rows; i++) sum += passRow(start, i, alpha, beta);
  return sum;
}

/** With x + alpha p: the largest current out of a column's ends, and the largest that a column's residual brings to its end. */
export function lookAtEnds(alpha: f64): void {
  const by = f64x2.splat(alpha);
  const bottom = <usize>(rows - 1) * stride;
  const step = plane(STEP);
  const drops = plane(COLUMN_DROPS);
  const rest = plane(REST) + bottom;
  let most = f64x2.splat(0);
  let left = most;
  for (let j: usize = 0; j < width; j += 16) {
    const first = f64x2.add(v128.load(drops + j), f64x2.mul(by, v128.load(step + j)));
    const last = f64x2.add(v128.load(drops + bottom + j), f64x2.mul(by, v128.load(step + bottom + j)));
    const top = f64x2.sub(f64x2.mul(v128.load(columnVector(TOP_SIEMENS) + j), first), v128.load(columnVector(TOP_AMPERES) + j));
    const end = f64x2.sub(f64x2.mul(v128.load(columnVector(BOTTOM_SIEMENS) + j), last), v128.load(columnVector(BOTTOM_AMPERES) + j));
    most = f64x2.max(most, f64x2.max(f64x2.abs(top), f64x2.abs(end)));
    left = f64x2.max(left, f64x2.abs(v128.load(rest + j)));
  }
  outputAmperes = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  residualAmperes = max(f64x2.extract_lane(left, 0), f64x2.extract_lane(left, 1));
}
