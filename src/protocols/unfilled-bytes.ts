/** Far more than a message takes, so that hundreds of messages share one. */
const SLAB_BYTES = 1 << 18;
/** What takes more of a slab than this gets memory of its own. */
const LARGEST_PIECE = SLAB_BYTES >> 2;
/** Pieces begin where any typed array may begin. */
const ALIGNMENT = 8;

let slab = new ArrayBuffer(0);
let used = 0;

/**
 * Memory that the caller fills completely, cut from a slab: a fresh Uint8Array of more than 64 bytes is memory from
 * outside the JavaScript heap and costs more than all the rest of a message. A slab goes when its last piece has gone.
 * Not a Buffer, because `slice` of a Buffer does not copy.
 */
export function unfilledBytes(length: number): Uint8Array {
  if (length > LARGEST_PIECE) return new Uint8Array(length);
  if (used + length > slab.byteLength) {
    slab = Buffer.allocUnsafeSlow(SLAB_BYTES).buffer;
    used = 0;
  }
  const start = used;
  used += Math.ceil(length / ALIGNMENT) * ALIGNMENT;
  return new Uint8Array(slab, start, length);
}
