import { describe, expect, it, onTestFinished } from 'vitest';
import type { CrossbarError, PlanRecord } from '../../src/core/index.js';
import { BoardClient, openInProcessTransport } from '../../src/drivers/index.js';
import { builtInChip, createTwin } from '../../src/twin/index.js';
import { FaultPipe } from '../mocks/fault-pipe.js';
import { VirtualClock } from '../mocks/virtual-clock.js';
import { strongPlan } from './describe-board-contract.js';
import { noncesFrom } from '../mocks/nonces.js';

const RUNS = 60;
const HOUR = 3_600_000;
const FAULTS = { drop: 0.03, corrupt: 0.05, duplicate: 0.1, split: 0.5 };

/** The record, asked for until it is heard; without bound only because the clock of this test is. */
async function recordHeard(board: BoardClient, serial: number): Promise<PlanRecord | undefined> {
  for (;;) {
    try {
      return await board.recordOf(serial);
    } catch (error) {
      if ((error as CrossbarError).code !== 'link-timeout') throw error;
    }
  }
}

/** Fires plan after plan as a careful program does: after a failure it asks for the record before it goes on. */
async function fireCarefully(board: BoardClient): Promise<{ done: readonly number[]; failures: ReadonlySet<string> }> {
  const done: number[] = [];
  const failures = new Set<string>();
  while (done.length < RUNS) {
    const serial = board.takeSerial();
    try {
      await board.crossbars[0]!.run(strongPlan(board, 0.2 + done.length / 1000), { serial });
      done.push(serial);
    } catch (error) {
      failures.add((error as CrossbarError).code);
      if ((await recordHeard(board, serial)) !== undefined) done.push(serial);
    }
  }
  return { done, failures };
}

describe('a cable that drops, corrupts, splits and repeats', () => {
  it.each([1, 2, 3, 4, 5])('never makes a plan fire twice, nor one be forgotten (seed %i)', async (seed) => {
    const twin = createTwin({ chip: builtInChip('silver-chalcogenide'), arrays: [{ rows: 5, columns: 8 }], seed });
    const clock = new VirtualClock();
    onTestFinished(() => expect(clock.pending, 'timers left behind').toBe(0));
    const pipe = new FaultPipe(openInProcessTransport(twin), { seed });
    const board = await BoardClient.open(pipe, { uri: 'twin:', clock, drawNonce: noncesFrom(1) });
    pipe.toBoard = FAULTS;
    pipe.toHost = FAULTS;
    const firing = fireCarefully(board);
    const over = new AbortController();
    firing.finally(() => over.abort()).catch(() => {});
    while (!over.signal.aborted) await clock.advance(HOUR);
    const { done, failures } = await firing;
    expect(done).toEqual(Array.from({ length: RUNS }, (_, at) => at + 1));
    // what was lost was sent again, and nobody was troubled with it
    expect([...failures]).toEqual([]);
    expect(board.health.framesRepeated).toBeGreaterThan(0);
    for (const serial of done) expect(twin.ledger.executions(serial)).toBe(1);
    expect(twin.ledger.total).toBe(RUNS);
    expect(board.health.framesDiscarded).toBeGreaterThan(0);
    pipe.toBoard = {};
    pipe.toHost = {};
    await board.close();
  });
});
