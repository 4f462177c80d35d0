import { describe, expect, it } from 'vitest';
import { FLOATING, planOfBlocks, SENSED } from '../core/index.js';
import { edgesOf, formatLine, tracedLines, waveform, type Edge } from './trace.js';

const lineOf = (line: number, ...edges: readonly (readonly [ticks: number, value: number])[]): readonly Edge[] =>
  edges.map(([ticks, value]) => ({ ticks, line, value }));

describe('the edges of a plan', () => {
  const plan = planOfBlocks(0, { rows: 2, columns: 2 }, [
    {
      ticks: 10,
      rows: [5, 0],
      windows: [
        [2, 6],
        [0, 0],
      ],
    },
    {
      ticks: 20,
      rows: [5, -3],
      windows: [
        [0, 0],
        [0, 20],
      ],
    },
  ]);

  it('are those that change something, the last of them its end', () => {
    expect(waveform(edgesOf(plan), tracedLines(plan))).toEqual([
      lineOf(0, [0, 5], [30, 0]),
      lineOf(1, [10, -3], [30, 0]),
      lineOf(2, [2, 1], [6, 0]),
      lineOf(3, [10, 1], [30, 0]),
      [],
      [],
    ]);
  });

  it('are those of floating and sensed rows, driven columns and gates too', () => {
    const blocks = [
      { ticks: 10, rows: [FLOATING, 4], columns: [7, SENSED], gates: [9, 9] },
      { ticks: 10, rows: [SENSED, 4], columns: [SENSED, -7], gates: [0, 9] },
    ];
    const driven = planOfBlocks(0, { rows: 2, columns: 2 }, blocks, true);
    expect(waveform(edgesOf(driven), tracedLines(driven))).toEqual([
      lineOf(0, [0, FLOATING], [10, SENSED], [20, 0]),
      lineOf(1, [0, 4], [20, 0]),
      [],
      [],
      lineOf(4, [0, 7], [10, 0]),
      lineOf(5, [10, -7], [20, 0]),
      lineOf(6, [0, 9], [10, 0]),
      lineOf(7, [0, 9], [20, 0]),
    ]);
    const names = Array.from({ length: tracedLines(driven) }, (_, line) => formatLine(driven, line));
    expect(names).toEqual([
      'W00',
      'W01',
      'B00',
      'B01',
      'the DAC of B00',
      'the DAC of B01',
      'the gate of W00',
      'the gate of W01',
    ]);
  });

  it('are the same whatever their order across lines', () => {
    const edges = edgesOf(plan);
    expect(
      waveform(
        edges.toSorted((a, b) => a.ticks - b.ticks || b.line - a.line),
        tracedLines(plan),
      ),
    ).toEqual(waveform(edges, tracedLines(plan)));
  });
});
