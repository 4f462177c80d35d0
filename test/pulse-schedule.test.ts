import { setImmediate as turn } from 'node:timers/promises';
import { Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { CrossbarError, LinkError, seconds, type StimulusJournal } from '../src/core/index.js';
import {
  deviceProfile,
  planUpdate,
  schedule,
  type CompiledUpdate,
  type PlanSource,
  type PulseEvent,
} from '../src/pulse/index.js';
import type { UnitBoard } from './mocks/unit-board.js';
import { SwitchedBoard } from './schedule/watched-schedule.js';

const profile = deviceProfile('silver-chalcogenide');

function update(board: UnitBoard): CompiledUpdate {
  return planUpdate(
    Float64Array.of(1, -1),
    Float64Array.of(0.5, -0.5),
    {
      voltsPerInput: 0.05,
      secondsPerErrorUp: 1e-4,
      secondsPerErrorDown: 1e-4,
      quarterSeconds: seconds(250e-6),
      positiveThreshold: profile.positiveThreshold,
      negativeThreshold: profile.negativeThreshold,
    },
    board.crossbars[0]!,
    profile,
  );
}

interface Watched {
  readonly events: string[];
  readonly all: PulseEvent[];
  error: unknown;
  done: boolean;
  unsubscribe(): void;
}

function watch(board: UnitBoard, plans: PlanSource, journal?: StimulusJournal): Watched {
  const watched: Watched = { events: [], all: [], error: undefined, done: false, unsubscribe: () => undefined };
  const subscription = schedule(plans, board, journal ? { journal } : {}).subscribe({
    next(event) {
      watched.all.push(event);
      const serial =
        'serial' in event ? ` ${event.serial}` : event.type === 'finished' ? ` ${event.record.serial}` : '';
      watched.events.push(`${event.type}${serial}`);
    },
    error: (error: unknown) => {
      watched.error = error;
    },
    complete: () => {
      watched.done = true;
    },
  });
  watched.unsubscribe = () => subscription.unsubscribe();
  return watched;
}

/** Lets everything that waits for nothing but promises happen. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 5; i += 1) await turn();
};

async function* endless(board: UnitBoard, asked: { count: number }): AsyncGenerator<CompiledUpdate> {
  for (;;) {
    asked.count += 1;
    yield update(board);
  }
}

async function* some(board: UnitBoard, count: number): AsyncGenerator<CompiledUpdate> {
  for (let k = 0; k < count; k += 1) yield update(board);
}

describe('the pulse scheduler', () => {
  it('tells the life of a plan in order, blocks with their waveforms, and grounds at the end', async () => {
    const board = new SwitchedBoard();
    const watched = watch(board, some(board, 1));
    await settle();
    board.held[0]!.start();
    board.held[0]!.finish();
    await settle();
    expect(watched.events).toEqual([
      'queued',
      'sent 1',
      'started 1',
      'block 1',
      'block 1',
      'block 1',
      'block 1',
      'finished 1',
      'grounded',
    ]);
    expect(watched.done).toBe(true);
    const blocks = watched.all.flatMap((event) => (event.type === 'block' ? [{ ...event, ...event.waveform() }] : []));
    expect(blocks.map(({ block, startTick }) => [block, startTick])).toEqual([
      [0, 0],
      [1, 250],
      [2, 500],
      [3, 750],
    ]);
    expect(blocks[0]!.rowVolts[0]).toBeCloseTo(0.21, 4);
    expect(blocks[1]!.columnOnSeconds[0]).toBeCloseTo(50e-6, 12);
    expect(blocks[1]!.columnOnSeconds[1]).toBe(0);
  });

  it.each([
    [2, 2],
    [5, 5],
    [100, 8],
  ])('has on a board for %i short plans %i in flight, and asks for none it has no room for', async (maxPlans, most) => {
    const board = new SwitchedBoard();
    Object.assign(board, { limits: { ...board.limits, maxPlans } });
    const asked = { count: 0 };
    const watched = watch(board, endless(board, asked));
    await settle();
    expect(board.held).toHaveLength(most);
    expect(asked.count).toBe(most + 1);
    board.held[0]!.finish();
    await settle();
    expect(board.held).toHaveLength(most + 1);
    expect(asked.count).toBe(most + 2);
    watched.unsubscribe();
  });

  it('fires plans in order, each under the next serial', async () => {
    const board = new SwitchedBoard();
    const watched = watch(board, some(board, 5));
    for (let k = 0; k < 5; k += 1) {
      await settle();
      board.held[k]!.finish();
    }
    await settle();
    expect(board.log).toEqual(['run 1', 'run 2', 'run 3', 'run 4', 'run 5', 'ground']);
    expect(watched.events.filter((name) => name.startsWith('finished'))).toEqual(
      [1, 2, 3, 4, 5].map((n) => `finished ${n}`),
    );
  });

  it('writes an intent before it sends and an ack only after the record', async () => {
    const board = new SwitchedBoard();
    const journal: StimulusJournal = {
      intend: (serial) => void board.log.push(`intend ${serial}`),
      acknowledge: (serial) => void board.log.push(`ack ${serial}`),
    };
    watch(board, some(board, 1), journal);
    await settle();
    expect(board.log).toEqual(['intend 1', 'run 1']);
    board.held[0]!.finish();
    await settle();
    expect(board.log).toEqual(['intend 1', 'run 1', 'ack 1', 'ground']);
  });

  it('sends nothing after a failure, grounds, and gives the failure on', async () => {
    const board = new SwitchedBoard();
    const watched = watch(board, some(board, 10));
    await settle();
    board.held[0]!.fail(new LinkError('state-in-doubt', 'The board stopped answering.'));
    board.held[1]!.finish();
    await settle();
    expect(board.log).toEqual(['run 1', 'run 2', 'ground']);
    expect(watched.error).toMatchObject({ code: 'state-in-doubt' });
    expect(watched.events.at(-1)).toBe('grounded');
  });

  it('gives the failure of the first plan that failed, though one behind it hears of its own before', async () => {
    const board = new SwitchedBoard();
    const watched = watch(board, some(board, 10));
    await settle();
    board.held[1]!.fail(new LinkError('board-rejected', 'An earlier serial was never fired.'));
    await settle();
    board.held[0]!.fail(new LinkError('state-in-doubt', 'The board stopped answering.'));
    await settle();
    expect(watched.error).toMatchObject({ code: 'state-in-doubt' });
    expect(board.log).toEqual(['run 1', 'run 2', 'ground']);
  });

  it('grounds when the plans themselves fail', async () => {
    const board = new SwitchedBoard();
    async function* broken(): AsyncGenerator<CompiledUpdate> {
      yield update(board);
      throw new CrossbarError('bad-data', 'No more samples.');
    }
    const watched = watch(board, broken());
    await settle();
    board.held[0]!.finish();
    await settle();
    expect(board.log).toEqual(['run 1', 'ground']);
    expect(watched.error).toMatchObject({ code: 'bad-data' });
  });

  it('grounds at once when unsubscribed from, and fires nothing afterwards', async () => {
    const board = new SwitchedBoard();
    const watched = watch(board, some(board, 10));
    await settle();
    watched.unsubscribe();
    expect(board.log).toEqual(['run 1', 'run 2', 'ground']);
    board.held[0]!.finish();
    board.held[1]!.finish();
    await settle();
    expect(board.log).toEqual(['run 1', 'run 2', 'ground']);
  });

  it('refuses a plan outside a limit before it takes a serial', async () => {
    const board = new SwitchedBoard();
    const { plan, clippedWindows } = update(board);
    const wild = { plan: { ...plan, rowVectors: plan.rowVectors.map((code) => code * 4) }, clippedWindows };
    async function* plans(): AsyncGenerator<CompiledUpdate> {
      yield wild;
    }
    const watched = watch(board, plans());
    await settle();
    expect(watched.error).toMatchObject({ code: 'limit-exceeded', details: { quantity: 'row-volts', row: 0 } });
    expect(board.log).toEqual(['ground']);
    expect(board.takeSerial()).toBe(1);
  });

  it('fails loudly when the board does not come to 0 V', async () => {
    const board = new SwitchedBoard();
    board.residualVolts = 0.3;
    const watched = watch(board, some(board, 0));
    await settle();
    expect(watched.error).toMatchObject({ code: 'grounding-failed' });
  });

  it('takes plans from an Observable too, and complains when it runs too far ahead', async () => {
    const board = new SwitchedBoard();
    const plans = new Subject<CompiledUpdate>();
    const watched = watch(board, plans);
    await settle();
    for (let k = 0; k < 1100; k += 1) plans.next(update(board));
    await settle();
    for (const plan of board.held) plan.finish();
    await settle();
    expect(watched.error).toMatchObject({ code: 'bad-argument' });
    expect(board.log.at(-1)).toBe('ground');
    expect(plans.observed).toBe(false);
  });
});
