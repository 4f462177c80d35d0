import { shuffledIndices, type RandomStream } from '../../core/index.js';

/** A part of the cells 0..cells-1, drawn from the stream, in no order. */
export function chosenCells(fraction: number, cells: number, stream: RandomStream): Uint32Array {
  const order = shuffledIndices(cells, stream);
  // a fraction of a cell is a draw: on small arrays rounding would lose or double the cells
  const count = Math.min(cells, Math.floor(fraction * cells + stream.uniform()));
  return order.subarray(0, count);
}
