import { describe, expect, it } from 'vitest';
import { deadAfter, HELLO, refusing, silentOn } from '../mocks/board-behaviours.js';
import { ScriptedBoard } from '../mocks/scripted-board.js';
import { connect, held, opened, SECOND } from '../mocks/scripted-session.js';

const ROW_BYTE = Uint8Array.of(0);

describe('opening a board', () => {
  it('gathers the identity from its pieces', async () => {
    const { client, board } = await opened();
    expect(board.requests.map(({ request }) => request.name)).toEqual(['hello', 'identify', 'identify', 'identify']);
    expect(client.identity.model).toBe('script');
    expect(client.crossbars.map(({ shape }) => shape)).toEqual([{ rows: 2, columns: 3 }]);
    await client.close();
  });

  it('says hello again until it is heard', async () => {
    const board = new ScriptedBoard(silentOn('hello', 3));
    const { opening, clock } = connect(board);
    await clock.advance(SECOND);
    const client = await opening;
    expect(board.count('hello')).toBe(4);
    await client.close();
  });

  it('gives up in 3 s and closes the transport', async () => {
    const { opening, pipe, clock } = connect(new ScriptedBoard(deadAfter(0)));
    const failing = held(opening);
    await clock.advance(3 * SECOND);
    await expect(failing).rejects.toMatchObject({ name: 'LinkError', code: 'board-not-found' });
    await expect(pipe.write(ROW_BYTE)).rejects.toMatchObject({ code: 'link-lost' });
  });

  it('takes no board of another dictionary', async () => {
    const { opening } = connect(
      new ScriptedBoard((incoming, board) => {
        if (incoming.request.name !== 'hello') return false;
        const reply = { ...HELLO, maxBody: 512, maxInFlight: 1 } as const;
        board.reply(incoming, 'hello', { ...reply, dictionary: 0xabcd });
        return true;
      }),
    );
    await expect(opening).rejects.toMatchObject({ code: 'protocol-mismatch' });
    await expect(opening).rejects.toThrow('0000abcd');
  });

  it('takes no identity that breaks its schema', async () => {
    const board = new ScriptedBoard();
    board.identity = Buffer.from('{"schema":1}');
    await expect(connect(board).opening).rejects.toMatchObject({ code: 'protocol-mismatch' });
  });

  it.each([70_000, 100_000])('believes no identity of %i bytes', async (total) => {
    const { opening } = connect(
      new ScriptedBoard((incoming, board) => {
        if (incoming.request.name !== 'identify') return false;
        board.reply(incoming, 'identify', { total, piece: new Uint8Array(100) });
        return true;
      }),
    );
    await expect(opening).rejects.toThrow(`it has ${total} bytes, at most 65536 are taken`);
  });

  it('takes a board that hangs up on hello for one that another host has', async () => {
    const { opening, pipe } = connect(new ScriptedBoard(deadAfter(0)));
    pipe.disconnect();
    await expect(opening).rejects.toMatchObject({ code: 'board-busy' });
  });

  it('reports a board that refuses hello', async () => {
    const { opening } = connect(new ScriptedBoard(refusing('hello', { code: 104, text: 'major 2 only' })));
    await expect(opening).rejects.toMatchObject({ code: 'board-rejected', details: { number: 104 } });
  });
});
