import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  codeVolts,
  nearestCode,
  planOfBlocks,
  planSamples,
  SENSED,
  type BlockToPlan,
  type PulsePlan,
  type Shape,
} from '../../src/core/index.js';
import { BoardClient } from '../../src/drivers/index.js';
import { noncesFrom } from '../mocks/nonces.js';
import { WatchedClock } from '../mocks/watched-clock.js';
import type { BoardRig, MakeBoardRig } from './board-rigs.js';

const SHAPE: Shape = { rows: 5, columns: 8 };
const SAMPLE_TICK = 40;
const BLOCK_TICKS = 50;

const each = <Value>(length: number, value: Value): Value[] => Array.from({ length }, () => value);
const closed: readonly (readonly [number, number])[] = each(SHAPE.columns, [0, SAMPLE_TICK]);

/** Rows at these codes, all columns sensed and sampled, with the reference as in a read. */
const forwardBlock = (codes: Int32Array): BlockToPlan => ({
  ticks: BLOCK_TICKS,
  rows: codes,
  windows: closed,
  sampleTick: SAMPLE_TICK,
  reference: 'forward',
});

/** The transpose. */
const backwardBlock = (codes: Int32Array): BlockToPlan => ({
  ticks: BLOCK_TICKS,
  rows: each(SHAPE.rows, SENSED),
  columns: codes,
  windows: closed,
  sampleTick: SAMPLE_TICK,
  reference: 'backward',
});

const planOf = (...blocks: readonly BlockToPlan[]): PulsePlan => planOfBlocks(0, SHAPE, blocks);

/** What plans do beyond quarter-period updates, at the end of every link. */
export function describePlanContract(name: string, makeRig: MakeBoardRig): void {
  describe(`a plan on a board ${name}`, () => {
    let rig: BoardRig;
    let clock: WatchedClock;
    let board: BoardClient;

    beforeEach(async () => {
      rig = await makeRig();
      clock = new WatchedClock();
      board = await BoardClient.open(await rig.open(clock), { uri: name, clock, drawNonce: noncesFrom(7) });
    });

    afterEach(async () => {
      await board.close();
      await rig.dispose();
      expect(clock.pending, 'timers left behind').toBe(0);
    });

    const run = (plan: PulsePlan) => board.crossbars[0]!.run(plan, { serial: board.takeSerial() });

    /** One voltage a line, none of which moves a cell and no two alike, as codes. */
    const codesOf = (lines: number, scale = 1): Int32Array =>
      Int32Array.from({ length: lines }, (_, line) => nearestCode(scale * (0.02 + 0.01 * line), board.limits));

    const voltsOf = (codes: Int32Array): Float64Array =>
      Float64Array.from(codes, (code) => codeVolts(code, board.limits));

    /** Within one step of the ADC. */
    function expectSameCurrents(sampled: Float64Array | undefined, read: Float64Array): void {
      const { bits, fullScaleAmperes } = rig.twin.identity.adc;
      const step = (2 * fullScaleAmperes) / 2 ** bits;
      expect(sampled).toHaveLength(read.length);
      for (const [line, amperes] of read.entries()) {
        expect(Math.abs(amperes), 'a current that can be told from none').toBeGreaterThan(2 * step);
        expect(Math.abs(sampled![line]! - amperes)).toBeLessThanOrEqual(step * (1 + 1e-9));
      }
    }

    it('samples what a read forward of the same voltages measures', async () => {
      const codes = codesOf(SHAPE.rows);
      const { amperes } = await board.crossbars[0]!.readForward(voltsOf(codes));
      const { samples } = await run(planOf(forwardBlock(codes)));
      expectSameCurrents(samples, amperes);
    });

    it('samples what a read backward of the same voltages measures', async () => {
      const codes = codesOf(SHAPE.columns);
      const { amperes } = await board.crossbars[0]!.readBackward(voltsOf(codes));
      const { samples } = await run(planOf(backwardBlock(codes)));
      expectSameCurrents(samples, amperes);
    });

    it('samples block after block, in the order of its lines', async () => {
      const rows = codesOf(SHAPE.rows);
      const columns = codesOf(SHAPE.columns);
      const forward = await run(planOf(forwardBlock(rows)));
      const backward = await run(planOf(backwardBlock(columns)));
      const { samples } = await run(planOf(backwardBlock(columns), { ticks: 10 }, forwardBlock(rows)));
      expect([...samples!]).toEqual([...backward.samples!, ...forward.samples!]);
    });

    it('samples none where it asks for none', async () => {
      const { samples } = await run(planOf({ ticks: 10 }));
      expect(samples).toEqual(new Float64Array(0));
    });

    it('has its own samples, however many plans are in flight', async () => {
      const plans = Array.from({ length: 6 }, (_, index) => {
        const codes = codesOf(SHAPE.rows, 1 + 0.1 * index);
        return planOf(...each(1 + index, forwardBlock(codes)));
      });
      const alone: (Float64Array | undefined)[] = [];
      for (const plan of plans) alone.push((await run(plan)).samples);
      const together = await Promise.all(plans.map(run));
      expect(together.map(({ samples }) => samples)).toEqual(alone);
      expect(alone.map((samples) => samples?.length)).toEqual(plans.map(planSamples));
    });

    it('moves the one cell that V/2 selects, and no other', async () => {
      const { states } = rig.twin.chip.arrays[0]!;
      const before = states.slice();
      const [row, column] = [3, 6];
      const half = nearestCode(0.14, board.limits);
      const rows = each(SHAPE.rows, 0).with(row, half);
      const columns = each(SHAPE.columns, 0).with(column, -half);
      const windows = each(SHAPE.columns, [5, 205] as const);
      await run(planOf({ ticks: 210, rows, columns, windows }));
      const moved = [...rig.twin.chip.arrays[0]!.states.entries()].filter(([cell, state]) => state !== before[cell]);
      expect(moved.map(([cell]) => cell)).toEqual([row * SHAPE.columns + column]);
      expect(moved[0]![1] - before[moved[0]![0]]!).toBeGreaterThan(1e-3);
    });

    it('has no window, sample or driven line that the board would not do', async () => {
      const refused = { name: 'LimitError', code: 'limit-exceeded' };
      const [rows, serial] = [codesOf(SHAPE.rows), board.takeSerial()];
      const tooSoon = { ...forwardBlock(rows), sampleTick: 9 };
      const past = { ...forwardBlock(rows), windows: each(SHAPE.columns, [0, BLOCK_TICKS + 1] as const) };
      const tooHigh = backwardBlock(codesOf(SHAPE.columns).with(2, nearestCode(0.4, board.limits)));
      for (const block of [tooSoon, past, tooHigh]) {
        const onHost = board.crossbars[0]!.run(planOf(block), { serial });
        await expect(onHost).rejects.toMatchObject({ ...refused, details: { enforcedBy: 'host' } });
      }
      // and so says the board to a host that believes in other limits
      Object.assign(board.limits, { readSeconds: 1e-6, maxRowVolts: 2 });
      for (const block of [tooSoon, tooHigh]) {
        const onBoard = board.crossbars[0]!.run(planOf(block), { serial });
        await expect(onBoard).rejects.toMatchObject({ ...refused, details: { enforcedBy: 'board' } });
      }
      expect(rig.twin.ledger.total).toBe(0);
    });
  });
}
