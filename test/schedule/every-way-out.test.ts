import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Faults } from '../mocks/fault-pipe.js';
import { badLink, randomSchedule, runSafely, type ScheduleOutcome } from './random-schedule.js';

/** What came of all runs together. */
async function allRunsOf(faults: fc.Arbitrary<Faults>, numRuns: number): Promise<ScheduleOutcome> {
  const outcomes: ScheduleOutcome[] = [];
  await fc.assert(
    fc.asyncProperty(randomSchedule(faults), async (run) => {
      outcomes.push(await runSafely(run));
    }),
    { seed: 4, numRuns },
  );
  const sum = (what: keyof ScheduleOutcome): number => outcomes.reduce((all, outcome) => all + outcome[what], 0);
  return {
    finished: sum('finished'),
    aborted: sum('aborted'),
    unsent: sum('unsent'),
    inDoubt: sum('inDoubt'),
    pauses: sum('pauses'),
    retries: sum('retries'),
    reconnections: sum('reconnections'),
    ungrounded: sum('ungrounded'),
  };
}

describe('every way out of a schedule', () => {
  it('leaves all boards safe with a proof, fires nothing later and nothing twice, and knows the end of every plan', async () => {
    const { finished, aborted, unsent, inDoubt, pauses, ungrounded } = await allRunsOf(fc.constant({}), 150);
    // runs in which nothing happened would prove nothing
    expect(Math.min(finished, aborted, unsent, pauses)).toBeGreaterThan(20);
    expect([inDoubt, ungrounded]).toEqual([0, 0]);
  }, 120_000);

  it('does so over a link that loses, damages and drops', async () => {
    const outcome = await allRunsOf(badLink, 120);
    expect(Math.min(outcome.finished, outcome.aborted, outcome.retries, outcome.reconnections)).toBeGreaterThan(4);
  }, 120_000);
});
