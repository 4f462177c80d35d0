import { describe, expect, it } from 'vitest';
import { planOfBlocks } from '../../src/core/index.js';
import { recordOf, refusing, silentOn } from '../mocks/board-behaviours.js';
import { ScriptedBoard } from '../mocks/scripted-board.js';
import { connect, held, opened, PLAN, planOf, ROWS, SECOND } from '../mocks/scripted-session.js';
import { settle } from '../mocks/virtual-clock.js';

describe('running a plan', () => {
  it('loads in pieces, fires, tells of the first edge before it resolves', async () => {
    const board = new ScriptedBoard();
    board.maxBody = 80;
    const client = await connect(board).opening;
    const seen: unknown[] = [];
    const record = await client.crossbars[0]!.run(PLAN, {
      serial: client.takeSerial(),
      onStarted: (tick) => seen.push(tick),
    });
    expect(board.count('load')).toBeGreaterThan(1);
    expect(record).toMatchObject({ serial: 1, outcome: 'done' });
    expect(seen).toEqual([7]);
    await client.close();
  });

  it('loads a plan once while it is fired again', async () => {
    const { client, board } = await opened();
    const [crossbar] = client.crossbars;
    await Promise.all([1, 2, 3].map(() => crossbar!.run(PLAN, { serial: client.takeSerial() })));
    expect([board.count('load'), board.count('fire')]).toEqual([1, 3]);
    await client.close();
  });

  it.each([
    ['too many volts', planOf({ rows: [20_000, 0] }), 'row-volts'],
    ['too long a quarter', planOf({ ticks: 1001 }), 'quarter-seconds'],
    ['too long a window', planOf({ windows: [5, 0, 0] }), 'window-seconds'],
    ['another shape', planOf({ shape: { rows: 3, columns: 2 } }), 'array-shape'],
  ])('refuses %s before a byte is written, and keeps the serial', async (_, wrong, quantity) => {
    const { client, pipe } = await opened();
    const { bytesWritten } = pipe;
    const serial = client.takeSerial();
    const run = client.crossbars[0]!.run(wrong, { serial });
    await expect(run).rejects.toMatchObject({ code: 'limit-exceeded', details: { quantity, enforcedBy: 'host' } });
    expect(pipe.bytesWritten).toBe(bytesWritten);
    expect(client.takeSerial()).toBe(serial);
    await client.close();
  });

  it('refuses a plan the board cannot hold', async () => {
    const { client, pipe } = await opened();
    const { bytesWritten } = pipe;
    const blocks = Array.from({ length: 300 }, () => ({ ticks: 1 }));
    const plan = planOfBlocks(0, PLAN.shape, blocks);
    const run = client.crossbars[0]!.run(plan, { serial: client.takeSerial() });
    await expect(run).rejects.toMatchObject({ details: { quantity: 'plan-bytes', limit: 4096, enforcedBy: 'host' } });
    expect(pipe.bytesWritten).toBe(bytesWritten);
    await client.close();
  });

  it.each([
    [301, 'quarter-seconds', 2e-3, 1e-3],
    [302, 'window-seconds', 2e-3, 1e-3],
    [305, 'guard-seconds', 2e-3, 1e-3],
    [306, 'sample-seconds', 2e-3, 1e-3],
    [401, 'row-volts', 2e-3, 1e-3],
    [402, 'read-volts', 2e-3, 1e-3],
    [405, 'gate-volts', 2e-3, 1e-3],
    [407, 'reference-volts', 2e-3, 1e-3],
  ])("reports error %i as the board's limit of %s", async (code, quantity, measured, limit) => {
    const { client } = await opened(refusing('fire', { code, block: 1, row: 0, measured: 2000, limit: 1000 }));
    const run = client.crossbars[0]!.run(PLAN, { serial: client.takeSerial() });
    const details = { quantity, enforcedBy: 'board', where: 'array 0 row W00 block 2', row: 0 };
    await expect(run).rejects.toMatchObject({ name: 'LimitError', code: 'limit-exceeded', details });
    const error = (await run.catch((thrown: unknown) => thrown)) as { details: { measured: number; limit: number } };
    expect(error.details.measured).toBeCloseTo(measured, 12);
    expect(error.details.limit).toBeCloseTo(limit, 12);
    await client.close();
  });

  it('reports any other refusal with its number and text, and keeps the serial', async () => {
    const { client } = await opened(refusing('fire', { code: 603, text: 'flash worn out' }));
    const run = client.crossbars[0]!.run(PLAN, { serial: client.takeSerial() });
    await expect(run).rejects.toMatchObject({ name: 'LinkError', code: 'board-rejected', details: { number: 603 } });
    await expect(run).rejects.toThrow('flash worn out');
    expect(client.takeSerial()).toBe(1);
    await client.close();
  });

  it('reports why a plan was not loaded', async () => {
    const { client } = await opened(refusing('load', { code: 203 }), refusing('fire', { code: 201 }));
    const run = client.crossbars[0]!.run(PLAN, { serial: client.takeSerial() });
    await expect(run).rejects.toMatchObject({ code: 'board-rejected', details: { request: 'load', number: 203 } });
    await client.close();
  });

  it('loads again after a plan was refused', async () => {
    const { client, board } = await opened(refusing('fire', { code: 201 }));
    for (let i = 0; i < 2; i += 1) {
      await expect(client.crossbars[0]!.run(PLAN, { serial: client.takeSerial() })).rejects.toThrow('201');
    }
    expect(board.count('load')).toBe(2);
    await client.close();
  });

  it('never sends a fire twice, and is in doubt when it is not answered', async () => {
    const { client, board, clock } = await opened(silentOn('fire'));
    const run = held(client.crossbars[0]!.run(PLAN, { serial: client.takeSerial() }));
    await clock.advance(10 * SECOND);
    await expect(run).rejects.toMatchObject({ code: 'state-in-doubt', details: { serial: 1 } });
    await expect(run).rejects.toThrow('Serial 1');
    expect(board.count('fire')).toBe(1);
    await client.close();
  });

  it('hands a serial out again once the board has said that it never fired it', async () => {
    const { client, clock } = await opened(silentOn('fire', 1));
    const run = held(client.crossbars[0]!.run(PLAN, { serial: client.takeSerial() }));
    await clock.advance(2 * SECOND);
    await expect(run).rejects.toMatchObject({ code: 'state-in-doubt' });
    expect(await client.recordOf(1)).toBeUndefined();
    const serial = client.takeSerial();
    expect(serial).toBe(1);
    await expect(client.crossbars[0]!.run(PLAN, { serial })).resolves.toMatchObject({ serial: 1 });
    await client.close();
  });

  it.each([
    ['indeterminate', 'state-in-doubt'],
    ['aborted', 'interrupted'],
  ] as const)('fails when the record says %s, as %s', async (outcome, code) => {
    const { client } = await opened((incoming, board) => {
      if (incoming.request.name !== 'fire') return false;
      const { serial, planId } = incoming.request.fields;
      board.reply(incoming, 'fire', { ...recordOf(serial, planId), outcome });
      return true;
    });
    const run = client.crossbars[0]!.run(PLAN, { serial: client.takeSerial() });
    await expect(run).rejects.toMatchObject({ code });
    await client.close();
  });

  it('is in doubt about what was written when the link goes, and of nothing else', async () => {
    const { client, pipe } = await opened(silentOn('fire'), silentOn('load'));
    const [crossbar] = client.crossbars;
    const written = held(crossbar!.run(PLAN, { serial: 1 }));
    const reads = Array.from({ length: 2 }, () => held(crossbar!.readForward(ROWS)));
    await settle();
    // four of the board's four places are taken
    const queued = held(crossbar!.run(planOf({ ticks: 5 }), { serial: 2 }));
    pipe.disconnect();
    await expect(written).rejects.toMatchObject({ code: 'state-in-doubt', details: { serial: 1 } });
    await expect(queued).rejects.toMatchObject({ code: 'link-lost' });
    await Promise.allSettled(reads);
    await expect(crossbar!.readForward(ROWS)).rejects.toMatchObject({ code: 'link-lost' });
    await client.close();
  });
});
