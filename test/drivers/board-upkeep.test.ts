import { describe, expect, it } from 'vitest';
import { LinkError, planOfBlocks, systemClock, volts } from '../../src/core/index.js';
import { BoardClient, lookAtBoard, openInProcessTransport } from '../../src/drivers/index.js';
import { noncesFrom } from '../mocks/nonces.js';
import { openTwinUnderTest } from '../mocks/open-twin.js';
import { ScriptedBoard } from '../mocks/scripted-board.js';

const SHAPE = { rows: 3, columns: 2 };
const PLAN = planOfBlocks(0, SHAPE, [{ ticks: 10 }]);
const ROW_VOLTS = new Float64Array(SHAPE.rows).fill(0.02);

describe('clearing a fault', () => {
  it('brings the board back for the client that has it open', async () => {
    const { board, twin } = await openTwinUnderTest({ arrays: [SHAPE] });
    const crossbar = board.crossbars[0]!;
    await crossbar.run(PLAN, { serial: board.takeSerial() });
    twin.trip('over-current');
    await expect(crossbar.readForward(ROW_VOLTS)).rejects.toMatchObject({ details: { name: 'faulted' } });
    await expect(board.clear()).rejects.toMatchObject({ code: 'board-rejected', details: { number: 505 } });
    twin.mend();
    expect(await board.clear()).toMatchObject({ state: 'safe', cause: 'over-current' });
    expect((await crossbar.readForward(ROW_VOLTS)).amperes).toHaveLength(SHAPE.columns);
    expect(await crossbar.run(PLAN, { serial: board.takeSerial() })).toMatchObject({ serial: 2, outcome: 'done' });
    await board.close();
  });

  it('takes nothing from a board that has no fault', async () => {
    const { board } = await openTwinUnderTest({ arrays: [SHAPE] });
    const crossbar = board.crossbars[0]!;
    await crossbar.run(PLAN, { serial: board.takeSerial() });
    expect(await board.clear()).toMatchObject({ state: 'armed', lastSerial: 1 });
    await board.close();
  });
});

describe('lowering limits', () => {
  it('is for good, and for another opening', async () => {
    const { board, twin } = await openTwinUnderTest({ arrays: [SHAPE] });
    const lowered = await board.lowerLimits({ maxRowVolts: volts(0.2), maxBlockTicks: 500 });
    expect(lowered).toMatchObject({ maxRowVolts: 0.2, maxBlockTicks: 500, maxOutputTicks: 4000 });
    expect(twin.identity.limits).toMatchObject({ maxRowVolts: 0.2, maxBlockTicks: 500, maxOutputTicks: 4000 });
    expect(await board.lowerLimits({ maxRowVolts: volts(0.2) })).toEqual(lowered);
    // it still has the old limits, under which the board cannot be armed any more
    await expect(board.crossbars[0]!.run(PLAN, { serial: board.takeSerial() })).rejects.toBeInstanceOf(LinkError);
    expect(twin.ledger.total).toBe(0);
    await board.close();
  });

  it('sends nothing that would raise one', async () => {
    const script = new ScriptedBoard();
    const transport = openInProcessTransport(script, 'script');
    const board = await BoardClient.open(transport, { uri: 'script', clock: systemClock, drawNonce: noncesFrom(1) });
    await expect(board.lowerLimits({ maxRowVolts: volts(0.6) })).rejects.toMatchObject({ code: 'bad-argument' });
    expect(script.count('lower')).toBe(0);
    await board.close();
  });
});

describe('lookAtBoard', () => {
  it('asks and leaves: nothing is released, and nothing grounded', async () => {
    const script = new ScriptedBoard();
    const transport = openInProcessTransport(script, 'script');
    const options = { uri: 'script', clock: systemClock, drawNonce: noncesFrom(1) };
    const sight = await lookAtBoard(transport, options);
    expect(sight).toMatchObject({ identity: { model: 'script' }, status: { state: 'idle', grounded: null } });
    const asked = new Set(script.requests.map(({ request }) => request.name));
    expect([...asked]).toEqual(['hello', 'identify', 'status']);
    expect(script.lines).toEqual([]);
  });
});
