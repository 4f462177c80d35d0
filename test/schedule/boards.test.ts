import { describe, expect, it } from 'vitest';
import type { StimulusJournal } from '../../src/core/index.js';
import type { ScheduledPlan } from '../../src/pulse/index.js';
import { each, ofKind, pulse, settle, SwitchedBoard, watch } from './watched-schedule.js';

const on = (...boards: number[]): ScheduledPlan[] => boards.map((board) => ({ plan: pulse(), board }));
const runs = (...serials: number[]): string[] => serials.map((serial) => `run ${serial}`);

describe('a schedule over several boards', () => {
  it('runs them beside each other, each in its order, and grounds all', async () => {
    const boards = [new SwitchedBoard(), new SwitchedBoard()] as const;
    const watched = watch(each(on(0, 1, 0, 1)), boards);
    await settle();
    expect(boards.map(({ log }) => log)).toEqual([runs(1, 2), runs(1, 2)]);
    for (const { held } of boards) for (const plan of held) plan.finish();
    await settle();
    expect(boards.map(({ log }) => log.at(-1))).toEqual(['ground', 'ground']);
    expect(ofKind(watched, 'finished').map(({ board, record }) => [board, record.serial])).toEqual([
      [0, 1],
      [0, 2],
      [1, 1],
      [1, 2],
    ]);
    expect(ofKind(watched, 'grounded').map(({ board, why }) => [board, why])).toEqual([
      [0, 'over'],
      [1, 'over'],
    ]);
    expect(watched.isDone).toBe(true);
  });

  it('lets a busy board stop no other, as far as its queue is long', async () => {
    const boards = [new SwitchedBoard(), new SwitchedBoard()] as const;
    const watched = watch(each(on(0, 0, 0, 0, 0, 1)), boards, { queueLength: 4 });
    await settle();
    expect(boards[0].log).toEqual(runs(1, 2));
    expect(boards[1].log).toEqual(runs(1));
    watched.unsubscribe();
  });

  it('asks its source for no more than the queues hold', async () => {
    const boards = [new SwitchedBoard(), new SwitchedBoard()] as const;
    let asked = 0;
    function* endless(): Generator<ScheduledPlan> {
      for (;;) {
        asked += 1;
        yield { plan: pulse(), board: 0 };
      }
    }
    const watched = watch(each(endless()), boards);
    await settle();
    expect(asked).toBe(2 + 16);
    watched.unsubscribe();
  });

  it('with a queue of one keeps the promise of a single board: what was yielded before was sent', async () => {
    const boards = [new SwitchedBoard(), new SwitchedBoard()] as const;
    const watched = watch(each(on(0, 0, 0, 1)), boards, { queueLength: 1 });
    await settle();
    expect(boards[1].log).toEqual([]);
    boards[0].held[0]!.finish();
    await settle();
    expect(boards[1].log).toEqual(runs(1));
    watched.unsubscribe();
  });

  it('stops all where one fails, and says which', async () => {
    const boards = [new SwitchedBoard(), new SwitchedBoard()] as const;
    const watched = watch(each(on(0, 1, 0, 1, 1, 1, 1)), boards);
    await settle();
    boards[0].held[1]!.fail(new Error('no more'));
    await settle();
    for (const plan of boards[0].held) plan.finish();
    for (const plan of boards[1].held) plan.finish();
    await settle();
    expect(boards.map(({ log }) => log)).toEqual([
      [...runs(1, 2), 'ground'],
      [...runs(1, 2), 'ground'],
    ]);
    expect(watched.error?.details).toMatchObject({ place: 2, serial: 2 });
  });

  it('grounds the others where one cannot be grounded', async () => {
    const boards = [new SwitchedBoard(), new SwitchedBoard()] as const;
    boards[0].residualVolts = 1;
    const watched = watch(each(on()), boards);
    await settle();
    expect(watched.error).toMatchObject({ code: 'grounding-failed' });
    expect(ofKind(watched, 'grounded').map(({ board }) => board)).toEqual([1]);
  });

  it('refuses a plan for a board that is not there', async () => {
    const board = new SwitchedBoard();
    const watched = watch(each(on(0, 3)), [board]);
    await settle();
    board.held[0]!.finish();
    await settle();
    expect(watched.error).toMatchObject({ code: 'bad-argument', details: { place: 1 } });
    expect(ofKind(watched, 'failed').map(({ place, outcome }) => [place, outcome])).toEqual([[1, 'not-fired']]);
  });

  it('refuses an empty list, and a queue that holds nothing', () => {
    expect(watch(each(on(0)), []).error).toMatchObject({ code: 'bad-argument' });
    const refused = watch(each(on(0)), new SwitchedBoard(), { queueLength: 0 });
    expect(refused.error).toMatchObject({ code: 'bad-argument', details: { queueLength: 0 } });
  });

  it('notes the serials of each board in a journal of its own', async () => {
    const boards = [new SwitchedBoard(), new SwitchedBoard()] as const;
    const notes: string[] = [];
    const journal = (name: string): StimulusJournal => ({
      intend: (serial) => void notes.push(`${name} intends ${serial}`),
      acknowledge: () => {},
    });
    const watched = watch(each(on(0, 1, 1)), boards, { journal: [journal('first'), journal('second')] });
    await settle();
    expect(notes).toEqual(['first intends 1', 'second intends 1', 'second intends 2']);
    watched.unsubscribe();

    const refused = watch(each(on(0)), boards, { journal: journal('only') });
    expect(refused.error).toMatchObject({ code: 'bad-argument', details: { boards: 2, journals: 1 } });
  });
});
