/**
 * Little-endian integers byte by byte: a DataView would first give every small array memory of its own outside the
 * JavaScript heap, which costs more than all the rest of a message.
 */
const WORD = 2 ** 32;

export const getUint16 = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8);

export const getInt32 = (bytes: Uint8Array, at: number): number =>
  bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);

export const getUint32 = (bytes: Uint8Array, at: number): number => getInt32(bytes, at) >>> 0;

/** Exact up to 2^53 - 1; larger ones come out rounded and are no safe integer. */
export const getUint64 = (bytes: Uint8Array, at: number): number =>
  getUint32(bytes, at + 4) * WORD + getUint32(bytes, at);

/** Also for negative numbers, in two's complement. */
export function putInt16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >> 8;
}

/** Also for numbers from 2^31 up, which have the same bytes as their negative counterparts. */
export function putInt32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >> 8;
  bytes[at + 2] = value >> 16;
  bytes[at + 3] = value >> 24;
}

export function putUint64(bytes: Uint8Array, at: number, value: number): void {
  putInt32(bytes, at, value % WORD);
  putInt32(bytes, at + 4, Math.floor(value / WORD));
}
