import { describe, expect, it } from 'vitest';
import { babbling, groundingUnderAnotherSession, silentOn } from '../mocks/board-behaviours.js';
import { held, opened, PLAN, planOf, ROWS, SECOND } from '../mocks/scripted-session.js';
import { settle } from '../mocks/virtual-clock.js';

describe('asking a board', () => {
  it('keeps as many requests under way as the board holds, in order', async () => {
    const { client, board, clock } = await opened(silentOn('read', 4));
    const reads = Array.from({ length: 6 }, () => held(client.crossbars[0]!.readForward(ROWS)));
    await settle();
    expect(board.count('read')).toBe(4);
    await clock.advance(SECOND);
    const outcomes = await Promise.allSettled(reads);
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...Array<string>(4).fill('rejected'),
      'fulfilled',
      'fulfilled',
    ]);
    expect(outcomes[0]).toMatchObject({ reason: { code: 'link-timeout' } });
    await client.close();
  });

  it('starts the time of a request when the one before it was answered', async () => {
    const { client, board, clock } = await opened(silentOn('fire'));
    const [crossbar] = client.crossbars;
    const slow = planOf({ ticks: 1000 });
    const run = held(crossbar!.run(slow, { serial: client.takeSerial() }));
    const read = held(crossbar!.readForward(ROWS));
    await settle();
    // the read is answered at once, the fire never: a thousand ticks of a microsecond make its time a millisecond longer
    await expect(read).resolves.toBeDefined();
    await clock.advance(SECOND);
    expect(board.count('fire')).toBe(1);
    await clock.advance(1);
    await expect(run).rejects.toMatchObject({ code: 'state-in-doubt', details: { serial: 1 } });
    await client.close();
  });

  it('bounds the wait for bytes that nobody takes', async () => {
    const { client, pipe, clock } = await opened();
    pipe.stalled = true;
    const read = held(client.crossbars[0]!.readForward(ROWS));
    const run = held(client.crossbars[0]!.run(PLAN, { serial: client.takeSerial() }));
    await clock.advance(4.5 * SECOND);
    await expect(read).rejects.toMatchObject({ code: 'link-timeout' });
    await expect(run).rejects.toMatchObject({ code: 'state-in-doubt' });
    pipe.stalled = false;
    await client.close();
  });

  it('does not repeat a read by itself', async () => {
    const { client, board, clock } = await opened(silentOn('read'));
    const read = held(client.crossbars[0]!.readForward(ROWS));
    await clock.advance(2 * SECOND);
    await expect(read).rejects.toMatchObject({ code: 'link-timeout' });
    expect(board.count('read')).toBe(1);
    await client.close();
  });

  it('finds the answers among garbage and counts it', async () => {
    const { client } = await opened(babbling(Uint8Array.of(0, 0xff, 0xc1, 3, 7, 0, 0x80, 0x81, 0)));
    const reading = await client.crossbars[0]!.readBackward(Float64Array.of(0, 0, 0));
    expect(reading.amperes).toHaveLength(2);
    expect(client.health.bytesDiscarded).toBeGreaterThan(0);
    await client.close();
  });

  it('ignores an answer that comes too late', async () => {
    const late: (() => void)[] = [];
    const { client, clock } = await opened((incoming, board) => {
      if (incoming.request.name !== 'ground' || late.length > 0) return false;
      late.push(() => board.reply(incoming, 'ground', { grounded: 1, residualMicrovolts: 0, boardTicks: 0 }));
      return true;
    });
    const grounding = held(client.ground());
    await clock.advance(SECOND);
    await expect(grounding).rejects.toMatchObject({ code: 'link-timeout' });
    const { framesDiscarded } = client.health;
    late[0]!();
    await settle();
    expect(client.health.framesDiscarded).toBe(framesDiscarded + 1);
    await client.close();
  });

  it('ignores what another session says', async () => {
    const { client, clock } = await opened(groundingUnderAnotherSession);
    const grounding = held(client.ground());
    await clock.advance(SECOND);
    await expect(grounding).rejects.toMatchObject({ code: 'link-timeout' });
    await Promise.all([held(client.close()).catch(() => {}), clock.advance(2 * SECOND)]);
  });

  it('refuses a read outside the limits before a byte is written', async () => {
    const { client, pipe } = await opened();
    const { bytesWritten } = pipe;
    await expect(client.crossbars[0]!.readForward(Float64Array.of(0.21, 0))).rejects.toMatchObject({
      code: 'limit-exceeded',
      details: { enforcedBy: 'host' },
    });
    expect(pipe.bytesWritten).toBe(bytesWritten);
    await client.close();
  });

  it('gives no record where the board has none', async () => {
    const { client } = await opened();
    expect(await client.recordOf(12)).toBeUndefined();
    await client.close();
  });
});
