import * as fc from 'fast-check';
import { BehaviorSubject, map, Observable } from 'rxjs';
import { expect } from 'vitest';
import { planOfBlocks, SENSED, type PulsePlan, type Shape } from '../../src/core/index.js';
import { BoardClient, openInProcessTransport, type Transport } from '../../src/drivers/index.js';
import { schedule, type PlanEnd, type ScheduledPlan } from '../../src/pulse/index.js';
import { builtInChip, createTwin, type Pace, type Twin } from '../../src/twin/index.js';
import { FaultPipe, type Faults } from '../mocks/fault-pipe.js';
import { noncesFrom } from '../mocks/nonces.js';
import { settle, VirtualClock } from '../mocks/virtual-clock.js';

const ARRAYS: readonly Shape[] = [
  { rows: 3, columns: 2 },
  { rows: 2, columns: 3 },
];
const BLOCK_TICKS = 100;
const LONGEST_PAUSE_MILLISECONDS = 3;

type Item = ScheduledPlan & { readonly moves: boolean };

interface RandomPlan {
  readonly board: number;
  readonly array: number;
  readonly moves: boolean;
  readonly blocks: number;
  /** What a generator reads of the array before it yields the plan. */
  readonly reads: number;
}

/** One run of a schedule, and when somebody interferes with it, counted in events. */
export interface RandomSchedule {
  readonly seed: number;
  readonly boards: number;
  readonly pace: Pace;
  readonly plans: readonly RandomPlan[];
  /** Rather than pulled from a generator. */
  readonly arePushed: boolean;
  readonly wayOut: 'unsubscribe' | 'abort' | 'throw' | 'end';
  readonly at: number;
  readonly pauses: readonly { readonly at: number; readonly milliseconds: number }[];
  /** Chance of every fault of the link, both ways. */
  readonly faults: Faults;
}

const chance = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.1, noNaN: true }));
export const badLink = fc.record({
  drop: chance,
  corrupt: chance,
  duplicate: chance,
  split: chance,
  disconnect: chance,
});

export const randomSchedule = (faults: fc.Arbitrary<Faults>): fc.Arbitrary<RandomSchedule> =>
  fc.record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    boards: fc.integer({ min: 1, max: 2 }),
    pace: fc.constantFrom('instant', 'real-time'),
    plans: fc.array(
      fc.record({
        board: fc.nat(1),
        array: fc.nat(1),
        moves: fc.boolean(),
        blocks: fc.integer({ min: 1, max: 4 }),
        reads: fc.nat(2),
      }),
      { minLength: 1, maxLength: 16 },
    ),
    arePushed: fc.boolean(),
    wayOut: fc.constantFrom('unsubscribe', 'unsubscribe', 'abort', 'throw', 'end'),
    at: fc.nat(45),
    pauses: fc.array(
      fc.record({ at: fc.nat(40), milliseconds: fc.integer({ min: 0, max: LONGEST_PAUSE_MILLISECONDS }) }),
      { maxLength: 2 },
    ),
    faults,
  });

function planOf({ array, moves, blocks }: RandomPlan): PulsePlan {
  const shape = ARRAYS[array]!;
  const block = {
    ticks: BLOCK_TICKS,
    rows: Array.from({ length: shape.rows }, () => (moves ? 4500 : 1500)),
    columns: Array.from({ length: shape.columns }, () => SENSED),
    windows: Array.from({ length: shape.columns }, () => [0, BLOCK_TICKS] as const),
    ...(moves ? {} : { sampleTick: BLOCK_TICKS }),
  };
  return planOfBlocks(
    array,
    shape,
    Array.from({ length: blocks }, () => block),
  );
}

interface Bench {
  readonly twin: Twin;
  readonly board: BoardClient;
}

async function openBench(run: RandomSchedule, place: number, clock: VirtualClock): Promise<Bench> {
  const { pace, faults } = run;
  const seed = run.seed + place;
  const twin = createTwin({ chip: builtInChip('silver-chalcogenide'), arrays: ARRAYS, seed, clock, pace });
  let pipes = 0;
  const reopen = async (): Promise<Transport> => {
    pipes += 1;
    return new FaultPipe(openInProcessTransport(twin), { seed: seed + pipes, clock, toBoard: faults, toHost: faults });
  };
  // the board is found over a good link: what is tried here comes after
  const first = new FaultPipe(openInProcessTransport(twin), { seed, clock });
  const options = { uri: `twin:${place}`, clock, drawNonce: noncesFrom(1 + 1000 * place), reopen };
  const board = await BoardClient.open(first, options);
  first.toBoard = first.toHost = faults;
  return { twin, board };
}

/** Of each array: a read that was fired again may come behind other reads, and nothing passes a plan that moves cells. */
function expectInOrder(ends: readonly PlanEnd<Item>[]): void {
  const done = ends.flatMap((end) => (end.type === 'finished' ? [end] : []));
  for (const [at, one] of done.entries()) {
    for (const other of done.slice(at + 1)) {
      if (one.item.plan.array !== other.item.plan.array || !(one.item.moves || other.item.moves)) continue;
      expect(one.record.serial, 'in the order of the stream').toBeLessThan(other.record.serial);
    }
  }
}

/** What a run came to, so that a test can see that something happened in it. */
export interface ScheduleOutcome {
  readonly finished: number;
  readonly aborted: number;
  readonly unsent: number;
  readonly inDoubt: number;
  readonly pauses: number;
  readonly retries: number;
  readonly reconnections: number;
  /** Boards that could not be told to ground before they were given up. */
  readonly ungrounded: number;
}

/** Runs it and holds it to the promise: safe and proven to be, nothing twice, nothing later, every plan's end known. */
export async function runSafely(run: RandomSchedule): Promise<ScheduleOutcome> {
  const clock = new VirtualClock();
  return clock.during(scheduleOnce(run, clock));
}

async function scheduleOnce(run: RandomSchedule, clock: VirtualClock): Promise<ScheduleOutcome> {
  const benches = await Promise.all(Array.from({ length: run.boards }, (_, place) => openBench(run, place, clock)));
  const boards = benches.map(({ board }) => board);
  const proofs = boards.map((): boolean[] => []);
  const ends: PlanEnd<Item>[] = [];
  const paused = new BehaviorSubject(false);
  const abort = new AbortController();
  let isSourceAtWork = false;
  let ungrounded = 0;
  let pauses = 0;
  let retries = 0;

  const items = run.plans.map((plan) => ({
    plan: planOf(plan),
    board: plan.board % run.boards,
    reads: plan.reads,
    moves: plan.moves,
  }));
  async function* pulled(): AsyncGenerator<Item> {
    isSourceAtWork = true;
    try {
      for (const { reads, ...item } of items) {
        const crossbar = boards[item.board]!.crossbars[item.plan.array]!;
        for (let read = 0; read < reads; read += 1) {
          await crossbar.readForward(new Float64Array(crossbar.shape.rows).fill(0.05));
        }
        isSourceAtWork = false;
        yield item;
        isSourceAtWork = true;
      }
    } finally {
      isSourceAtWork = false;
    }
  }
  const pushed = new Observable<Item>((subscriber) => {
    for (const item of items) subscriber.next(item);
    subscriber.complete();
  });

  await new Promise<void>((resolve) => {
    let events = 0;
    const subscription = schedule<Item>(run.arePushed ? pushed : pulled(), boards, {
      paused,
      abort: abort.signal,
      clock,
      onEnded: (end) => ends.push(end),
      onGrounded: ({ grounded }, board) => proofs[board]!.push(grounded),
      onGroundingFailed: () => (ungrounded += 1),
    })
      .pipe(
        map((event) => {
          events += 1;
          if (event.type === 'retried') retries += 1;
          if (event.type === 'grounded' && event.why === 'paused') pauses += 1;
          for (const { at, milliseconds } of run.pauses) {
            if (at !== events) continue;
            paused.next(true);
            clock.after(milliseconds, () => paused.next(false));
          }
          if (events !== run.at + 1) return;
          if (run.wayOut === 'throw') throw new Error('of the subscriber');
          if (run.wayOut === 'abort') abort.abort();
          if (run.wayOut === 'unsubscribe') {
            subscription.unsubscribe();
            resolve();
          }
        }),
      )
      .subscribe({ error: () => resolve(), complete: () => resolve() });
  });
  const isGrounded = (): boolean => proofs.every(({ length }) => length > 0) || ungrounded > 0;
  const isKnown = (): boolean =>
    new Set(ends.map(({ place }) => place)).size === 1 + Math.max(-1, ...ends.map(({ place }) => place));
  for (let turns = 0; turns < 2000 && (isSourceAtWork || !isGrounded() || !isKnown()); turns += 1) await settle();
  for (let turns = 0; turns < 20; turns += 1) await settle();

  const places = ends.map(({ place }) => place).toSorted((a, b) => a - b);
  expect(places, 'one end for every plan').toEqual(places.map((_, place) => place));
  for (const [place, { twin, board }] of benches.entries()) {
    const fired = twin.ledger.total;
    if (board.fault === undefined && ungrounded === 0) {
      const status = await board.status();
      expect(status.state, `board ${place}`).toBe('safe');
      expect(proofs[place]!.at(-1), `proof of board ${place}`).toBe(true);
      const last = status.lastSerial === 0 ? undefined : await board.recordOf(status.lastSerial);
      const lastEdge = last === undefined ? 0 : last.startTick + last.durationTicks;
      // at its first tick a board says 0, which stands for never too
      expect(status.grounded?.boardTicks ?? 0, `grounding of board ${place}`).toBeGreaterThanOrEqual(lastEdge);
    }
    const here = ends.filter((end) => end.board === place).toSorted((a, b) => a.place - b.place);
    expectInOrder(here);
    for (const end of here) {
      if (end.type === 'finished') expect(twin.ledger.executions(end.record.serial)).toBe(1);
      else if (end.outcome === 'aborted') expect(twin.ledger.executions(end.serial!)).toBe(1);
      else if (end.serial !== undefined && end.outcome === 'not-fired')
        expect(twin.ledger.executions(end.serial)).toBe(0);
    }
    for (let serial = 1; serial <= fired; serial += 1) expect(twin.ledger.executions(serial)).toBeLessThanOrEqual(1);
    for (let turns = 0; turns < 5; turns += 1) await settle();
    expect(twin.ledger.total, 'nothing is fired later').toBe(fired);
  }
  const reconnections = boards.reduce((sum, { health }) => sum + health.reconnections, 0);
  for (const { board, twin } of benches) {
    await board.close().catch(() => {});
    twin.close();
  }
  const counted = (outcome: string): number =>
    ends.filter((end) => end.type === 'failed' && end.outcome === outcome).length;
  return {
    finished: ends.filter(({ type }) => type === 'finished').length,
    aborted: counted('aborted'),
    unsent: counted('not-fired'),
    inDoubt: counted('in-doubt'),
    pauses,
    retries,
    reconnections,
    ungrounded,
  };
}
