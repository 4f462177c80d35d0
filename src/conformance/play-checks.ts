import { LinkError } from '../core/index.js';
import type { Bench } from './bench.js';
import { BoardAbilities } from './board-abilities.js';
import type { Check, CheckResult } from './check.js';
import { CheckFailed } from './check-failed.js';

export interface PlayOptions {
  /** True from when the play is to end; looked at between checks. */
  readonly stopRequested: () => boolean;
  readonly report: (result: CheckResult) => void;
}

/** So many checks in a row that could not even begin, and the board is taken for dead. */
const MOST_DEAD = 3;
const DEAD = 'a board that grounds on ABOR and opens a session before the check begins';

async function lackFor(check: Check, abilities: BoardAbilities): Promise<string | undefined> {
  for (const need of check.needs ?? []) {
    const lack = await abilities.lack(need);
    if (lack !== undefined) return lack;
  }
  return undefined;
}

type Outcome = Pick<CheckResult, 'state' | 'why' | 'expected' | 'got' | 'wire'> & { readonly dead?: boolean };

async function play(check: Check, bench: Bench, abilities: BoardAbilities): Promise<Outcome> {
  let begun = false;
  try {
    const why = await lackFor(check, abilities);
    if (why !== undefined) return { state: 'skipped', why };
    bench.host.log.clear();
    await bench.begin();
    begun = true;
    bench.host.log.clear();
    await check.run(bench);
    return { state: 'passed' };
  } catch (error) {
    if (!(error instanceof CheckFailed)) throw error;
    const { expected, got } = error;
    const wire = bench.host.log.entries;
    if (begun) return { state: 'failed', expected, got, wire };
    return { state: 'failed', expected: DEAD, got: error.message, wire, dead: true };
  }
}

/**
 * Plays the checks in their order, each from safe and in a session of its own.
 *
 * @throws LinkError where the link is lost
 */
export async function playChecks(
  checks: readonly Check[],
  bench: Bench,
  { report, stopRequested }: PlayOptions,
): Promise<readonly CheckResult[]> {
  const abilities = new BoardAbilities(bench);
  const results: CheckResult[] = [];
  let dead = 0;
  for (const check of checks) {
    if (stopRequested()) break;
    if (dead === MOST_DEAD) throw new LinkError('link-lost', `The board answers nothing any more: ${DEAD} is needed.`);
    const { id, group, section, title } = check;
    const begun = bench.clock.now();
    const { dead: isDead = false, ...outcome } = await play(check, bench, abilities);
    dead = isDead ? dead + 1 : 0;
    const result = { id, group, section, title, ...outcome, milliseconds: bench.clock.now() - begun };
    results.push(result);
    report(result);
  }
  return results;
}
