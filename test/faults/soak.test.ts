import { describe, it } from 'vitest';
import { faultRun } from './fault-run.js';

const PLANS_A_SCHEDULE = 10_000;
const HOUR = 3_600_000;

/** How many plans in all; `npm run soak` sets it. */
const plans = Number(process.env['QUARTERWAVE_SOAK_PLANS'] ?? 0);
/** Of the first schedule; other seeds for a second soak beside the first. */
const firstSeed = Number(process.env['QUARTERWAVE_SOAK_SEED'] ?? 1_000_001);

describe('a soak of plans over bad links', () => {
  it.skipIf(plans === 0)(
    `holds the promise for QUARTERWAVE_SOAK_PLANS plans (now ${plans}), ${PLANS_A_SCHEDULE} a schedule`,
    async () => {
      for (let done = 0, seed = firstSeed; done < plans; done += PLANS_A_SCHEDULE, seed += 1) {
        const result = await faultRun({ seed, plans: PLANS_A_SCHEDULE });
        process.stderr.write(`${JSON.stringify({ plans: done + PLANS_A_SCHEDULE, seed, ...result })}\n`);
      }
    },
    24 * HOUR,
  );
});
