import { describe, expect, it } from 'vitest';
import { ScriptedBoard } from '../mocks/scripted-board.js';
import { connect, PLAN, ROWS, SECOND } from '../mocks/scripted-session.js';

describe('a bad cable', () => {
  it('never makes an operation hang or a plan fire twice', async () => {
    const board = new ScriptedBoard();
    const { opening, pipe, clock } = connect(board, {
      seed: 5,
      toBoard: { split: 0.5, corrupt: 0.1, duplicate: 0 },
      toHost: { split: 0.5, corrupt: 0.1, drop: 0.05 },
    });
    const running = (async () => {
      const client = await opening;
      const outcomes = [];
      for (let i = 0; i < 40; i += 1) {
        const [crossbar] = client.crossbars;
        outcomes.push(await Promise.allSettled([crossbar!.readForward(ROWS), crossbar!.run(PLAN, { serial: i + 1 })]));
      }
      await client.close().catch(() => {});
      return outcomes.flat();
    })();
    await clock.advance(1000 * SECOND);
    const outcomes = await running;
    const codes = new Set(outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason.code] : [])));
    for (const code of codes) expect(['link-timeout', 'state-in-doubt', 'board-rejected']).toContain(code);
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(20);
    const fired = board.requests.flatMap(({ request }) => (request.name === 'fire' ? [request.fields.serial] : []));
    expect(new Set(fired).size).toBe(fired.length);
    expect(pipe.bytesWritten).toBeGreaterThan(0);
  });
});
