/**
 * Memory that the caller fills completely, cut from Buffer's pool: a fresh Uint8Array of more than 64 bytes is memory
 * from outside the JavaScript heap and costs more than all the rest of a message. It is handed out as a plain
 * Uint8Array, because `slice` of a Buffer does not copy.
 */
export function unfilledBytes(length: number): Uint8Array {
  const { buffer, byteOffset } = Buffer.allocUnsafe(length);
  return new Uint8Array(buffer, byteOffset, length);
}
