import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nearestCode, planOfBlocks, windowsFromStart, type PulsePlan, type Shape } from '../../src/core/index.js';
import { BoardClient } from '../../src/drivers/index.js';
import { FaultPipe } from '../mocks/fault-pipe.js';
import { WatchedClock } from '../mocks/watched-clock.js';
import type { BoardRig, MakeBoardRig } from './board-rigs.js';
import { noncesFrom } from '../mocks/nonces.js';

const SHAPE: Shape = { rows: 5, columns: 8 };
const READ_VOLTS = 0.02;

/** Four quarters that move cells: every row above its threshold in two of them, windows of many lengths. */
export function strongPlan(board: BoardClient, volts = 0.3, ticks = 250): PulsePlan {
  const code = nearestCode(volts, board.limits);
  const { rows, columns } = SHAPE;
  const blocks = Array.from({ length: 4 }, (_, quarter) => ({
    ticks,
    rows: new Int32Array(rows).fill(quarter % 2 === 0 ? code : -code),
    windows: windowsFromStart(Array.from({ length: columns }, (__, at) => ((quarter * columns + at) * 37) % 251)),
  }));
  return planOfBlocks(0, SHAPE, blocks);
}

const driveOne = (lines: number, line: number): Float64Array =>
  Float64Array.from({ length: lines }, (_, at) => (at === line ? READ_VOLTS : 0));

/** What every board does at the end of every link. */
export function describeBoardContract(name: string, makeRig: MakeBoardRig): void {
  describe(`a board ${name} keeps the board contract`, () => {
    let rig: BoardRig;
    let clock: WatchedClock;
    let pipe: FaultPipe;
    let board: BoardClient;
    const drawNonce = noncesFrom(7);

    async function open(): Promise<void> {
      pipe = new FaultPipe(await rig.open(clock));
      board = await BoardClient.open(pipe, { uri: name, clock, drawNonce });
    }

    beforeEach(async () => {
      rig = await makeRig();
      clock = new WatchedClock();
      await open();
    });

    afterEach(async () => {
      await board.close();
      await rig.dispose();
      expect(clock.pending, 'timers left behind').toBe(0);
    });

    it('says who it is and what it will not pass', () => {
      expect(board.identity).toEqual(rig.twin.identity.identity);
      expect(board.limits).toEqual(rig.twin.identity.limits);
      expect(board.crossbars.map(({ array, shape }) => [array, shape])).toEqual([
        [0, SHAPE],
        [1, { rows: 3, columns: 2 }],
      ]);
      expect(board.lastSerialAtOpen).toBe(0);
      expect(board.health).toMatchObject({ bytesDiscarded: 0, framesDiscarded: 0 });
    });

    it('reads forward what the conductances say', async () => {
      const conductances = rig.twin.chip.arrays[0]!.conductances();
      for (let row = 0; row < SHAPE.rows; row += 1) {
        const { amperes } = await board.crossbars[0]!.readForward(driveOne(SHAPE.rows, row));
        for (let column = 0; column < SHAPE.columns; column += 1) {
          const siemens = conductances[row * SHAPE.columns + column]! - board.limits.referenceSiemens;
          expect(amperes[column]! / READ_VOLTS).toBeCloseTo(siemens, 4);
        }
      }
    });

    it('reads backward the transpose', async () => {
      const conductances = rig.twin.chip.arrays[0]!.conductances();
      for (let column = 0; column < SHAPE.columns; column += 1) {
        const { amperes } = await board.crossbars[0]!.readBackward(driveOne(SHAPE.columns, column));
        for (let row = 0; row < SHAPE.rows; row += 1) {
          const siemens = conductances[row * SHAPE.columns + column]! - board.limits.referenceSiemens;
          expect(amperes[row]! / READ_VOLTS).toBeCloseTo(siemens, 4);
        }
      }
    });

    it('moves no cell by reading, however often', async () => {
      const before = rig.twin.chip.arrays[0]!.states.slice();
      const volts = new Float64Array(SHAPE.rows).fill(board.limits.maxReadVolts);
      await Promise.all(Array.from({ length: 100 }, () => board.crossbars[0]!.readForward(volts)));
      expect(rig.twin.chip.arrays[0]!.states).toEqual(before);
    });

    it('runs a plan and gives its record', async () => {
      const started: number[] = [];
      const before = rig.twin.chip.arrays[0]!.states.slice();
      const record = await board.crossbars[0]!.run(strongPlan(board), {
        serial: board.takeSerial(),
        onStarted: (tick) => started.push(tick),
      });
      expect(record).toMatchObject({ serial: 1, outcome: 'done', durationTicks: 1000, blocksDone: 4 });
      expect(started).toEqual([record.startTick]);
      expect(record.energy).toBeGreaterThan(0);
      expect(rig.twin.chip.arrays[0]!.states).not.toEqual(before);
      const { samples, ...kept } = record;
      expect(samples).toEqual(new Float64Array(0));
      expect(await board.recordOf(1)).toEqual(kept);
      expect(await board.recordOf(2)).toBeUndefined();
    });

    it('acts in the order of the calls, awaited or not', async () => {
      const [crossbar] = board.crossbars;
      const volts = driveOne(SHAPE.rows, 2);
      const asked = [
        crossbar!.readForward(volts),
        crossbar!.run(strongPlan(board), { serial: board.takeSerial() }),
        crossbar!.readForward(volts),
        board.crossbars[1]!.readForward(new Float64Array(3)),
        crossbar!.run(strongPlan(board, -0.3), { serial: board.takeSerial() }),
        crossbar!.readForward(volts),
      ] as const;
      const [first, , second, , , third] = await Promise.all(asked);
      expect(second.amperes).not.toEqual(first.amperes);
      expect(third.amperes).not.toEqual(second.amperes);
      const ticks = [first, second, third].map(({ boardTicks }) => boardTicks);
      expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
    });

    it('makes no edge for a serial it has fired', async () => {
      const [crossbar] = board.crossbars;
      const serial = board.takeSerial();
      const record = await crossbar!.run(strongPlan(board), { serial });
      const after = rig.twin.chip.arrays[0]!.states.slice();
      expect(await crossbar!.run(strongPlan(board), { serial })).toEqual(record);
      expect(rig.twin.ledger.executions(serial)).toBe(1);
      expect(rig.twin.chip.arrays[0]!.states).toEqual(after);
    });

    it('lets no byte out that would pass a limit', async () => {
      const [crossbar] = board.crossbars;
      const { bytesWritten } = pipe;
      const tooHigh = strongPlan(board, board.limits.maxRowVolts * 1.01);
      const refused = { name: 'LimitError', code: 'limit-exceeded', details: { enforcedBy: 'host' } };
      await expect(crossbar!.run(tooHigh, { serial: board.takeSerial() })).rejects.toMatchObject(refused);
      const volts = new Float64Array(SHAPE.rows).fill(board.limits.maxReadVolts * 1.01);
      await expect(crossbar!.readForward(volts)).rejects.toMatchObject(refused);
      await expect(crossbar!.readBackward(volts)).rejects.toMatchObject(refused);
      expect(pipe.bytesWritten).toBe(bytesWritten);
    });

    it('keeps its limits against a host that believes in others', async () => {
      const [crossbar] = board.crossbars;
      const beyond = { maxRowVolts: 2, maxReadVolts: 2, maxBlockTicks: 0xffffffff, maxOutputTicks: 0xffffffff };
      Object.assign(board.limits, beyond);
      const refused = { name: 'LimitError', details: { enforcedBy: 'board' } };
      const run = crossbar!.run(strongPlan(board, 1.9), { serial: board.takeSerial() });
      await expect(run).rejects.toMatchObject(refused);
      const long = strongPlan(board, 0.3, 1_000_000);
      await expect(crossbar!.run(long, { serial: board.takeSerial() })).rejects.toMatchObject(refused);
      await expect(crossbar!.readForward(driveOne(SHAPE.rows, 0).fill(1.9))).rejects.toMatchObject(refused);
      expect(rig.twin.ledger.total).toBe(0);
      // a refused plan leaves its serial to the next
      await crossbar!.run(strongPlan(board), { serial: board.takeSerial() });
      expect(rig.twin.ledger.executions(1)).toBe(1);
    });

    it('grounds and proves it', async () => {
      const { grounded, residualVolts, latency } = await board.ground();
      expect(grounded).toBe(true);
      expect(Math.abs(residualVolts)).toBeLessThan(0.01);
      expect(latency).toBeGreaterThanOrEqual(0);
    });

    it('closes once, and answers nothing after', async () => {
      await Promise.all([board.close(), board.close()]);
      expect(board.fault).toBeUndefined();
      await expect(board.ground()).rejects.toMatchObject({ name: 'LinkError', code: 'link-lost' });
    });

    it('goes on after the last serial when it is opened again', async () => {
      await board.crossbars[0]!.run(strongPlan(board), { serial: board.takeSerial() });
      await board.close();
      await open();
      expect(board.lastSerialAtOpen).toBe(1);
      expect(board.takeSerial()).toBe(2);
    });

    it('is in doubt about a plan whose link is lost, and knows when it is opened again', async () => {
      pipe.mute = true;
      const written = pipe.nextWrite();
      const serial = board.takeSerial();
      const run = board.crossbars[0]!.run(strongPlan(board), { serial });
      const read = board.crossbars[0]!.readForward(driveOne(SHAPE.rows, 0));
      await written;
      pipe.disconnect();
      await expect(run).rejects.toMatchObject({ name: 'LinkError', code: 'state-in-doubt', details: { serial } });
      await expect(read).rejects.toMatchObject({ name: 'LinkError', code: 'link-lost' });
      await board.close();
      expect(board.fault).toMatchObject({ code: 'link-lost' });
      await open();
      const record = await board.recordOf(serial);
      expect(rig.twin.ledger.executions(serial)).toBe(record === undefined ? 0 : 1);
      expect(board.lastSerialAtOpen).toBe(record === undefined ? 0 : serial);
    });
  });
}
