import type { PlanRun } from './plan-run.js';

/** One edge that an output made in a plan. */
export interface Edge {
  /** Ticks since the start of the plan. */
  readonly tick: number;
  /** Rows first, from 0, then columns. */
  readonly line: number;
  /** DAC code of a row, or 1 closed and 0 open for a column. */
  readonly value: number;
}

/** u32 tick, u16 line, i32 value. */
export const EDGE_BYTES = 10;

/**
 * The edges that a run has made so far, in order: at the end of a block switches open, then rows change, then switches
 * close. Rows that stay at their code make none; at the end they go to 0 V.
 */
export function edgesOf({ plan, heldTicks }: Pick<PlanRun, 'plan' | 'heldTicks'>): Edge[] {
  const { rows, columns } = plan.shape;
  const edges: Edge[] = [];
  const codes = new Int32Array(rows);
  const setRow = (tick: number, line: number, value: number): void => {
    if (codes[line] === value) return;
    codes[line] = value;
    edges.push({ tick, line, value });
  };
  let tick = 0;
  for (let block = 0; block < heldTicks.length && heldTicks[block]! > 0; block += 1) {
    const held = heldTicks[block]!;
    for (let row = 0; row < rows; row += 1) setRow(tick, row, plan.rowCodes[block * rows + row]!);
    const openings: Edge[] = [];
    for (let column = 0; column < columns; column += 1) {
      const window = Math.min(held, plan.columnTicks[block * columns + column]!);
      if (window === 0) continue;
      edges.push({ tick, line: rows + column, value: 1 });
      openings.push({ tick: tick + window, line: rows + column, value: 0 });
    }
    edges.push(...openings.toSorted((a, b) => a.tick - b.tick));
    tick += held;
  }
  for (let row = 0; row < rows; row += 1) setRow(tick, row, 0);
  return edges;
}

/** Edges as `trace` carries them. */
export function encodeEdges(edges: readonly Edge[]): Uint8Array {
  const bytes = new Uint8Array(edges.length * EDGE_BYTES);
  const view = new DataView(bytes.buffer);
  for (const [index, { tick, line, value }] of edges.entries()) {
    view.setUint32(index * EDGE_BYTES, tick, true);
    view.setUint16(index * EDGE_BYTES + 4, line, true);
    view.setInt32(index * EDGE_BYTES + 6, value, true);
  }
  return bytes;
}
