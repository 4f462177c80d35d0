// Conjugate gradients over the column nodes of a crossbar with wires; src/twin/wires/wire-solver.ts has the equations.
// A plane holds one number a cell, `stride` bytes from row to row. Rows are padded to a whole number of quads and
// columns to pairs with cells of 0 S: a padded column hangs on the end of its rows and changes nothing.

// planes, in the order in which they lie in memory
const CELLS = 0; // G
const ROW_FACTORS = 1; // by quads of rows: column by column, four rows side by side
const COLUMN_FACTORS = 2;
const SOURCES = 3; // the current of each cell with no drop on any line
const STEP = 4; // p
const COLUMN_DROPS = 5; // x
const BACK = 6; // v = G (T_w + G)^-1 G p
const REST = 7; // y = L^-1 r
const IMAGE = 8; // a = L^-1 (T_b + G) p
const ROW_DROPS = 9;

// vectors along the rows' ends, then along the columns'
const LEFT_SIEMENS = 0;
const RIGHT_SIEMENS = 1;
const LEFT_AMPERES = 2;
const RIGHT_AMPERES = 3;
const ROW_REFERENCE = 4;
const TOP_SIEMENS = 0;
const BOTTOM_SIEMENS = 1;
const TOP_AMPERES = 2;
const BOTTOM_AMPERES = 3;
const COLUMN_REFERENCE = 4;
const CARRY = 5;
const ROW_VECTORS = 5;
const COLUMN_VECTORS = 6;

const BASE: usize = 65536;
/** As parts of what is added up and cancels in them: a current, and a current squared over a conductance. */
const ROUNDING: f64 = 1e-14;
const ENERGY_ROUNDING: f64 = 1e-30;

let rows: i32 = 0;
let columns: i32 = 0;
let quads: i32 = 0;
let width: usize = 0; // bytes of a row that are in use, whole pairs
let stride: usize = 0;
let planeBytes: usize = 0;
let rowVectorBytes: usize = 0;
let columnVectorBytes: usize = 0;
let scratch: usize = 0;
let rowOhms: f64 = 0;
let columnOhms: f64 = 0;
let cellScale: f64 = 0; // the largest conductance with which cells hang on a column's end
let pendingAlpha: f64 = 0;
let residualAmperes: f64 = 0;
let roundingAmperes: f64 = 0;
let roundingWatts: f64 = 0;
let outputAmperes: f64 = 0;

// @ts-ignore: decorator
@inline function plane(index: i32): usize {
  return BASE + <usize>index * planeBytes;
}

// @ts-ignore: decorator
@inline function rowVector(index: i32): usize {
  return plane(10) + <usize>index * rowVectorBytes;
}

// @ts-ignore: decorator
@inline function columnVector(index: i32): usize {
  return rowVector(ROW_VECTORS) + <usize>index * columnVectorBytes;
}

/** Lays out the memory; @returns bytes needed. */
export function place(rowCount: i32, columnCount: i32, ohmsOfRows: f64, ohmsOfColumns: f64): usize {
  rows = rowCount;
  columns = columnCount;
  rowOhms = ohmsOfRows;
  columnOhms = ohmsOfColumns;
  quads = ((rowCount + 7) >> 3) << 1;
  width = <usize>((columnCount + 1) >> 1) << 4;
  // an odd number of cache lines, or the rows of a quad would all fall into the same set of a cache
  stride = ((((width + 63) >> 6) | 1) << 6);
  planeBytes = <usize>quads * 4 * stride + 64 * 5;
  rowVectorBytes = <usize>quads * 32;
  columnVectorBytes = stride;
  scratch = columnVector(COLUMN_VECTORS);
  return scratch + (width << 2) + 64;
}

export function planeAt(index: i32): usize { return plane(index); }
export function rowVectorAt(index: i32): usize { return rowVector(index); }
export function columnVectorAt(index: i32): usize { return columnVector(index); }
export function strideBytes(): usize { return stride; }

// ---- factors ----------------------------------------------------------------------------------------------------

/** Takes new conductances, packed in the plane BACK; @returns false where one is negative or no number. */
export function takeCells(): bool {
  const packed = plane(BACK);
  const cells = plane(CELLS);
  const rowBytes = <usize>columns << 3;
  const pairs = rowBytes & ~15;
  const zero = f64x2.splat(0);
  const most = f64x2.splat(Infinity);
  let fine = i64x2.splat(-1);
  for (let i = 0; i < rows; i++) {
    const from = packed + <usize>i * rowBytes;
    const to = cells + <usize>i * stride;
    for (let j: usize = 0; j < pairs; j += 16) {
      const g = v128.load(from + j);
      fine = v128.and(fine, v128.and(f64x2.ge(g, zero), f64x2.lt(g, most)));
      v128.store(to + j, g);
    }
    if (pairs != rowBytes) {
      const g = f64x2(load<f64>(from + pairs), 0);
      fine = v128.and(fine, v128.and(f64x2.ge(g, zero), f64x2.lt(g, most)));
      v128.store(to + pairs, g);
    }
  }
  if (i64x2.all_true(fine)) return true;
  memory.fill(packed, 0, <usize>rows * rowBytes); // a NaN left there would spread
  return false;
}

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

// @ts-ignore: decorator
@inline function even(a: v128, b: v128): v128 { return v128.shuffle<f64>(a, b, 0, 2); }
// @ts-ignore: decorator
@inline function odd(a: v128, b: v128): v128 { return v128.shuffle<f64>(a, b, 1, 3); }

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

// ---- sources ----------------------------------------------------------------------------------------------------

/** Of the last pair of a row, what is no padding. */
// @ts-ignore: decorator
@inline function inUse(j: usize, pair: v128): v128 {
  return j == width - 16 && (columns & 1) != 0 ? v128.and(pair, i64x2(-1, 0)) : pair;
}

/** The current of each cell while every line is at its reference; with what is packed in BACK added where `offset`. */
export function driveCells(offset: bool): void {
  const cells = plane(CELLS);
  const sources = plane(SOURCES);
  const ofRows = rowVector(ROW_REFERENCE);
  const ofColumns = columnVector(COLUMN_REFERENCE);
  let most = f64x2.splat(0);
  let watts = most;
  for (let i = 0; i < rows; i++) {
    const at = <usize>i * stride;
    const packed = plane(BACK) + <usize>i * (<usize>columns << 3);
    const w = v128.load64_splat(ofRows + (<usize>i << 3));
    for (let j: usize = 0; j < width; j += 16) {
      const across = f64x2.sub(w, v128.load(ofColumns + j));
      let amperes = f64x2.mul(v128.load(cells + at + j), across);
      let size = f64x2.abs(amperes);
      if (offset) {
        const beside = inUse(j, v128.load(packed + j));
        amperes = f64x2.add(amperes, beside);
        size = f64x2.add(size, f64x2.abs(beside));
      }
      v128.store(sources + at + j, amperes);
      most = f64x2.max(most, size);
      watts = f64x2.add(watts, f64x2.mul(size, f64x2.abs(across)));
    }
  }
  roundingAmperes = ROUNDING * max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  roundingWatts = ENERGY_ROUNDING * (f64x2.extract_lane(watts, 0) + f64x2.extract_lane(watts, 1));
}

/** Packs the voltages of all cells in BACK, which a solve that is under way would need; call finish first. */
export function acrossCells(): void {
  const ofRows = rowVector(ROW_REFERENCE);
  const ofColumns = columnVector(COLUMN_REFERENCE);
  for (let i = 0; i < rows; i++) {
    const at = <usize>i * stride;
    const packed = plane(BACK) + <usize>i * (<usize>columns << 3);
    const w = v128.load64_splat(ofRows + (<usize>i << 3));
    for (let j: usize = 0; j < width; j += 16) {
      const applied = f64x2.sub(w, v128.load(ofColumns + j));
      const drops = f64x2.sub(v128.load(plane(ROW_DROPS) + at + j), v128.load(plane(COLUMN_DROPS) + at + j));
      v128.store(packed + j, f64x2.add(applied, drops)); // padding is overwritten by the next row
    }
  }
}

/** No drop on any line, as before the first solve. */
export function forget(): void {
  memory.fill(plane(ROW_DROPS), 0, <usize>quads * 4 * stride);
  memory.fill(plane(COLUMN_DROPS), 0, <usize>quads * 4 * stride);
  pendingAlpha = 0;
}

// ---- along the rows ---------------------------------------------------------------------------------------------

const COLD = 0; // v = c + G w where (T_w + G) w = s - c
const WARM = 1; // v = G (w' - w) where (T_w + G) w' = s - c + G x
const STEPPING = 2; // v = G z where (T_w + G) z = G p; @returns p v
const STEPPING_ON = 3; // the same, with p of four rows still to be found from y
const FINISH = 4; // w where (T_w + G) w = s - c + G x

/** Solves the chains of four rows. */
// @ts-ignore: decorator
@inline function rowQuad(mode: i32, q: i32, alpha: f64, beta: f64): f64 {
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

// ---- along the columns ------------------------------------------------------------------------------------------

/** p = z + beta p and x += alpha p for one row, where z runs up the columns from the row below. */
function stepRow(i: i32, alpha: f64, beta: f64): void {
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

/** One look along all rows, bottom up: new p from y, and v of it; @returns p v. */
function stepUp(alpha: f64, beta: f64): f64 {
  const first = (rows - 1) >> 2;
  for (let i = rows - 1; i >= first << 2; i--) stepRow(i, alpha, beta);
  let sum = rowQuad(STEPPING, first, 0, 0);
  for (let q = first - 1; q >= 0; q--) sum += rowQuad(STEPPING_ON, q, alpha, beta);
  return sum;
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
@inline function passDown(start: bool, alpha: f64, beta: f64): f64 {
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

/** The largest current out of a column's ends, and the largest that a column's residual brings to its end. */
function lookAtEnds(): void {
  const by = f64x2.splat(pendingAlpha);
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

// ---- the whole --------------------------------------------------------------------------------------------------

function addColumnSources(): void {
  const back = plane(BACK);
  const bottom = back + <usize>(rows - 1) * stride;
  for (let j: usize = 0; j < width; j += 16) {
    v128.store(back + j, f64x2.add(v128.load(back + j), v128.load(columnVector(TOP_AMPERES) + j)));
    v128.store(bottom + j, f64x2.add(v128.load(bottom + j), v128.load(columnVector(BOTTOM_AMPERES) + j)));
  }
}

/** From no drop on any column. */
function startCold(): void {
  memory.fill(plane(COLUMN_DROPS), 0, <usize>quads * 4 * stride);
  for (let q = quads - 1; q >= 0; q--) rowQuad(COLD, q, 0, 0);
  addColumnSources();
}

/** From the row drops there are: first the columns that go with them, then what the rows make of those. */
function startWarm(): void {
  const size = <usize>quads * 4 * stride;
  const cells = plane(CELLS);
  const back = plane(BACK);
  for (let at: usize = 0; at < size; at += 16) {
    const drop = f64x2.mul(v128.load(cells + at), v128.load(plane(ROW_DROPS) + at));
    v128.store(back + at, f64x2.add(v128.load(plane(SOURCES) + at), drop));
  }
  addColumnSources();
  passDown(true, 0, 0);
  memory.fill(plane(STEP), 0, size);
  for (let i = rows - 1; i >= 0; i--) stepRow(i, 0, 0);
  memory.copy(plane(COLUMN_DROPS), plane(STEP), size);
  for (let q = quads - 1; q >= 0; q--) rowQuad(WARM, q, 0, 0);
}

/** @returns iterations, or -1 where `limit` of them were not enough */
export function solve(warm: bool, tolerance: f64, limit: i32): i32 {
  if (warm) startWarm();
  else startCold();
  pendingAlpha = 0;
  let rest = passDown(true, 0, 0);
  lookAtEnds();
  let beta: f64 = 0;
  let stepEnergy: f64 = 0; // p (T_b + G) p
  let energy: f64 = 0;
  let slowest: f64 = 1;
  for (let iteration = 0; iteration < limit; iteration++) {
    if (rest <= roundingWatts && residualAmperes <= roundingAmperes) return iteration;
    const coupled = stepUp(pendingAlpha, beta);
    stepEnergy = rest + beta * beta * stepEnergy;
    pendingAlpha = 0;
    // what is left would only raise lines that nothing holds, and comes of rounding
    if (stepEnergy - coupled <= ROUNDING * stepEnergy) return iteration;
    const alpha = rest / (stepEnergy - coupled);
    pendingAlpha = alpha;
    const next = passDown(false, alpha, beta);
    energy += alpha * rest;
    slowest = max(slowest, alpha);
    lookAtEnds();
    beta = next / rest;
    rest = next;
    const left = slowest * next / max(1 - beta, 0.1);
    const doubt = Math.sqrt(cellScale * left) + residualAmperes;
    if (outputAmperes > 0 ? doubt <= tolerance * outputAmperes : left <= tolerance * tolerance * energy) return iteration + 1;
  }
  return -1;
}

/** Brings the drops of all nodes to where the last step leaves them. */
export function finish(): void {
  const size = <usize>quads * 4 * stride;
  const by = f64x2.splat(pendingAlpha);
  if (pendingAlpha != 0) {
    const step = plane(STEP);
    const drops = plane(COLUMN_DROPS);
    for (let at: usize = 0; at < size; at += 16) {
      v128.store(drops + at, f64x2.add(v128.load(drops + at), f64x2.mul(by, v128.load(step + at))));
    }
    pendingAlpha = 0;
  }
  for (let q = quads - 1; q >= 0; q--) rowQuad(FINISH, q, 0, 0);
}

/** What the last step has still to add to a plane of column drops: alpha of STEP. */
export function pendingStep(): f64 { return pendingAlpha; }

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

/** out = M in. */
export function matrixTimes(matrix: usize, height: i32, pairs: i32, vector: usize, out: usize): void {
  const bytes = <usize>pairs << 4;
  for (let i = 0; i < height; i++, matrix += bytes, out += 8) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let j: usize = 0;
    for (; j + 32 <= bytes; j += 32) {
      s0 = f64x2.add(s0, f64x2.mul(v128.load(matrix + j), v128.load(vector + j)));
      s1 = f64x2.add(s1, f64x2.mul(v128.load(matrix + j, 16), v128.load(vector + j, 16)));
    }
    if (j < bytes) s0 = f64x2.add(s0, f64x2.mul(v128.load(matrix + j), v128.load(vector + j)));
    s0 = f64x2.add(s0, s1);
    store<f64>(out, f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1));
  }
}
