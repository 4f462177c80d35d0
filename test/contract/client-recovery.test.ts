import { describe, expect, it } from 'vitest';
import { BoardClient, openInProcessTransport } from '../../src/drivers/index.js';
import type { TwinOptions } from '../../src/twin/index.js';
import { noncesFrom } from '../mocks/nonces.js';
import { held } from '../mocks/scripted-session.js';
import { settle, VirtualClock } from '../mocks/virtual-clock.js';
import { cableBench, makeTwin, PLAN, ROWS, SAMPLING, type Bench } from './cable-bench.js';

describe('what is lost on the way', () => {
  it('is sent again, and done once', async () => {
    const { client, cable, clock, twin } = await cableBench();
    const [crossbar] = client.crossbars;
    cable().toBoard = { drop: 1 };
    const run = crossbar!.run(PLAN, { serial: client.takeSerial() });
    await settle();
    cable().toBoard = {};
    cable().toHost = { drop: 1 };
    await clock.advance(250);
    expect(twin.ledger.total).toBe(1);
    cable().toHost = {};
    await expect(clock.during(run)).resolves.toMatchObject({ serial: 1, outcome: 'done' });
    expect(twin.ledger.total).toBe(1);
    expect(client.health).toMatchObject({ reconnections: 0 });
    expect(client.health.framesRepeated).toBeGreaterThan(0);
  });

  it('is asked for at once where a frame came damaged, long before its time is over', async () => {
    const { client, cable, clock } = await cableBench();
    await client.crossbars[0]!.readForward(ROWS);
    const before = clock.now();
    cable().toHost = { corrupt: 1 };
    const read = held(client.crossbars[0]!.readForward(ROWS));
    await settle();
    cable().toHost = {};
    const reading = await clock.during(read);
    expect(reading.amperes).toHaveLength(3);
    expect(clock.now() - before).toBeLessThan(100);
  });
});

describe('a board that was lost', () => {
  it('is found again on the same port, and goes on where it was', async () => {
    const { client, cable, clock, twin, openings } = await cableBench();
    const [crossbar] = client.crossbars;
    await crossbar!.run(PLAN, { serial: client.takeSerial() });
    cable().disconnect();
    const answers = [
      crossbar!.run(PLAN, { serial: client.takeSerial() }),
      crossbar!.readForward(ROWS),
      crossbar!.run(PLAN, { serial: client.takeSerial() }),
    ] as const;
    const [second, , third] = await clock.during(Promise.all(answers));
    expect([second.serial, third.serial]).toEqual([2, 3]);
    expect(twin.ledger.total).toBe(3);
    expect([openings(), client.health.reconnections]).toEqual([2, 1]);
    expect(client.fault).toBeUndefined();
  });

  it('is not fired again where it has done the plan whose answer was lost', async () => {
    const { client, cable, clock, twin } = await cableBench();
    const started: number[] = [];
    cable().toHost = { drop: 1 };
    const run = client.crossbars[0]!.run(PLAN, {
      serial: client.takeSerial(),
      onStarted: (tick) => started.push(tick),
    });
    await settle();
    expect(twin.ledger.total).toBe(1);
    cable().disconnect();
    await expect(clock.during(run)).resolves.toMatchObject({ serial: 1, outcome: 'done', blocksDone: 2 });
    expect(twin.ledger.total).toBe(1);
    // it had begun, and whoever waits to hear so does
    expect(started).toHaveLength(1);
  });

  it('has lost its samples where their session was lost, and those alone', async () => {
    const { client, cable, clock, twin } = await cableBench();
    const [crossbar] = client.crossbars;
    await clock.during(crossbar!.run(SAMPLING, { serial: client.takeSerial() }));
    cable().toHost = { drop: 1 };
    const runs = [SAMPLING, PLAN].map((plan) => crossbar!.run(plan, { serial: client.takeSerial() }));
    await settle();
    cable().disconnect();
    const [second, third] = await clock.during(Promise.all(runs));
    expect(second).toMatchObject({ serial: 2, outcome: 'done', samples: undefined });
    expect(third).toMatchObject({ serial: 3, outcome: 'done', samples: new Float64Array(0) });
    const fourth = await clock.during(crossbar!.run(SAMPLING, { serial: client.takeSerial() }));
    expect(fourth.samples).toHaveLength(3);
    expect(twin.ledger.total).toBe(4);
  });

  it('repeats no reading that a plan has overtaken', async () => {
    const { client, cable, clock } = await cableBench();
    cable().toHost = { drop: 1 };
    const read = held(client.crossbars[0]!.readForward(ROWS));
    const run = client.crossbars[0]!.run(PLAN, { serial: client.takeSerial() });
    await settle();
    cable().disconnect();
    await expect(clock.during(run)).resolves.toMatchObject({ serial: 1 });
    await expect(read).rejects.toMatchObject({
      code: 'link-lost',
      message: expect.stringContaining('Read them again'),
    });
  });

  it('restarts, and is asked what it did', async () => {
    let reset = 'before-reply';
    const resetAt: TwinOptions['resetAt'] = ({ at }) => at === reset;
    const { client, clock, twin } = await cableBench({ resetAt });
    const [crossbar] = client.crossbars;
    const first = await clock.during(crossbar!.run(PLAN, { serial: client.takeSerial() }));
    expect(first).toMatchObject({ serial: 1, outcome: 'done' });

    reset = 'block-done';
    const second = held(crossbar!.run(PLAN, { serial: client.takeSerial() }));
    await expect(clock.during(second)).rejects.toMatchObject({ code: 'state-in-doubt', details: { serial: 2 } });
    reset = 'never';
    expect(await client.status()).toMatchObject({ state: 'indeterminate', lastSerial: 2 });
    const third = crossbar!.run(PLAN, { serial: client.takeSerial() });
    await expect(third).rejects.toMatchObject({
      code: 'board-rejected',
      message: expect.stringContaining('reconcile'),
    });
    // its cells may be read, and must be before it goes on
    await crossbar!.readForward(ROWS);
    expect(await client.reconcile(2, 'partial')).toMatchObject({ outcome: 'indeterminate', verdict: 'partial' });
    expect(await crossbar!.run(PLAN, { serial: client.takeSerial() })).toMatchObject({ serial: 3, outcome: 'done' });
    expect([1, 2, 3].map((serial) => twin.ledger.executions(serial))).toEqual([1, 1, 1]);
  });

  it('is given up after half a minute, and what was under way is in doubt', async () => {
    const { client, cable, clock, plug } = await cableBench();
    cable().toHost = { drop: 1 };
    const run = held(client.crossbars[0]!.run(PLAN, { serial: client.takeSerial() }));
    await settle();
    plug(undefined);
    cable().disconnect();
    const read = held(client.crossbars[0]!.readForward(ROWS));
    await expect(clock.during(run)).rejects.toMatchObject({ code: 'state-in-doubt', details: { serial: 1 } });
    expect(clock.now()).toBeGreaterThan(25_000);
    await expect(read).rejects.toMatchObject({ code: 'link-lost' });
    expect(client.fault).toMatchObject({ code: 'link-lost' });
    await expect(client.status()).rejects.toMatchObject({ code: 'link-lost' });
  });

  it('is not confused with another that answers on its port', async () => {
    const { client, cable, clock, plug } = await cableBench();
    plug(makeTwin({ seed: 6, board: { serialNumber: 'ANOTHER' } }));
    cable().disconnect();
    await expect(clock.during(held(client.status()))).rejects.toMatchObject({ code: 'protocol-mismatch' });
  });

  it('is left to the host that has taken it', async () => {
    const { client, clock, twin } = await cableBench();
    const other = BoardClient.open(openInProcessTransport(twin), { uri: 'other', clock, drawNonce: noncesFrom(9) });
    const board = await other;
    // the port is the other's now; what this host says arrives all the same, as on a shared line
    const ours = held(client.status());
    await expect(clock.during(ours)).rejects.toMatchObject({ code: expect.stringMatching(/board-busy|link/) });
    await board.status();
    await board.close();
  });

  it('is let go of at once where it is closed while it is looked for', async () => {
    const { client, cable, plug } = await cableBench();
    plug(undefined);
    cable().disconnect();
    await settle();
    await client.close();
    expect(client.fault).toMatchObject({ code: 'link-lost' });
  });
});

describe('an armed board', () => {
  const withClock = async (): Promise<Bench> => {
    const clock = new VirtualClock();
    return cableBench({ clock }, clock);
  };

  it('keeps its lease while the host has nothing to say', async () => {
    const { client, clock, twin } = await withClock();
    await client.crossbars[0]!.run(PLAN, { serial: client.takeSerial() });
    await clock.advance(60_000);
    expect(await client.status()).toMatchObject({ state: 'armed' });
    await client.crossbars[0]!.run(PLAN, { serial: client.takeSerial() });
    expect(twin.ledger.total).toBe(2);
    expect(client.health.reconnections).toBe(0);
  });

  it('grounds itself when it hears nothing, and goes on when the host is back', async () => {
    const { client, clock, cable, twin } = await withClock();
    await client.crossbars[0]!.run(PLAN, { serial: client.takeSerial() });
    cable().toBoard = { drop: 1 };
    await clock.advance(4000);
    cable().toBoard = {};
    expect(await clock.during(client.status())).toMatchObject({ state: 'safe', cause: 'lease' });
    const run = client.crossbars[0]!.run(PLAN, { serial: client.takeSerial() });
    await expect(clock.during(run)).resolves.toMatchObject({ serial: 2 });
    expect(twin.ledger.total).toBe(2);
  });

  it('is not armed again behind the back of whoever aborted it', async () => {
    const { client, clock, twin } = await cableBench();
    await client.crossbars[0]!.run(PLAN, { serial: client.takeSerial() });
    twin.receive(Buffer.from('\0ABOR\n'));
    await settle();
    const run = held(client.crossbars[0]!.run(PLAN, { serial: client.takeSerial() }));
    await expect(clock.during(run)).rejects.toMatchObject({ code: 'interrupted', details: { cause: 'abort' } });
    expect(twin.ledger.total).toBe(1);
    // the serial was never spent
    expect(client.takeSerial()).toBe(2);
  });

  it('fires nothing that was asked before it was grounded and not yet sent', async () => {
    const { client, twin } = await cableBench();
    const run = held(client.crossbars[0]!.run(PLAN, { serial: client.takeSerial() }));
    const proof = await client.ground();
    expect(proof.grounded).toBe(true);
    await expect(run).rejects.toMatchObject({ code: 'interrupted' });
    expect(twin.ledger.total).toBe(0);
    expect(await client.crossbars[0]!.run(PLAN, { serial: client.takeSerial() })).toMatchObject({ serial: 1 });
  });
});
