import { describe, expect, it } from 'vitest';
import { planOfBlocks, SENSED, windowsFromStart, type PulsePlan } from '../../src/core/index.js';
import { ERROR_CODES } from '../../src/protocols/index.js';
import { refusing, silentOn } from '../mocks/board-behaviours.js';
import { ScriptedBoard, type Behaviour } from '../mocks/scripted-board.js';
import { connect, held, opened, PLAN, SECOND } from '../mocks/scripted-session.js';
import { settle } from '../mocks/virtual-clock.js';

/** Of the scripted board's ADC, amperes. */
const STEP = 1e-2 / 2 ** 16;
const LINES = 3;

/** So many blocks that measure every column. */
const sampling = (blocks: number): PulsePlan => {
  const block = { ticks: 20, rows: [100, -100], windows: windowsFromStart([20, 20, 20]), sampleTick: 20 };
  return planOfBlocks(
    0,
    PLAN.shape,
    Array.from({ length: blocks }, () => block),
  );
};

/** Every current is the code of its own number. */
const counting =
  (total: number): Behaviour =>
  (incoming, board) => {
    if (incoming.request.name !== 'samples') return false;
    const { offset, count } = incoming.request.fields;
    const left = Math.max(0, Math.min(count, total - offset));
    board.reply(incoming, 'samples', { total, codes: Int32Array.from({ length: left }, (_, at) => offset + at) });
    return true;
  };

/** The same, and never more than so many in one answer. */
const miserly =
  (total: number, most: number): Behaviour =>
  (incoming, board) => {
    if (incoming.request.name !== 'samples') return false;
    const { offset } = incoming.request.fields;
    const codes = Int32Array.from({ length: Math.min(most, total - offset) }, (_, at) => offset + at);
    board.reply(incoming, 'samples', { total, codes });
    return true;
  };

const amperes = (codes: number): readonly unknown[] =>
  Array.from({ length: codes }, (_, code) => expect.closeTo(code * STEP, 12) as unknown);

describe('the samples of a plan', () => {
  it('are the codes of the board as currents, in their order', async () => {
    const { client } = await opened(counting(2 * LINES));
    const { samples } = await client.crossbars[0]!.run(sampling(2), { serial: client.takeSerial() });
    expect([...samples!]).toEqual(amperes(2 * LINES));
    await client.close();
  });

  it('come in as many pieces as fit the bodies of the board', async () => {
    const board = new ScriptedBoard(counting(40 * LINES));
    board.maxBody = 100;
    const client = await connect(board).opening;
    const { samples } = await client.crossbars[0]!.run(sampling(40), { serial: client.takeSerial() });
    expect([...samples!]).toEqual(amperes(40 * LINES));
    expect(board.count('samples')).toBeGreaterThan(4);
    await client.close();
  });

  it('are asked for right behind the fire, and not where there are none', async () => {
    const { client, board } = await opened(counting(LINES));
    const [crossbar] = client.crossbars;
    const plans = [sampling(1), PLAN, sampling(1)];
    await Promise.all(plans.map((plan) => crossbar!.run(plan, { serial: client.takeSerial() })));
    const asked = board.requests.map(({ request }) => request.name).filter((name) => /^(fire|samples)$/u.test(name));
    expect(asked).toEqual(['fire', 'samples', 'fire', 'fire', 'samples']);
    await client.close();
  });

  it.each([
    ['has none any more', refusing('samples', { code: 601 }), 'refused with error 601'],
    ['has more of them', counting(LINES + 1), 'sampled 4 currents, and the plan asks for 3'],
    ['has fewer of them', counting(LINES - 1), 'sampled 2 currents, and the plan asks for 3'],
    [
      'serves fewer at once than fit its bodies',
      miserly(LINES, 2),
      'served 2 of the 3 currents asked for from number 0',
    ],
  ])('are missed where the board %s, and the plan is done all the same', async (_, behaviour, reason) => {
    const { client, board } = await opened(behaviour);
    const run = client.crossbars[0]!.run(sampling(1), { serial: client.takeSerial() });
    await expect(run).rejects.toMatchObject({
      code: 'protocol-mismatch',
      message: expect.stringMatching(new RegExp(`has done serial 1 .*${reason}`, 'u')) as unknown,
      details: { serial: 1 },
    });
    expect(board.count('fire')).toBe(1);
    expect(client.takeSerial()).toBe(2);
    await client.close();
  });

  it('are undefined where the board was grounded between its plan and them', async () => {
    const { client } = await opened(refusing('samples', { code: ERROR_CODES['not-released'] }));
    const result = await client.crossbars[0]!.run(sampling(1), { serial: client.takeSerial() });
    expect(result).toMatchObject({ serial: 1, outcome: 'done', samples: undefined });
    await client.close();
  });

  it('are undefined where they are never answered, and leave no doubt that the plan was done', async () => {
    const { client, clock, board } = await opened(silentOn('samples'));
    const run = held(client.crossbars[0]!.run(sampling(1), { serial: client.takeSerial() }));
    await clock.advance(10 * SECOND);
    await expect(run).resolves.toMatchObject({ serial: 1, outcome: 'done', samples: undefined });
    expect(board.count('fire')).toBe(1);
    await client.close();
  });

  it('are undefined where the link was lost before they came', async () => {
    const { client, pipe } = await opened(silentOn('samples'));
    const run = held(client.crossbars[0]!.run(sampling(1), { serial: client.takeSerial() }));
    await settle();
    pipe.disconnect();
    await expect(run).resolves.toMatchObject({ serial: 1, outcome: 'done', samples: undefined });
    await client.close();
  });

  it('are refused before a byte is written where the plan has too many, or nothing to measure', async () => {
    const { client, pipe } = await opened();
    const { bytesWritten } = pipe;
    const serial = client.takeSerial();
    const nothing = { ticks: 20, sampleTick: 20 };
    const soon = { ticks: 20, rows: [SENSED], sampleTick: 9 };
    for (const [plan, quantity] of [
      [sampling(400), 'samples'],
      [planOfBlocks(0, PLAN.shape, [nothing]), 'sensed-lines'],
      [planOfBlocks(0, PLAN.shape, [soon]), 'sample-seconds'],
    ] as const) {
      const run = client.crossbars[0]!.run(plan, { serial });
      await expect(run).rejects.toMatchObject({ code: 'limit-exceeded', details: { quantity, enforcedBy: 'host' } });
    }
    expect(pipe.bytesWritten).toBe(bytesWritten);
    expect(client.takeSerial()).toBe(serial);
    await client.close();
  });
});
