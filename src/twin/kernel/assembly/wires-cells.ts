// What is known of cells before a solve, and their voltages after it.
import {
  CELLS, SOURCES, COLUMN_DROPS, BACK, ROW_DROPS, ROW_REFERENCE, COLUMN_REFERENCE, rows, columns, quads, width,
  stride, plane, rowVector, columnVector,
} from './wires-layout';

/** As parts of what is added up and cancels in them: a current, and a current squared over a conductance. */
export const ROUNDING: f64 = 1e-14;
const ENERGY_ROUNDING: f64 = 1e-30;

export let roundingAmperes: f64 = 0;
export let roundingWatts: f64 = 0;

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
export function clearDrops(): void {
  memory.fill(plane(ROW_DROPS), 0, <usize>quads * 4 * stride);
  memory.fill(plane(COLUMN_DROPS), 0, <usize>quads * 4 * stride);
}
