import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseBoardFile, type TwinOptions } from '../../src/twin/index.js';
import { idsOf, played } from './bench-rig.js';

const folder = new URL('../../boards/', import.meta.url);

/** A board of the package, with so few samples that too many are soon there. */
function boardOf(name: string): Required<Pick<TwinOptions, 'board' | 'imperfections'>> {
  const { overrides, imperfections } = parseBoardFile(readFileSync(new URL(name, folder), 'utf8'), name);
  return { board: { ...overrides, maxSamples: 500 }, imperfections };
}

describe('a board with the errors of real parts', () => {
  it('passes everything', async () => {
    const { results, grounded } = await played({ twin: boardOf('bench.yaml') });
    expect(results.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(idsOf(results, 'passed').length).toBeGreaterThan(100);
    expect(grounded).toBe(true);
  });

  it('passes P10 with switches on a chain', async () => {
    const { results } = await played({ twin: boardOf('bench-p10.yaml'), only: ['plans', 'timing'], profile: 'P10' });
    expect(results.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(idsOf(results, 'passed')).toContain('plans.samples-as-read');
  });

  it('does not pass P1 where its switches are later than P1 allows, and its trace says so', async () => {
    const { board, imperfections } = boardOf('bench.yaml');
    const late = { ...imperfections, switches: { onSeconds: 3e-6 } };
    const { results } = await played({ twin: { board, imperfections: late }, only: ['timing'] });
    expect(idsOf(results, 'failed')).toEqual(['timing.edges']);
  });
});
