import { describe, expect, it } from 'vitest';
import { planOfBlocks, SENSED, windowsFromStart, type BlockToPlan } from '../../core/index.js';
import type { ErrorFields, ReadReply, SamplesReply } from '../../protocols/index.js';
import { raisingPlan, type Conversation } from './conversation.js';
import { ManualClock } from './manual-clock.js';
import { COLUMNS, converse, error, ROWS, statesAfter } from './twin-under-test.js';

const SHAPE = { rows: ROWS, columns: COLUMNS };
const ROW_CODES = [2000, -1000, 1500];
const COLUMN_CODES = [-800, 2200];
/** As long as a read, which is 10 ticks, and longer. */
const forward: BlockToPlan = {
  ticks: 25,
  rows: ROW_CODES,
  windows: windowsFromStart([25, 25]),
  sampleTick: 10,
  reference: 'forward',
};
const backward: BlockToPlan = {
  ticks: 25,
  rows: [SENSED, SENSED, SENSED],
  columns: COLUMN_CODES,
  windows: windowsFromStart([25, 25]),
  sampleTick: 10,
  reference: 'backward',
};

const planOf = (...blocks: readonly BlockToPlan[]): ReturnType<typeof planOfBlocks> => planOfBlocks(0, SHAPE, blocks);

const samplesOf = (host: Conversation, serial: number, offset = 0, count = 100): SamplesReply =>
  host.ask('samples', { serial, offset, count }) as SamplesReply;

/** What reads of a board of the same make say, forward and backward. */
function readings(): { readonly columns: number[]; readonly rows: number[] } {
  const { host } = converse();
  host.ask('release', {});
  const read = (direction: 'forward' | 'backward', codes: readonly number[]): number[] => [
    ...(host.ask('read', { array: 0, direction, codes: Int32Array.from(codes) }) as ReadReply).codes,
  ];
  return { columns: read('forward', ROW_CODES), rows: read('backward', COLUMN_CODES) };
}

describe('the samples of a plan', () => {
  it('are what reads of the same volts say, block after block, rows before columns', () => {
    const { host } = converse();
    const { columns, rows } = readings();
    expect(columns.concat(rows).some((code) => Math.abs(code) > 100)).toBe(true);
    const plan = planOf(forward, { ticks: 5 }, backward);
    expect(host.fire(plan, 1)).toMatchObject({ outcome: 'done' });
    const reply = samplesOf(host, 1);
    expect(reply.total).toBe(COLUMNS + ROWS);
    expect([...reply.codes]).toEqual([...columns, ...rows]);
    expect(host.ask('check', { planId: host.planId(plan) })).toMatchObject({ samples: COLUMNS + ROWS });
  });

  it('measure sensed columns only, and only those that are closed at the time', () => {
    const { host } = converse();
    host.fire(planOf({ ...forward, reference: 'off', columns: [SENSED, 0] }), 1);
    expect(samplesOf(host, 1).total).toBe(1);
    const late = planOf({
      ...forward,
      sampleTick: 20,
      windows: [
        [10, 25],
        [0, 19],
      ],
    });
    expect(host.fire(late, 2)).toMatchObject({ outcome: 'done', windowsFired: 2 });
    expect(samplesOf(host, 2).total).toBe(1);
  });

  it('are served in pieces, for the last plan of the boot', () => {
    const { host, twin } = converse();
    expect(samplesOf(host, 0)).toMatchObject(error('no-record'));
    host.fire(planOf(forward, backward), 1);
    const all = [...samplesOf(host, 1).codes];
    expect(Array.from({ length: 6 }, (_, at) => [...samplesOf(host, 1, at, 1).codes]).flat()).toEqual(all);
    expect(samplesOf(host, 2)).toMatchObject(error('no-record'));
    host.fire(raisingPlan(ROWS, COLUMNS), 2);
    expect(samplesOf(host, 1)).toMatchObject(error('no-record'));
    expect(samplesOf(host, 2)).toEqual({ total: 0, codes: new Int32Array(0) });
    twin.reset();
    host.hello(2);
    expect(samplesOf(host, 2)).toMatchObject(error('no-record'));
  });

  it('are served in their order, between the plans before and after', () => {
    const clock = new ManualClock();
    const { host, twin } = converse({ clock, pace: 'real-time' });
    const posted = [1, 2].map((serial) => [
      host.postFire(planOf(serial === 1 ? forward : backward), serial),
      host.post('samples', { serial, offset: 0, count: 9 }),
    ]);
    const answers = (): readonly unknown[] =>
      posted.map(([, request]) => (host.answer('samples', request!) as SamplesReply | undefined)?.total);
    expect(answers()).toEqual([undefined, undefined]);
    clock.advance(0.025);
    expect(answers()).toEqual([COLUMNS, undefined]);
    clock.advance(0.025);
    expect(answers()).toEqual([COLUMNS, ROWS]);
    twin.close();
  });

  it('end where the plan was stopped, and are refused with what waits', () => {
    const clock = new ManualClock();
    const { host, twin } = converse({ clock, pace: 'real-time' });
    host.postFire(planOf(forward, forward, forward), 1);
    const waiting = host.post('samples', { serial: 1, offset: 0, count: 9 });
    clock.advance(0.036);
    host.ask('ground', {});
    expect((host.answer('samples', waiting) as ErrorFields).code).toBe(error('not-released').code);
    // the second sample was taken at tick 35
    expect(samplesOf(host, 1).total).toBe(2 * COLUMNS);
    twin.close();
  });
});

describe('a plan of any blocks', () => {
  it('moves cells as the chip alone does: floating rows, driven columns, windows anywhere', () => {
    const plan = planOf(
      {
        ticks: 250,
        rows: [9000, 0, SENSED],
        columns: [-4000, SENSED],
        windows: [
          [20, 240],
          [100, 110],
        ],
      },
      {
        ticks: 90,
        rows: [-5000, -5200, 4000],
        columns: [0, 5000],
        windows: [
          [1, 2],
          [2, 90],
        ],
      },
    );
    const { host, twin } = converse({ board: { maxRowVolts: 1 as never } });
    const before = twin.chip.arrays[0]!.states.slice();
    expect(host.fire(plan, 1)).toMatchObject({ outcome: 'done', durationTicks: 340, windowsFired: 4 });
    expect(twin.chip.arrays[0]!.states).toEqual(statesAfter([plan]));
    expect(twin.chip.arrays[0]!.states).not.toEqual(before);
  });

  it('counts the windows of a block that was cut before they opened as not fired', () => {
    const clock = new ManualClock();
    const { host, twin } = converse({ clock, pace: 'real-time' });
    const plan = planOf({
      ticks: 250,
      rows: [3000, 3000, 3000],
      windows: [
        [10, 200],
        [150, 200],
      ],
    });
    const fire = host.postFire(plan, 1);
    clock.advance(0.1);
    host.ask('ground', {});
    expect(host.answer('fire', fire)).toMatchObject({ outcome: 'aborted', blocksDone: 0, windowsFired: 1 });
    expect(twin.chip.arrays[0]!.states).toEqual(statesAfter([plan], twin.ledger.cutOff(1)));
    twin.close();
  });
});
