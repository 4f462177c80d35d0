import { unfilledBytes } from './unfilled-bytes.js';

/** Consistent Overhead Byte Stuffing (Cheshire and Baker 1999): the same bytes without a single 0x00. */

/** A block is a code byte and at most this many bytes. */
const LONGEST_RUN = 254;

/** Bytes that `length` bytes may grow to. */
export const maxCobsLength = (length: number): number => length + 1 + Math.floor(length / LONGEST_RUN);

/**
 * Writes the encoding of `bytes` into `target` at `start`; the target must have room for {@link maxCobsLength} more.
 *
 * @returns the position after the last byte written
 */
export function encodeCobsInto(bytes: Uint8Array, target: Uint8Array, start: number): number {
  let codeAt = start;
  let to = start + 1;
  let code = 1;
  for (let from = 0; from < bytes.length; from += 1) {
    const byte = bytes[from]!;
    if (byte !== 0) {
      target[to++] = byte;
      code += 1;
    }
    // a full run at the very end needs no block after it
    if (byte === 0 || (code === 0xff && from + 1 < bytes.length)) {
      target[codeAt] = code;
      codeAt = to++;
      code = 1;
    }
  }
  target[codeAt] = code;
  return to;
}

export function encodeCobs(bytes: Uint8Array): Uint8Array {
  const target = unfilledBytes(maxCobsLength(bytes.length));
  return target.subarray(0, encodeCobsInto(bytes, target, 0));
}

/** The bytes that were encoded, in memory of their own; undefined where no encoder makes such bytes. */
export function decodeCobs(encoded: Uint8Array): Uint8Array | undefined {
  const { length } = encoded;
  if (length === 0) return undefined;
  const target = unfilledBytes(length);
  let from = 0;
  let to = 0;
  while (from < length) {
    const code = encoded[from++]!;
    const end = from + code - 1;
    if (code === 0 || end > length) return undefined;
    while (from < end) {
      const byte = encoded[from++]!;
      if (byte === 0) return undefined;
      target[to++] = byte;
    }
    if (code !== 0xff && from < length) target[to++] = 0;
  }
  return target.subarray(0, to);
}
