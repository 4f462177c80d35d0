import { describe, expect, it } from 'vitest';
import type { PlanResult } from '../../src/core/index.js';
import { held } from '../mocks/scripted-session.js';
import { settle, VirtualClock } from '../mocks/virtual-clock.js';
import { cableBench, PLAN, ROWS, type Bench } from './cable-bench.js';

const fire = ({ client }: Bench): Promise<PlanResult> =>
  held(client.crossbars[0]!.run(PLAN, { serial: client.takeSerial() }));

/** More than it takes a lost lease to be noticed and a new session to be open, in-process. */
const INSTANTS = Array.from({ length: 40 }, (_, turns) => turns);

const passTurns = async (turns: number): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
};

/** An armed board that has grounded itself, as its host will learn with the next plan. */
async function benchWithLostLease(): Promise<Bench> {
  const clock = new VirtualClock();
  const bench = await cableBench({ clock }, clock);
  await fire(bench);
  bench.cable().toBoard = { drop: 1 };
  await clock.advance(4000);
  bench.cable().toBoard = {};
  return bench;
}

/** Once the board has proven itself grounded nothing that was asked before runs, and no serial is lost over it. */
async function expectNothingRunsAfter(ground: Promise<unknown>, plan: Promise<PlanResult>, bench: Bench) {
  const { client, clock, twin } = bench;
  await clock.during(ground);
  const fired = twin.ledger.total;
  bench.cable().toHost = {};
  const [outcome] = await clock.during(Promise.allSettled([plan]));
  await settle();
  expect(twin.ledger.total).toBe(fired);
  expect(await clock.during(client.status())).toMatchObject({ state: 'safe', lastSerial: fired });
  if (outcome.status === 'rejected') {
    expect(outcome.reason).toMatchObject({ code: 'interrupted' });
    expect(client.takeSerial()).toBe(fired + 1);
  } else expect(outcome.value.serial).toBe(fired);
}

describe('what was asked for before a ground', () => {
  it('is not done once the board is found again', async () => {
    const bench = await cableBench();
    const { client, cable, clock, twin } = bench;
    await fire(bench);
    cable().disconnect();
    const asked: readonly Promise<unknown>[] = [fire(bench), held(client.crossbars[0]!.readForward(ROWS)), fire(bench)];
    expect(await clock.during(client.ground())).toMatchObject({ grounded: true });
    for (const operation of asked) {
      await expect(clock.during(operation)).rejects.toMatchObject({ code: 'interrupted' });
    }
    expect(twin.ledger.total).toBe(1);
    expect(await client.status()).toMatchObject({ state: 'safe', cause: 'ground' });
    expect(client.takeSerial()).toBe(2);
  });

  it('is not sent again where it was lost on the way', async () => {
    const bench = await cableBench();
    const { client, cable, clock, twin } = bench;
    await fire(bench);
    cable().toBoard = { drop: 1 };
    const plans = [fire(bench), fire(bench)];
    await settle();
    const ground = held(client.ground());
    await settle();
    cable().disconnect();
    expect(await clock.during(ground)).toMatchObject({ grounded: true });
    for (const plan of plans) await expect(clock.during(plan)).rejects.toMatchObject({ code: 'interrupted' });
    expect(twin.ledger.total).toBe(1);
    expect(client.takeSerial()).toBe(2);
    // what is asked for after it is another matter
    expect(await clock.during(client.crossbars[0]!.run(PLAN, { serial: 2 }))).toMatchObject({ outcome: 'done' });
  });

  it('leaves no doubt where it was done', async () => {
    const bench = await cableBench();
    const { client, cable, clock, twin } = bench;
    await fire(bench);
    cable().toHost = { drop: 1 };
    const plan = fire(bench);
    await settle();
    const ground = held(client.ground());
    await settle();
    cable().disconnect();
    expect(await clock.during(ground)).toMatchObject({ grounded: true });
    expect(await clock.during(plan)).toMatchObject({ serial: 2, outcome: 'done' });
    expect(twin.ledger.total).toBe(2);
    expect(await client.status()).toMatchObject({ state: 'safe', cause: 'ground' });
  });

  it.each(INSTANTS)('does not run where the lease was lost, ground asked %i turns later', async (turns) => {
    const bench = await benchWithLostLease();
    const plan = fire(bench);
    await passTurns(turns);
    // what the board says from now on comes in one piece
    bench.cable().toHost = { delay: 1 };
    await expectNothingRunsAfter(held(bench.client.ground()), plan, bench);
  });

  it.each(INSTANTS)('does not run where the cable is pulled %i turns after the ground', async (turns) => {
    const bench = await benchWithLostLease();
    const plan = fire(bench);
    const ground = held(bench.client.ground());
    await passTurns(turns);
    bench.cable().disconnect();
    await expectNothingRunsAfter(ground, plan, bench);
  });
});

describe('a plan that still runs when the board is found again', () => {
  it('is stopped by a ground that was asked for meanwhile, and says how far it came', async () => {
    const clock = new VirtualClock();
    const bench = await cableBench({ clock, pace: 'real-time' }, clock);
    const { client, cable, twin } = bench;
    const plan = fire(bench);
    await settle();
    cable().disconnect();
    const ground = held(client.ground());
    await settle();
    expect(await clock.during(ground)).toMatchObject({ grounded: true });
    const stopped = { code: 'interrupted', details: { serial: 1, blocksDone: 0, blocks: 2 } };
    await expect(clock.during(plan)).rejects.toMatchObject(stopped);
    expect(twin.ledger.total).toBe(1);
    expect(await client.status()).toMatchObject({ state: 'safe', cause: 'ground', lastSerial: 1 });
  });
});
