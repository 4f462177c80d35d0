import { getInt32, getUint16, putInt32 } from './little-endian.js';

/** In place of the number of lines that a vector names: it names none and has all of them, one after the other. */
export const DENSE = 0xffff;
/** Count and two zero bytes. */
export const VECTOR_HEAD_BYTES = 4;
const CODE_BYTES = 4;
const ENTRY_BYTES = 8;
/** Of the shortest vector of codes: dense for one line, or sparse without a line. */
export const LEAST_CODE_VECTOR_BYTES = VECTOR_HEAD_BYTES + CODE_BYTES;

/** How the vectors of a library are written; entry `v` of each list is of vector `v`. */
export interface VectorForms {
  /** What a sparse vector does not name for every line; without meaning in a dense one. */
  readonly fills: Int32Array;
  /** Lines that a sparse vector names, or {@link DENSE}. */
  readonly counts: Uint16Array;
  readonly bytes: number;
}

/**
 * The code that most lines have. Where none stands on more than half of them any may come out: a sparse vector that is
 * shorter than a dense one leaves more than half unnamed, so that only a majority matters (Boyer and Moore 1981).
 */
function majorityCode(codes: Int32Array, start: number, end: number): number {
  let code = 0;
  let votes = 0;
  for (let at = start; at < end; at += 1) {
    if (votes === 0) code = codes[at]!;
    votes += codes[at] === code ? 1 : -1;
  }
  return code;
}

/** Lines that have another code; `enough` where there are so many of them or more. */
function countOthers(codes: Int32Array, start: number, end: number, code: number, enough: number): number {
  let others = 0;
  for (let at = start; at < end && others < enough; at += 1) if (codes[at] !== code) others += 1;
  return others;
}

/** The shorter form of every vector, dense where both are as long. */
export function codeForms(codes: Int32Array, lines: number): VectorForms {
  const vectors = codes.length / lines;
  const fills = new Int32Array(vectors);
  const counts = new Uint16Array(vectors);
  const dense = CODE_BYTES * lines;
  // from so many named lines on, a sparse vector is no shorter
  const tooMany = (lines - 1) / 2;
  let bytes = vectors * VECTOR_HEAD_BYTES;
  for (let vector = 0; vector < vectors; vector += 1) {
    const start = vector * lines;
    const fill = majorityCode(codes, start, start + lines);
    const others = countOthers(codes, start, start + lines, fill, tooMany);
    const isSparse = others < tooMany;
    fills[vector] = fill;
    counts[vector] = isSparse ? others : DENSE;
    bytes += isSparse ? CODE_BYTES + ENTRY_BYTES * others : dense;
  }
  return { fills, counts, bytes };
}

/** @returns where the library ends */
export function putCodeVectors(
  bytes: Uint8Array,
  start: number,
  codes: Int32Array,
  lines: number,
  { fills, counts }: VectorForms,
): number {
  let at = start;
  for (let vector = 0; vector < counts.length; vector += 1) {
    const first = vector * lines;
    const fill = fills[vector]!;
    putInt32(bytes, at, counts[vector]!);
    at += VECTOR_HEAD_BYTES;
    if (counts[vector] === DENSE) {
      for (let k = first; k < first + lines; k += 1, at += CODE_BYTES) putInt32(bytes, at, codes[k]!);
      continue;
    }
    putInt32(bytes, at, fill);
    at += CODE_BYTES;
    for (let line = 0; line < lines; line += 1) {
      if (codes[first + line] === fill) continue;
      putInt32(bytes, at, line);
      putInt32(bytes, at + 4, codes[first + line]!);
      at += ENTRY_BYTES;
    }
  }
  return at;
}

/** @returns where the library ends; why it does not decode otherwise */
export function getCodeVectors(
  bytes: Uint8Array,
  start: number,
  codes: Int32Array,
  lines: number,
): number | 'wrong-length' | 'bad-vector' {
  let at = start;
  for (let first = 0; first < codes.length; first += lines) {
    if (at + VECTOR_HEAD_BYTES + CODE_BYTES > bytes.length) return 'wrong-length';
    const count = getUint16(bytes, at);
    if (getUint16(bytes, at + 2) !== 0) return 'bad-vector';
    at += VECTOR_HEAD_BYTES;
    const end = at + (count === DENSE ? CODE_BYTES * lines : CODE_BYTES + ENTRY_BYTES * count);
    if (end > bytes.length) return 'wrong-length';
    if (count === DENSE) {
      for (let k = first; k < first + lines; k += 1, at += CODE_BYTES) codes[k] = getInt32(bytes, at);
      continue;
    }
    codes.fill(getInt32(bytes, at), first, first + lines);
    let last = -1;
    for (at += CODE_BYTES; at < end; at += ENTRY_BYTES) {
      const line = getUint16(bytes, at);
      if (line <= last || line >= lines || getUint16(bytes, at + 2) !== 0) return 'bad-vector';
      codes[first + line] = getInt32(bytes, at + 4);
      last = line;
    }
  }
  return at;
}
