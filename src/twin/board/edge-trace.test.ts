import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columnDrive,
  FLOATING,
  planOfBlocks,
  planTicks,
  rowDrive,
  SENSED,
  windowFrom,
  windowUntil,
  type BlockToPlan,
  type PulsePlan,
} from '../../core/index.js';
import type { TraceReply } from '../../protocols/index.js';
import { raisingPlan, type Conversation } from './conversation.js';
import { edgesOf, type Edge } from './edge-trace.js';
import { ManualClock } from './manual-clock.js';
import { plannedWindows } from './switch-windows.js';
import { COLUMNS, converse, error, ROWS } from './twin-under-test.js';

function decode(bytes: Uint8Array): Edge[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 10 }, (_, index) => ({
    tick: view.getUint32(10 * index, true),
    line: view.getUint16(10 * index + 4, true),
    value: view.getInt32(10 * index + 6, true),
  }));
}

/** All edges of the last plan, as the board serves them in pieces. */
function traceOf(host: Conversation, serial: number, count = 0xffff): Edge[] {
  const edges: Edge[] = [];
  for (let total = 1; edges.length < total;) {
    const reply = host.ask('trace', { serial, offset: edges.length, count }) as TraceReply;
    edges.push(...decode(reply.edges));
    total = reply.total;
  }
  return edges;
}

/** Rows, column switches, column DACs; a twin of this chip has no gates. */
const LINES = ROWS + 2 * COLUMNS;

/** What each line was at in each tick, by its edges; a line begins at 0. */
function levels(edges: readonly Edge[], ticks: number): number[][] {
  const lines = Array.from({ length: LINES }, () => Array.from({ length: ticks }, () => 0));
  for (const { tick, line, value } of edges) lines[line]!.fill(value, tick);
  return lines;
}

/** The same by the plan. */
function plannedLevels(plan: PulsePlan, ticks: number): number[][] {
  const lines = levels([], ticks);
  let start = 0;
  for (const [block, length] of plan.blocks.ticks.entries()) {
    const fill = (line: number, value: number, from = 0, until = length): unknown =>
      lines[line]!.fill(value, start + from, start + until);
    for (let row = 0; row < ROWS; row += 1) fill(row, rowDrive(plan, block, row));
    for (let column = 0; column < COLUMNS; column += 1) {
      fill(ROWS + column, 1, windowFrom(plan, block, column), windowUntil(plan, block, column));
      const drive = columnDrive(plan, block, column);
      fill(ROWS + COLUMNS + column, drive === SENSED ? 0 : drive);
    }
    start += length;
  }
  return lines;
}

const anyWindow = (ticks: number): fc.Arbitrary<readonly [number, number]> =>
  fc
    .tuple(fc.nat(ticks), fc.nat(ticks))
    .map(([one, other]): readonly [number, number] =>
      one === other ? [0, 0] : [Math.min(one, other), Math.max(one, other)],
    );

const anyBlock: fc.Arbitrary<BlockToPlan> = fc.integer({ min: 1, max: 12 }).chain((ticks) =>
  fc.record({
    ticks: fc.constant(ticks),
    rows: fc.tuple(...Array.from({ length: ROWS }, () => fc.constantFrom(0, 500, -500, 700, FLOATING, SENSED))),
    columns: fc.tuple(...Array.from({ length: COLUMNS }, () => fc.constantFrom(SENSED, 0, 400, -600))),
    windows: fc.tuple(...Array.from({ length: COLUMNS }, () => anyWindow(ticks))),
  }),
);

const SHAPE = { rows: ROWS, columns: COLUMNS };
const anyPlan = fc.array(anyBlock, { minLength: 1, maxLength: 5 }).map((blocks) => planOfBlocks(0, SHAPE, blocks));

describe('the trace of the last plan', () => {
  it('is the plan, tick by tick, line by line', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const { twin, host } = converse();
        expect(host.fire(plan, 1)).toMatchObject({ outcome: 'done' });
        const edges = traceOf(host, 1);
        const ticks = planTicks(plan);
        expect(levels(edges, ticks)).toEqual(plannedLevels(plan, ticks));
        expect(levels(edges, ticks + 1).map((line) => line.at(-1))).toEqual(levels([], 1).flat());
        expect(edges.every(({ tick }, index) => index === 0 || tick >= edges[index - 1]!.tick)).toBe(true);
        expect(edges).toEqual(twin.ledger.lastEdges());
        expect(traceOf(host, 1, 3)).toEqual(edges);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('opens switches before rows change, and closes them after', () => {
    const plan = planOfBlocks(
      0,
      { rows: 1, columns: 1 },
      [
        { ticks: 10, rows: [5], columns: [-3], windows: [[2, 10]], gates: [7] },
        { ticks: 10, rows: [-5], windows: [[0, 4]], gates: [7] },
      ],
      true,
    );
    expect(edgesOf({ plan, heldTicks: plan.blocks.ticks, windowsOf: (...at) => plannedWindows(plan, ...at) })).toEqual([
      { tick: 0, line: 0, value: 5 },
      { tick: 0, line: 2, value: -3 },
      { tick: 0, line: 3, value: 7 },
      { tick: 2, line: 1, value: 1 },
      { tick: 10, line: 1, value: 0 },
      { tick: 10, line: 0, value: -5 },
      { tick: 10, line: 2, value: 0 },
      { tick: 10, line: 1, value: 1 },
      { tick: 14, line: 1, value: 0 },
      { tick: 20, line: 0, value: 0 },
      { tick: 20, line: 3, value: 0 },
    ]);
  });

  it('ends where the plan was cut off', () => {
    const clock = new ManualClock();
    const { twin, host } = converse({ clock, pace: 'real-time' });
    const plan = raisingPlan(ROWS, COLUMNS, 0.2, 50, 4);
    host.postFire(plan, 1);
    clock.advance(0.27);
    host.ask('ground', {});
    const edges = traceOf(host, 1);
    const cut = levels(edges, 300);
    const planned = plannedLevels(plan, 300);
    expect(cut.map((line) => line.slice(0, 270))).toEqual(planned.map((line) => line.slice(0, 270)));
    expect(cut.flatMap((line) => line.slice(270)).every((value) => value === 0)).toBe(true);
    expect(edges.at(-1)!.tick).toBe(270);
    twin.close();
  });

  it('is there for the last plan only', () => {
    const { host } = converse();
    const plan = raisingPlan(ROWS, COLUMNS);
    expect(host.ask('trace', { serial: 0, offset: 0, count: 9 })).toMatchObject(error('no-record'));
    host.fire(plan, 1);
    host.fire(plan, 2);
    expect(host.ask('trace', { serial: 1, offset: 0, count: 9 })).toMatchObject(error('no-record'));
    expect(host.ask('trace', { serial: 2, offset: 1000, count: 9 })).toEqual({ total: 10, edges: new Uint8Array(0) });
  });
});
