import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PulsePlan } from '../../core/index.js';
import type { TraceReply } from '../../protocols/index.js';
import { raisingPlan, type Conversation } from './conversation.js';
import { edgesOf, type Edge } from './edge-trace.js';
import { ManualClock } from './manual-clock.js';
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

/** What each line was at in each tick, by its edges; a line begins at 0. */
function levels(edges: readonly Edge[], ticks: number): number[][] {
  const lines = Array.from({ length: ROWS + COLUMNS }, () => Array.from({ length: ticks }, () => 0));
  for (const { tick, line, value } of edges) lines[line]!.fill(value, tick);
  return lines;
}

/** The same by the plan. */
function plannedLevels({ blockTicks, rowCodes, columnTicks }: PulsePlan, ticks: number): number[][] {
  const lines = levels([], ticks);
  let start = 0;
  for (const [block, length] of blockTicks.entries()) {
    for (let row = 0; row < ROWS; row += 1) lines[row]!.fill(rowCodes[block * ROWS + row]!, start, start + length);
    for (let column = 0; column < COLUMNS; column += 1) {
      lines[ROWS + column]!.fill(1, start, start + columnTicks[block * COLUMNS + column]!);
    }
    start += length;
  }
  return lines;
}

const anyPlan = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 }).chain((blockTicks) =>
  fc.record({
    array: fc.constant(0),
    shape: fc.constant({ rows: ROWS, columns: COLUMNS }),
    blockTicks: fc.constant(Uint32Array.from(blockTicks)),
    rowCodes: fc
      .array(fc.constantFrom(0, 500, -500, 700), {
        minLength: ROWS * blockTicks.length,
        maxLength: ROWS * blockTicks.length,
      })
      .map((codes) => Int32Array.from(codes)),
    columnTicks: fc
      .tuple(
        ...blockTicks.flatMap((ticks) => Array.from({ length: COLUMNS }, () => fc.integer({ min: 0, max: ticks }))),
      )
      .map((windows) => Uint32Array.from(windows)),
  }),
);

describe('the trace of the last plan', () => {
  it('is the plan, tick by tick, line by line', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const { twin, host } = converse();
        expect(host.fire(plan, 1)).toMatchObject({ outcome: 'done' });
        const edges = traceOf(host, 1);
        const ticks = plan.blockTicks.reduce((sum, length) => sum + length, 0);
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
    const plan: PulsePlan = {
      array: 0,
      shape: { rows: 1, columns: 1 },
      blockTicks: Uint32Array.of(10, 10),
      rowCodes: Int32Array.of(5, -5),
      columnTicks: Uint32Array.of(10, 4),
    };
    expect(edgesOf({ plan, heldTicks: plan.blockTicks })).toEqual([
      { tick: 0, line: 0, value: 5 },
      { tick: 0, line: 1, value: 1 },
      { tick: 10, line: 1, value: 0 },
      { tick: 10, line: 0, value: -5 },
      { tick: 10, line: 1, value: 1 },
      { tick: 14, line: 1, value: 0 },
      { tick: 20, line: 0, value: 0 },
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
