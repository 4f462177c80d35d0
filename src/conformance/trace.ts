import type { PulsePlan } from '../core/index.js';
import type { Bench } from './bench.js';
import { mustHold } from './check-failed.js';

/** One line taking one value: a row its DAC code, a column 1 where it is closed. */
export interface Edge {
  readonly ticks: number;
  /** Rows first, then columns. */
  readonly line: number;
  readonly value: number;
}

const EDGE_BYTES = 10;
const EDGES_AT_ONCE = 64;

/** Edges without those that change nothing, line by line in the order of time. */
export function waveform(edges: readonly Edge[], lines: number): readonly (readonly Edge[])[] {
  return Array.from({ length: lines }, (_, line) => {
    let value = 0;
    const ofLine = edges.filter((edge) => edge.line === line).toSorted((a, b) => a.ticks - b.ticks);
    return ofLine.filter((edge) => {
      const changes = edge.value !== value;
      value = edge.value;
      return changes;
    });
  });
}

/** Every edge that a plan asks for, its end included. */
export function edgesOf({ shape: { rows, columns }, blockTicks, rowCodes, columnTicks }: PulsePlan): readonly Edge[] {
  const edges: Edge[] = [];
  let start = 0;
  for (const [block, ticks] of blockTicks.entries()) {
    for (let row = 0; row < rows; row += 1)
      edges.push({ ticks: start, line: row, value: rowCodes[block * rows + row]! });
    for (let column = 0; column < columns; column += 1) {
      const window = columnTicks[block * columns + column]!;
      if (window === 0) continue;
      edges.push({ ticks: start, line: rows + column, value: 1 });
      edges.push({ ticks: start + window, line: rows + column, value: 0 });
    }
    start += ticks;
  }
  for (let row = 0; row < rows; row += 1) edges.push({ ticks: start, line: row, value: 0 });
  return edges;
}

/** What the board has measured of the last plan, asked for piece by piece. */
export async function tracedEdges({ host }: Bench, serial: number): Promise<readonly Edge[]> {
  const edges: Edge[] = [];
  for (;;) {
    const { total, edges: bytes } = await host.ask('trace', { serial, offset: edges.length, count: EDGES_AT_ONCE });
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    mustHold(bytes.length % EDGE_BYTES === 0, `whole edges of ${EDGE_BYTES} bytes`, `${bytes.length} bytes`);
    for (let at = 0; at < bytes.length; at += EDGE_BYTES) {
      const [ticks, line, value] = [
        view.getUint32(at, true),
        view.getUint16(at + 4, true),
        view.getInt32(at + 6, true),
      ];
      edges.push({ ticks, line, value });
    }
    if (edges.length >= total) return edges;
    mustHold(bytes.length > 0, `${total} edges`, `${edges.length}`);
  }
}
