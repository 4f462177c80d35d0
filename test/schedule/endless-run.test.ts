import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { concatMap, delay, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  boardTicks,
  joules,
  planBlocks,
  planTicks,
  planWindows,
  type Board,
  type BoardLimits,
  type PlanResult,
  type PulsePlan,
  type RunOptions,
} from '../../src/core/index.js';
import { schedule, type ScheduledPlan } from '../../src/pulse/index.js';
import { UnitBoard } from '../mocks/unit-board.js';
import { pulse } from './watched-schedule.js';

const SECONDS_A_DAY = 86_400;
const MOST_GROWTH_BYTES = 512 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapBytes(): number {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** A board that is done with every plan at once, and keeps nothing of it. */
function tirelessBoard(limits: Partial<BoardLimits> = {}): Board {
  const board = new UnitBoard({ rows: 2, columns: 2 });
  Object.assign(board, { limits: { ...board.limits, ...limits } });
  Object.assign(board.crossbars[0]!, {
    limits: board.limits,
    run: (plan: PulsePlan, { serial }: RunOptions): Promise<PlanResult> =>
      Promise.resolve({
        serial,
        planId: '0'.repeat(32),
        outcome: 'done',
        verdict: 'none',
        startTick: boardTicks(0),
        durationTicks: boardTicks(planTicks(plan)),
        blocksDone: planBlocks(plan),
        windowsFired: planWindows(plan),
        energy: joules(0),
        samples: new Float64Array(0),
      }),
  });
  return board;
}

describe('a schedule of a day', () => {
  it('of plans of a second leaves memory flat', async () => {
    const board = tirelessBoard({ maxBlockTicks: 250_000, maxOutputTicks: 1_000_000 });
    const heap: number[] = [];
    async function* plans(): AsyncGenerator<ScheduledPlan> {
      const plan = pulse();
      const aSecond = { ...plan, blocks: { ...plan.blocks, ticks: new Uint32Array(4).fill(250_000) } };
      for (let second = 0; second < SECONDS_A_DAY; second += 1) {
        if (second % (SECONDS_A_DAY / 8) === 0) heap.push(heapBytes());
        yield { plan: aSecond };
      }
      heap.push(heapBytes());
    }
    let finished = 0;
    await schedule(plans(), board).forEach(({ type }) => {
      if (type === 'finished') finished += 1;
    });
    expect(finished).toBe(SECONDS_A_DAY);
    // the first eighth warms up
    expect(Math.max(...heap.slice(1)) - heap[1]!).toBeLessThan(MOST_GROWTH_BYTES);
  }, 120_000);

  it('does not wait for a subscriber who takes his time', async () => {
    const board = tirelessBoard();
    async function* plans(): AsyncGenerator<ScheduledPlan> {
      for (let k = 0; k < 100; k += 1) yield { plan: pulse() };
    }
    let finished = 0;
    let seen = 0;
    const events = schedule(plans(), board, { onEnded: () => (finished += 1) });
    await new Promise<void>((resolve) => {
      const slow = events.pipe(concatMap((event) => of(event).pipe(delay(3_600_000)))).subscribe(() => (seen += 1));
      setImmediate(function look() {
        if (finished < 100) setImmediate(look);
        else {
          slow.unsubscribe();
          resolve();
        }
      });
    });
    expect(seen).toBe(0);
  });
});
