import { describe, expect, it } from 'vitest';
import { deadAfter } from '../mocks/board-behaviours.js';
import { held, opened, ROWS, SECOND } from '../mocks/scripted-session.js';

const ROW_BYTE = Uint8Array.of(0);
/** Requests that opening a scripted board takes, with its identity in three pieces. */
const OPENING = 4;

describe('closing a board', () => {
  it('grounds first, once for any number of calls', async () => {
    const { client, board } = await opened();
    await Promise.all([client.close(), client.close()]);
    await client.close();
    expect(board.count('ground')).toBe(1);
    expect(client.fault).toBeUndefined();
    await expect(client.ground()).rejects.toMatchObject({ code: 'link-lost' });
  });

  it('measures the grounding it was asked for', async () => {
    const { client } = await opened();
    expect(await client.ground()).toEqual({ grounded: true, residualVolts: 120e-6, boardTicks: 99, latency: 0 });
    await client.close();
  });

  it('aborts by line where requests are not answered any more', async () => {
    const { client, board, clock } = await opened(deadAfter(OPENING));
    board.onLine = () => board.onSend(Buffer.from('GROUNDED 1 0 12\n'));
    const closing = client.close();
    await clock.advance(SECOND);
    await closing;
    expect(board.lines).toEqual(['ABOR']);
    expect(client.fault).toBeUndefined();
  });

  it('says that nothing is known of the outputs of a dead board, and lets go of the port', async () => {
    const { client, board, pipe, clock } = await opened(deadAfter(OPENING));
    const closing = held(client.close());
    await clock.advance(2 * SECOND);
    await expect(closing).rejects.toMatchObject({ name: 'LinkError', code: 'grounding-failed' });
    expect(board.lines).toEqual(['ABOR']);
    await expect(pipe.write(ROW_BYTE)).rejects.toMatchObject({ code: 'link-lost' });
  });

  it('says that outputs are not at 0 V', async () => {
    const { client } = await opened((incoming, board) => {
      if (incoming.request.name !== 'ground') return false;
      board.reply(incoming, 'ground', { grounded: 0, residualMicrovolts: 31_000, boardTicks: 0 });
      return true;
    });
    await expect(client.close()).rejects.toThrow('0.031 V');
  });

  it('closes quietly, but not silently, after the link was lost', async () => {
    const { client, pipe } = await opened();
    pipe.disconnect();
    await client.close();
    expect(client.fault).toMatchObject({ code: 'link-lost' });
  });

  it('gives up what was not sent and waits for what was', async () => {
    const { client } = await opened();
    const [crossbar] = client.crossbars;
    await crossbar!.readForward(ROWS);
    const reads = Array.from({ length: 6 }, () => held(crossbar!.readForward(ROWS)));
    await Promise.resolve();
    await client.close();
    const outcomes = await Promise.allSettled(reads);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
    expect(outcomes[5]).toMatchObject({ reason: { code: 'link-lost' } });
  });
});
