// Where the numbers of a crossbar with wires lie in memory. A plane holds one number a cell, `stride` bytes from row to
// row. Rows are padded to a whole number of quads and columns to pairs with cells of 0 S: a padded column hangs on the
// end of its rows and changes nothing.

// planes, in the order in which they lie in memory
export const CELLS = 0; // G
export const ROW_FACTORS = 1; // by quads of rows: column by column, four rows side by side
export const COLUMN_FACTORS = 2;
export const SOURCES = 3; // the current of each cell with no drop on any line
export const STEP = 4; // p
export const COLUMN_DROPS = 5; // x
export const BACK = 6; // v = G (T_w + G)^-1 G p
export const REST = 7; // y = L^-1 r
export const IMAGE = 8; // a = L^-1 (T_b + G) p
export const ROW_DROPS = 9;

// vectors along the rows' ends, then along the columns'
export const LEFT_SIEMENS = 0;
export const RIGHT_SIEMENS = 1;
export const LEFT_AMPERES = 2;
export const RIGHT_AMPERES = 3;
export const ROW_REFERENCE = 4;
export const TOP_SIEMENS = 0;
export const BOTTOM_SIEMENS = 1;
export const TOP_AMPERES = 2;
export const BOTTOM_AMPERES = 3;
export const COLUMN_REFERENCE = 4;
export const CARRY = 5;
export const ROW_VECTORS = 5;
export const COLUMN_VECTORS = 6;

const BASE: usize = 65536;

export let rows: i32 = 0;
export let columns: i32 = 0;
export let quads: i32 = 0;
export let width: usize = 0; // bytes of a row that are in use, whole pairs
export let stride: usize = 0;
let planeBytes: usize = 0;
let rowVectorBytes: usize = 0;
let columnVectorBytes: usize = 0;
export let scratch: usize = 0;
export let rowOhms: f64 = 0;
export let columnOhms: f64 = 0;

// @ts-ignore: decorator
@inline export function plane(index: i32): usize {
  return BASE + <usize>index * planeBytes;
}

// @ts-ignore: decorator
@inline export function rowVector(index: i32): usize {
  return plane(10) + <usize>index * rowVectorBytes;
}

// @ts-ignore: decorator
@inline export function columnVector(index: i32): usize {
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

// @ts-ignore: decorator
@inline export function even(a: v128, b: v128): v128 { return v128.shuffle<f64>(a, b, 0, 2); }
// @ts-ignore: decorator
@inline export function odd(a: v128, b: v128): v128 { return v128.shuffle<f64>(a, b, 1, 3); }
