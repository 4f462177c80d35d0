import { unfilledBytes } from './unfilled-bytes.js';

/** Consistent Overhead Byte Stuffing (Cheshire and Baker 1999): the same bytes without a single 0x00. */

/** A block is a code byte and at most this many bytes. */
const LONGEST_RUN = 254;
/** The code of such a block, which stands for no zero. */
const FULL = LONGEST_RUN + 1;

/** Bytes that `length` bytes may grow to. */
export const maxCobsLength = (length: number): number => length + 1 + Math.floor(length / LONGEST_RUN);

/**
 * Writes the encoding of `bytes` into `target` at `start`; the target must have room for {@link maxCobsLength} more.
 *
 * @returns the position after the last byte written
 */
export function encodeCobsInto(bytes: Uint8Array, target: Uint8Array, start: number): number {
  const last = bytes.length - 1;
  let codeAt = start;
  let to = start + 1;
  for (let from = 0; from <= last; from += 1) {
    const byte = bytes[from]!;
    if (byte === 0) {
      target[codeAt] = to - codeAt;
      codeAt = to++;
      continue;
    }
    target[to++] = byte;
    // a full run at the very end needs no block after it
    if (to - codeAt === FULL && from < last) {
      target[codeAt] = FULL;
      codeAt = to++;
    }
  }
  target[codeAt] = to - codeAt;
  return to;
}

export function encodeCobs(bytes: Uint8Array): Uint8Array {
  const target = unfilledBytes(maxCobsLength(bytes.length));
  return target.subarray(0, encodeCobsInto(bytes, target, 0));
}

/** The bytes that were encoded, in memory of their own; undefined where no encoder makes such bytes. */
export function decodeCobs(encoded: Uint8Array): Uint8Array | undefined {
  const { length } = encoded;
  if (length === 0 || encoded[0] === 0) return undefined;
  const target = unfilledBytes(length);
  let code = encoded[0]!;
  /** Where the next code stands. */
  let next = code;
  let to = 0;
  for (let from = 1; from < length; from += 1) {
    const byte = encoded[from]!;
    if (byte === 0) return undefined;
    if (from !== next) {
      target[to++] = byte;
      continue;
    }
    if (code !== FULL) target[to++] = 0;
    code = byte;
    next = from + byte;
  }
  return next === length ? target.subarray(0, to) : undefined;
}
