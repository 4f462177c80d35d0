import { describe, expect, it, onTestFinished } from 'vitest';
import type { CrossbarError } from '../../src/core/index.js';
import { BoardClient, openInProcessTransport } from '../../src/drivers/index.js';
import { builtInChip, createTwin } from '../../src/twin/index.js';
import { FaultPipe } from '../mocks/fault-pipe.js';
import { held } from '../mocks/scripted-session.js';
import { VirtualClock } from '../mocks/virtual-clock.js';
import { strongPlan } from './describe-board-contract.js';

const RUNS = 60;
const HOUR = 3_600_000;
const FAULTS = { drop: 0.03, corrupt: 0.05, duplicate: 0.1, split: 0.5 };

/** Fires plan after plan as a careful program does: after a doubt it asks for the record before it goes on. */
async function fireCarefully(board: BoardClient): Promise<readonly number[]> {
  const done: number[] = [];
  while (done.length < RUNS) {
    const serial = board.takeSerial();
    try {
      await board.crossbars[0]!.run(strongPlan(board, 0.2 + done.length / 1000), { serial });
      done.push(serial);
    } catch (error) {
      expect(['state-in-doubt', 'board-rejected', 'link-timeout']).toContain((error as CrossbarError).code);
      let record;
      // asked until it is heard; without bound only because the clock of this test is
      while (record === undefined)
        record = await held(board.recordOf(serial).then((found) => [found])).catch(() => undefined);
      if (record[0] !== undefined) done.push(serial);
    }
  }
  return done;
}

describe('a cable that drops, corrupts, splits and repeats', () => {
  it.each([1, 2, 3, 4, 5])('never makes a plan fire twice, nor one be forgotten (seed %i)', async (seed) => {
    const twin = createTwin({ chip: builtInChip('silver-chalcogenide'), arrays: [{ rows: 5, columns: 8 }], seed });
    const clock = new VirtualClock();
    onTestFinished(() => expect(clock.pending, 'timers left behind').toBe(0));
    const pipe = new FaultPipe(openInProcessTransport(twin), { seed });
    const board = await BoardClient.open(pipe, { uri: 'twin:', clock, hostNonce: 1 });
    pipe.toBoard = FAULTS;
    pipe.toHost = FAULTS;
    const firing = fireCarefully(board);
    let over = false;
    void firing.finally(() => (over = true)).catch(() => {});
    while (!over) await clock.advance(HOUR);
    const done = await firing;
    expect(done).toEqual(Array.from({ length: RUNS }, (_, at) => at + 1));
    for (const serial of done) expect(twin.ledger.executions(serial)).toBe(1);
    expect(twin.ledger.total).toBe(RUNS);
    expect(board.health.framesDiscarded).toBeGreaterThan(0);
    pipe.toBoard = {};
    pipe.toHost = {};
    await board.close();
  });
});
