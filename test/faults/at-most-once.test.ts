import { describe, expect, it } from 'vitest';
import { faultRun, type FaultRunResult } from './fault-run.js';

const SCHEDULES = 200;
const GROUP = 20;
const PLANS = 200;

const total = (results: readonly FaultRunResult[], what: keyof FaultRunResult): number =>
  results.reduce((sum, result) => sum + result[what], 0);

describe('plans over a lossy, corrupting, resetting link', () => {
  it.each(Array.from({ length: SCHEDULES / GROUP }, (_, group) => group * GROUP + 1))(
    'run at most once, known to host and board alike, and leave the cells as on a good link (seeds from %i)',
    async (first) => {
      const results: FaultRunResult[] = [];
      for (let seed = first; seed < first + GROUP; seed += 1) results.push(await faultRun({ seed, plans: PLANS }));
      expect(total(results, 'serials')).toBe(GROUP * PLANS);
      // a schedule in which nothing went wrong would prove nothing
      const happened = (
        ['framesRepeated', 'reconnections', 'resets', 'indeterminate', 'sampled', 'samplesLost'] as const
      ).map((what) => total(results, what));
      expect(Math.min(...happened)).toBeGreaterThan(0);
    },
  );
});
