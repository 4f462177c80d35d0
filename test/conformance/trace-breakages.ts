const EDGE_BYTES = 10;

/** Every edge of a trace one tick later. */
export function late(edges: Uint8Array): Uint8Array {
  const later = Uint8Array.from(edges);
  const view = new DataView(later.buffer);
  for (let at = 0; at < later.length; at += EDGE_BYTES) view.setUint32(at, view.getUint32(at, true) + 1, true);
  return later;
}

/** The DACs of the two columns of a 3x2 array, in a trace. */
const COLUMN_DACS: ReadonlySet<number> = new Set([5, 6]);

/** Every column DAC of a trace at rest. */
export function undriven(edges: Uint8Array): Uint8Array {
  const resting = Uint8Array.from(edges);
  const view = new DataView(resting.buffer);
  for (let at = 0; at < resting.length; at += EDGE_BYTES) {
    if (COLUMN_DACS.has(view.getUint16(at + 4, true))) view.setInt32(at + 6, 0, true);
  }
  return resting;
}
