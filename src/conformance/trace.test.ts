import { describe, expect, it } from 'vitest';
import { edgesOf, waveform } from './trace.js';

describe('the edges of a plan', () => {
  const plan = {
    array: 0,
    shape: { rows: 2, columns: 2 },
    blockTicks: Uint32Array.of(10, 20),
    rowCodes: Int32Array.of(5, 0, 5, -3),
    columnTicks: Uint32Array.of(4, 0, 0, 20),
  };

  it('are those that change something, the last of them its end', () => {
    expect(waveform(edgesOf(plan), 4)).toEqual([
      [
        { ticks: 0, line: 0, value: 5 },
        { ticks: 30, line: 0, value: 0 },
      ],
      [
        { ticks: 10, line: 1, value: -3 },
        { ticks: 30, line: 1, value: 0 },
      ],
      [
        { ticks: 0, line: 2, value: 1 },
        { ticks: 4, line: 2, value: 0 },
      ],
      [
        { ticks: 10, line: 3, value: 1 },
        { ticks: 30, line: 3, value: 0 },
      ],
    ]);
  });

  it('are the same whatever their order across lines', () => {
    const edges = edgesOf(plan);
    expect(
      waveform(
        edges.toSorted((a, b) => a.ticks - b.ticks || b.line - a.line),
        4,
      ),
    ).toEqual(waveform(edges, 4));
  });
});
