import { describe, expect, it } from 'vitest';
import { idsOf, played } from './bench-rig.js';

const failures = (results: Awaited<ReturnType<typeof played>>['results']): unknown[] =>
  results.filter(({ state }) => state === 'failed').map(({ id, expected, got, wire }) => ({ id, expected, got, wire }));

describe('the twin', () => {
  it('passes everything', async () => {
    const { results, grounded, clock } = await played();
    expect(failures(results)).toEqual([]);
    expect(idsOf(results, 'skipped')).toEqual(['plans.grid', 'plans.gate-voltage', 'plans.sample-grid']);
    expect(grounded).toBe(true);
    expect(clock.pending).toBe(0);
  });
});
