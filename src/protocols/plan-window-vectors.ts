import { WINDOW_EDGES } from '../core/index.js';
import { getUint16, getUint32, putInt32 } from './little-endian.js';
import { DENSE, VECTOR_HEAD_BYTES } from './plan-code-vectors.js';

const TICK_BYTES = 4;
const ENTRY_BYTES = 12;
/** Of the shortest vector of windows, in which all stay open. */
export const LEAST_WINDOW_VECTOR_BYTES = VECTOR_HEAD_BYTES;

/** How the window vectors of a plan are written; entry `v` of each list is of vector `v`. */
interface WindowForms {
  /** When all switches of a dense vector close. */
  readonly froms: Uint32Array;
  /** Columns that a sparse vector names, or {@link DENSE}. */
  readonly counts: Uint16Array;
  readonly bytes: number;
}

/** Dense where all switches that close do so at one time, and that is not longer; otherwise sparse. */
export function windowForms(windows: Uint32Array, columns: number): WindowForms {
  const stride = WINDOW_EDGES * columns;
  const vectors = windows.length / stride;
  const froms = new Uint32Array(vectors);
  const counts = new Uint16Array(vectors);
  const dense = TICK_BYTES + TICK_BYTES * columns;
  let bytes = vectors * VECTOR_HEAD_BYTES;
  for (let vector = 0; vector < vectors; vector += 1) {
    let from = 0;
    let together = true;
    let closed = 0;
    for (let at = vector * stride; at < (vector + 1) * stride; at += WINDOW_EDGES) {
      if (windows[at + 1]! <= windows[at]!) continue;
      if (closed === 0) from = windows[at]!;
      else if (windows[at] !== from) together = false;
      closed += 1;
    }
    const sparse = ENTRY_BYTES * closed;
    const isDense = together && dense <= sparse;
    froms[vector] = from;
    counts[vector] = isDense ? DENSE : closed;
    bytes += isDense ? dense : sparse;
  }
  return { froms, counts, bytes };
}

function putDense(bytes: Uint8Array, start: number, windows: Uint32Array, first: number, last: number): number {
  let at = start;
  for (let k = first; k < last; k += WINDOW_EDGES, at += TICK_BYTES) {
    const until = windows[k + 1]!;
    putInt32(bytes, at, until > windows[k]! ? until : 0);
  }
  return at;
}

function putSparse(bytes: Uint8Array, start: number, windows: Uint32Array, first: number, last: number): number {
  let at = start;
  for (let k = first; k < last; k += WINDOW_EDGES) {
    if (windows[k + 1]! <= windows[k]!) continue;
    putInt32(bytes, at, (k - first) / WINDOW_EDGES);
    putInt32(bytes, at + 4, windows[k]!);
    putInt32(bytes, at + 8, windows[k + 1]!);
    at += ENTRY_BYTES;
  }
  return at;
}

/** A window that ends where it begins, or before, is written as a switch that stays open. @returns where they end */
export function putWindowVectors(
  bytes: Uint8Array,
  start: number,
  windows: Uint32Array,
  columns: number,
  { froms, counts }: WindowForms,
): number {
  const stride = WINDOW_EDGES * columns;
  let at = start;
  for (let vector = 0; vector < counts.length; vector += 1) {
    const first = vector * stride;
    putInt32(bytes, at, counts[vector]!);
    at += VECTOR_HEAD_BYTES;
    if (counts[vector] === DENSE) {
      putInt32(bytes, at, froms[vector]!);
      at = putDense(bytes, at + TICK_BYTES, windows, first, first + stride);
    } else {
      at = putSparse(bytes, at, windows, first, first + stride);
    }
  }
  return at;
}

/** @param windows of zeros. @returns where the library ends; why it does not decode otherwise */
export function getWindowVectors(
  bytes: Uint8Array,
  start: number,
  windows: Uint32Array,
  columns: number,
): number | 'wrong-length' | 'bad-vector' {
  let at = start;
  for (let first = 0; first < windows.length; first += WINDOW_EDGES * columns) {
    if (at + VECTOR_HEAD_BYTES > bytes.length) return 'wrong-length';
    const count = getUint16(bytes, at);
    if (getUint16(bytes, at + 2) !== 0) return 'bad-vector';
    at += VECTOR_HEAD_BYTES;
    const end = at + (count === DENSE ? TICK_BYTES + TICK_BYTES * columns : ENTRY_BYTES * count);
    if (end > bytes.length) return 'wrong-length';
    const isRead =
      count === DENSE
        ? getDense(bytes, at, windows, first, columns)
        : getSparse(bytes, at, end, windows, first, columns);
    if (!isRead) return 'bad-vector';
    at = end;
  }
  return at;
}

function getDense(bytes: Uint8Array, start: number, windows: Uint32Array, first: number, columns: number): boolean {
  const from = getUint32(bytes, start);
  for (let column = 0; column < columns; column += 1) {
    const until = getUint32(bytes, start + TICK_BYTES * (1 + column));
    if (until === 0) continue;
    if (until <= from) return false;
    windows[first + WINDOW_EDGES * column] = from;
    windows[first + WINDOW_EDGES * column + 1] = until;
  }
  return true;
}

function getSparse(
  bytes: Uint8Array,
  start: number,
  end: number,
  windows: Uint32Array,
  first: number,
  columns: number,
): boolean {
  let last = -1;
  for (let at = start; at < end; at += ENTRY_BYTES) {
    const column = getUint16(bytes, at);
    const from = getUint32(bytes, at + 4);
    const until = getUint32(bytes, at + 8);
    if (column <= last || column >= columns || getUint16(bytes, at + 2) !== 0 || until <= from) return false;
    windows[first + WINDOW_EDGES * column] = from;
    windows[first + WINDOW_EDGES * column + 1] = until;
    last = column;
  }
  return true;
}
