import {
  columnDrive,
  formatColumn,
  formatRow,
  gateCode,
  rowDrive,
  SENSED,
  windowFrom,
  windowTicks,
  windowUntil,
  type PulsePlan,
} from '../core/index.js';
import type { Bench } from './bench.js';
import { mustHold } from './check-failed.js';

/** One line taking one value: a row, column DAC or gate its code, a column switch 1 where it is closed. */
export interface Edge {
  readonly ticks: number;
  /** Rows first, then column switches, column DACs and gates. */
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

/** Lines that a trace tells of: rows, column switches, column DACs, gates. */
export const tracedLines = ({ shape: { rows, columns }, gated }: PulsePlan): number =>
  rows + 2 * columns + (gated ? rows : 0);

/** `W03`, `B01`, `the DAC of B01`, `the gate of W03`. */
export function formatLine({ shape: { rows, columns } }: PulsePlan, line: number): string {
  if (line < rows) return formatRow(line);
  if (line < rows + columns) return formatColumn(line - rows);
  if (line < rows + 2 * columns) return `the DAC of ${formatColumn(line - rows - columns)}`;
  return `the gate of ${formatRow(line - rows - 2 * columns)}`;
}

/** Every edge that a plan asks for, its end included. */
export function edgesOf(plan: PulsePlan): readonly Edge[] {
  const { rows, columns } = plan.shape;
  const edges: Edge[] = [];
  const at = (ticks: number, line: number, value: number): void => void edges.push({ ticks, line, value });
  let start = 0;
  for (const [block, ticks] of plan.blocks.ticks.entries()) {
    for (let row = 0; row < rows; row += 1) {
      at(start, row, rowDrive(plan, block, row));
      if (plan.gated) at(start, rows + 2 * columns + row, gateCode(plan, block, row));
    }
    for (let column = 0; column < columns; column += 1) {
      const drive = columnDrive(plan, block, column);
      at(start, rows + columns + column, drive === SENSED ? 0 : drive);
      if (windowTicks(plan, block, column) === 0) continue;
      at(start + windowFrom(plan, block, column), rows + column, 1);
      at(start + windowUntil(plan, block, column), rows + column, 0);
    }
    start += ticks;
  }
  for (let line = 0; line < tracedLines(plan); line += 1) at(start, line, 0);
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
