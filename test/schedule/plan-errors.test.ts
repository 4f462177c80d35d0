import { describe, expect, it } from 'vitest';
import {
  CrossbarError,
  hostTime,
  LimitError,
  LinkError,
  type PlanResult,
  type StimulusJournal,
} from '../../src/core/index.js';
import type { ScheduledPlan } from '../../src/pulse/index.js';
import { each, ofKind, pulse, read, settle, SwitchedBoard, watch } from './watched-schedule.js';

const linkLost = (): LinkError => new LinkError('state-in-doubt', 'Nobody knows.');

/** A board that loses the samples of its first `losses` plans with the link. */
function forgetfulBoard(losses: number): SwitchedBoard {
  const board = new SwitchedBoard();
  const crossbar = board.crossbars[0]!;
  const run = crossbar.run.bind(crossbar);
  let left = losses;
  Object.assign(crossbar, {
    run: async (...args: Parameters<typeof run>): Promise<PlanResult> => {
      const result = await run(...args);
      left -= 1;
      return left >= 0 ? { ...result, samples: undefined } : result;
    },
  });
  return board;
}

describe('a plan that cannot be run', () => {
  it('is refused with its place and the limit, of the same class, before it takes a serial', async () => {
    const board = new SwitchedBoard();
    const wild = { ...pulse(), rowVectors: Int32Array.of(20_000, 0) };
    const watched = watch(each([{ plan: pulse() }, { plan: wild }]), board);
    await settle();
    board.held[0]!.finish();
    await settle();
    expect(watched.error).toBeInstanceOf(LimitError);
    expect(watched.error).toMatchObject({
      code: 'limit-exceeded',
      details: { quantity: 'row-volts', row: 0, place: 1, board: 'unit:', array: 0, serial: null },
    });
    expect(ofKind(watched, 'failed')).toMatchObject([
      { place: 1, outcome: 'not-fired', serial: undefined, blocksDone: 0 },
    ]);
    expect(board.takeSerial()).toBe(2);
  });

  it('is for an array that is not there', async () => {
    const watched = watch(each([{ plan: { ...pulse(), array: 3 } }]), new SwitchedBoard());
    await settle();
    expect(watched.error).toMatchObject({ code: 'bad-argument', details: { array: 3, arrays: 1, place: 0 } });
  });

  it('is no plan at all, and the board is grounded', async () => {
    const board = new SwitchedBoard();
    const watched = watch(each([{ plan: {} } as ScheduledPlan]), board);
    await settle();
    expect(watched.error).toBeInstanceOf(CrossbarError);
    expect(board.log).toEqual(['ground']);
  });

  it('could not be noted in the journal: it is not fired, and the board is asked about its serial', async () => {
    const board = new SwitchedBoard();
    const asked: number[] = [];
    board.recordOf = (...serials: number[]) => {
      asked.push(...serials);
      return Promise.resolve(undefined);
    };
    const journal: StimulusJournal = {
      intend: () => {
        throw new CrossbarError('run-damaged', 'The disk is full.');
      },
      acknowledge: () => {},
    };
    const watched = watch(each([{ plan: pulse() }]), board, { journal });
    await settle();
    expect(board.log).toEqual(['ground']);
    expect(asked).toEqual([1]);
    expect(watched.error).toMatchObject({ code: 'run-damaged' });
  });

  it('is done, and its journal cannot say so', async () => {
    const board = new SwitchedBoard();
    const journal: StimulusJournal = {
      intend: () => {},
      acknowledge: () => {
        throw new CrossbarError('run-damaged', 'The disk is full.');
      },
    };
    const watched = watch(each([{ plan: pulse() }, { plan: pulse() }, { plan: pulse() }]), board, { journal });
    await settle();
    board.held[0]!.finish();
    board.held[1]!.finish();
    await settle();
    expect(watched.error).toMatchObject({ code: 'run-damaged', details: { place: 0, serial: 1 } });
    expect(ofKind(watched, 'finished').map(({ place }) => place)).toEqual([0, 1]);
    expect(board.log).toEqual(['run 1', 'run 2', 'ground']);
  });
});

describe('a deadline', () => {
  it('that passes while a plan waits keeps it from being sent, and ends the schedule', async () => {
    const board = new SwitchedBoard();
    let now = 0;
    const plans = [{ plan: pulse() }, { plan: pulse() }, { plan: pulse(), deadline: hostTime(10) }, { plan: pulse() }];
    const watched = watch(each(plans), board, { clock: { now: () => hostTime(now) } });
    await settle();
    now = 11;
    board.held[0]!.finish();
    board.held[1]!.finish();
    await settle();
    expect(board.log).toEqual(['run 1', 'run 2', 'ground']);
    expect(watched.error).toMatchObject({
      code: 'interrupted',
      details: { place: 2, deadline: 10, lateMilliseconds: 1, serial: null },
    });
  });

  it('that is kept changes nothing', async () => {
    const board = new SwitchedBoard();
    const watched = watch(each([{ plan: pulse(), deadline: hostTime(10) }]), board, {
      clock: { now: () => hostTime(10) },
    });
    await settle();
    board.held[0]!.finish();
    await settle();
    expect(watched.isDone).toBe(true);
  });
});

describe('a read that the link has lost', () => {
  it('is fired again under a new serial, and gives its samples', async () => {
    const board = new SwitchedBoard();
    const watched = watch(each([{ plan: read() }]), board);
    await settle();
    board.held[0]!.fail(linkLost());
    await settle();
    board.held[1]!.finish(Float64Array.of(1e-6, 2e-6));
    await settle();
    expect(board.log).toEqual(['run 1', 'run 2', 'ground']);
    expect(watched.names).toEqual([
      'queued 0',
      'sent 0',
      'retried 0',
      'sent 0',
      'started 0',
      'block 0',
      'finished 0',
      'grounded over',
    ]);
    expect(ofKind(watched, 'retried')[0]).toMatchObject({ serial: 1, error: { code: 'state-in-doubt' } });
    expect(ofKind(watched, 'finished')[0]!.record).toMatchObject({ serial: 2, samples: Float64Array.of(1e-6, 2e-6) });
  });

  it('is fired again where it was done and only its samples are gone, and not for ever', async () => {
    const board = forgetfulBoard(3);
    const watched = watch(each([{ plan: read() }]), board, { readRetries: 2 });
    for (let k = 0; k < 3; k += 1) {
      await settle();
      board.held[k]!.finish();
    }
    await settle();
    expect(board.log).toEqual(['run 1', 'run 2', 'run 3', 'ground']);
    expect(watched.isDone).toBe(true);
    expect(ofKind(watched, 'finished').map(({ record }) => [record.serial, record.samples])).toEqual([[3, undefined]]);
  });

  it('is not fired again behind a plan that moves cells', async () => {
    const board = new SwitchedBoard();
    const watched = watch(each([{ plan: read() }, { plan: pulse() }]), board);
    await settle();
    board.held[0]!.fail(linkLost());
    board.held[1]!.finish();
    await settle();
    expect(board.log).toEqual(['run 1', 'run 2', 'ground']);
    expect(watched.error).toMatchObject({ code: 'state-in-doubt', details: { place: 0 } });
  });

  it('is not fired again where the board refused it', async () => {
    const board = new SwitchedBoard();
    const watched = watch(each([{ plan: read() }]), board);
    await settle();
    board.held[0]!.fail(new LinkError('board-rejected', 'No.'));
    await settle();
    expect(board.log).toEqual(['run 1', 'ground']);
    expect(watched.error).toMatchObject({ code: 'board-rejected' });
  });

  it('is the only thing that is: a pulse in doubt is not', async () => {
    const board = new SwitchedBoard();
    const watched = watch(each([{ plan: pulse() }]), board, { readRetries: 100 });
    await settle();
    board.held[0]!.fail(linkLost());
    await settle();
    expect(board.log).toEqual(['run 1', 'ground']);
    expect(ofKind(watched, 'failed')).toMatchObject([{ outcome: 'in-doubt', blocksDone: undefined, serial: 1 }]);
  });

  it('is not fired again after an unsubscribe', async () => {
    const board = new SwitchedBoard();
    const watched = watch(each([{ plan: read() }]), board);
    await settle();
    watched.unsubscribe();
    board.held[0]!.fail(linkLost());
    await settle();
    expect(board.log).toEqual(['run 1', 'ground']);
  });
});
