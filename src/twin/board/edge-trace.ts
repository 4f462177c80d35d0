import { columnDrive, gateCode, rowDrive, SENSED, type PulsePlan, type Shape } from '../../core/index.js';
import type { PlanRun } from './plan-run.js';
import type { SwitchWindow } from './switch-windows.js';

/** One edge that an output made in a plan. */
export interface Edge {
  /** Ticks since the start of the plan. */
  readonly tick: number;
  /** Rows first, from 0, then the switches of the columns, then the DACs of the columns, then the gates. */
  readonly line: number;
  /** 1 closed and 0 open for a switch, a DAC code otherwise; `FLOATING` and `SENSED` for a row that is so. */
  readonly value: number;
}

/** u32 tick, u16 line, i32 value. */
export const EDGE_BYTES = 10;

/** What every line but the switches is at in a block, in the order of the lines. */
function levelsOf(plan: PulsePlan, block: number): Int32Array<ArrayBuffer> {
  const { rows, columns } = plan.shape;
  const levels = new Int32Array((plan.gated ? 2 : 1) * rows + columns);
  for (let row = 0; row < rows; row += 1) levels[row] = rowDrive(plan, block, row);
  for (let column = 0; column < columns; column += 1) {
    const drive = columnDrive(plan, block, column);
    // a sensed column is at 0 V, and so is its DAC
    levels[rows + column] = drive === SENSED ? 0 : drive;
  }
  if (plan.gated) for (let row = 0; row < rows; row += 1) levels[rows + columns + row] = gateCode(plan, block, row);
  return levels;
}

/** Edges of the switches in a block, in order; at the same tick they open before they close. */
function switchEdges({ rows, columns }: Shape, windows: readonly SwitchWindow[], start: number): Edge[] {
  const edges: Edge[] = [];
  for (let column = 0; column < columns; column += 1) {
    const { from, until } = windows[column]!;
    if (from >= until) continue;
    edges.push(
      { tick: start + from, line: rows + column, value: 1 },
      { tick: start + until, line: rows + column, value: 0 },
    );
  }
  return edges.toSorted((a, b) => a.tick - b.tick || a.value - b.value);
}

/**
 * The edges that a run has made so far, in order: at the end of a block switches open, then rows, column DACs and gates
 * change, then switches close, each when its switch really did. Lines that stay as they are make none; at the end they all go to 0 V.
 */
export function edgesOf(run: Pick<PlanRun, 'plan' | 'heldTicks' | 'windowsOf'>): Edge[] {
  const { plan, heldTicks } = run;
  const { rows, columns } = plan.shape;
  const edges: Edge[] = [];
  let now = new Int32Array((plan.gated ? 2 : 1) * rows + columns);
  const set = (tick: number, levels: Int32Array<ArrayBuffer>): void => {
    for (const [at, value] of levels.entries()) {
      // between the rows and the column DACs stand the switches
      if (now[at] !== value) edges.push({ tick, line: at < rows ? at : at + columns, value });
    }
    now = levels;
  };
  let tick = 0;
  for (let block = 0; block < heldTicks.length && heldTicks[block]! > 0; block += 1) {
    set(tick, levelsOf(plan, block));
    for (const edge of switchEdges(plan.shape, run.windowsOf(block, heldTicks[block]!), tick)) edges.push(edge);
    tick += heldTicks[block]!;
  }
  set(tick, new Int32Array(now.length));
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
