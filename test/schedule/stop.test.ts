import { BehaviorSubject, config, map } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { LinkError, type StimulusJournal } from '../../src/core/index.js';
import { schedule, type PlanEnd, type ScheduledPlan } from '../../src/pulse/index.js';
import { each, ofKind, pulse, settle, SwitchedBoard, watch } from './watched-schedule.js';

const stoppedAfter = (blocksDone: number): LinkError =>
  new LinkError('interrupted', 'Stopped.', { blocksDone, blocks: 4 });
const neverFired = (): LinkError => new LinkError('interrupted', 'Not done: it was grounded before its turn came.');
const endless = function* (): Generator<ScheduledPlan> {
  for (;;) yield { plan: pulse() };
};

/** Plans end as they end; each in the order of its own life. */
const inOrder = <Of extends { readonly place: number }>(ends: readonly Of[]): Of[] =>
  ends.toSorted((one, other) => one.place - other.place);

describe('an aborted schedule', () => {
  it('grounds at once, tells what became of every plan, and errors with the counts', async () => {
    const board = new SwitchedBoard();
    const abort = new AbortController();
    const watched = watch(each(endless()), board, { abort: abort.signal });
    await settle();
    board.held[0]!.finish();
    await settle();
    expect(board.log).toEqual(['run 1', 'run 2', 'run 3']);
    abort.abort(new Error('the chip smokes'));
    expect(board.log).toEqual(['run 1', 'run 2', 'run 3', 'ground']);
    board.held[1]!.fail(stoppedAfter(2));
    board.held[2]!.fail(neverFired());
    await settle();
    expect(
      inOrder(ofKind(watched, 'failed')).map(({ place, serial, outcome, blocksDone }) => [
        place,
        serial,
        outcome,
        blocksDone,
      ]),
    ).toEqual([
      [1, 2, 'aborted', 2],
      [2, 3, 'not-fired', 0],
      [3, undefined, 'not-fired', 0],
    ]);
    expect(watched.names.at(-1)).toBe('grounded over');
    expect(watched.error).toMatchObject({
      code: 'interrupted',
      details: { done: 1, aborted: 1, unsent: 2, inDoubt: 0 },
    });
    expect(watched.error?.message).toContain('the chip smokes');
    expect(board.log).toHaveLength(4);
  });

  it('names the plan that was cut off, where and by what', async () => {
    const board = new SwitchedBoard();
    const abort = new AbortController();
    const watched = watch(each(endless()), board, { abort: abort.signal });
    await settle();
    abort.abort();
    board.held[0]!.fail(stoppedAfter(3));
    board.held[1]!.fail(neverFired());
    await settle();
    const { error } = ofKind(watched, 'failed')[0]!;
    expect(error).toBeInstanceOf(LinkError);
    expect(error).toMatchObject({
      code: 'interrupted',
      message: 'Plan 0 of the stream (unit:, array 0, serial 1): Stopped.',
      details: { place: 0, board: 'unit:', array: 0, serial: 1, block: 3 },
      cause: { message: 'Stopped.' },
    });
  });

  it('sends nothing where it was aborted before it began', async () => {
    const board = new SwitchedBoard();
    const watched = watch(each(endless()), board, { abort: AbortSignal.abort() });
    await settle();
    expect(board.log).toEqual(['ground']);
    expect(watched.names).toEqual(['grounded over']);
    expect(watched.error).toMatchObject({ code: 'interrupted' });
  });

  it('does not wait for a source that never answers', async () => {
    const board = new SwitchedBoard();
    const abort = new AbortController();
    async function* plans(): AsyncGenerator<ScheduledPlan> {
      await new Promise(() => {});
      yield { plan: pulse() };
    }
    const watched = watch(plans(), board, { abort: abort.signal });
    await settle();
    abort.abort();
    await settle();
    expect(watched.error).toMatchObject({ code: 'interrupted' });
  });

  it('leaves no listener on the signal of a long life', async () => {
    const board = new SwitchedBoard();
    const { signal } = new AbortController();
    let listeners = 0;
    const counted = new Proxy(signal, {
      get(target, name) {
        if (name === 'addEventListener') return () => void (listeners += 1);
        if (name === 'removeEventListener') return () => void (listeners -= 1);
        return Reflect.get(target, name) as unknown;
      },
    });
    watch(each([]), board, { abort: counted });
    expect(listeners).toBe(1);
    await settle();
    expect(listeners).toBe(0);
  });
});

describe('an unsubscribed schedule', () => {
  it('still tells what became of its plans, and journals those that are done', async () => {
    const board = new SwitchedBoard();
    const ends: PlanEnd<ScheduledPlan>[] = [];
    const notes: string[] = [];
    const journal: StimulusJournal = {
      intend: (serial) => void notes.push(`intend ${serial}`),
      acknowledge: (serial) => void notes.push(`ack ${serial}`),
    };
    const watched = watch(each(endless()), board, { journal, onEnded: (end) => void ends.push(end) });
    await settle();
    watched.unsubscribe();
    board.held[0]!.finish();
    board.held[1]!.fail(stoppedAfter(1));
    await settle();
    expect(inOrder(ends).map((end) => [end.place, end.type === 'failed' ? end.outcome : end.type])).toEqual([
      [0, 'finished'],
      [1, 'aborted'],
      [2, 'not-fired'],
    ]);
    expect(notes).toEqual(['intend 1', 'intend 2', 'ack 1']);
    expect(board.log).toEqual(['run 1', 'run 2', 'ground']);
  });

  it('grounds again what a generator drives after it, once that has come to its end', async () => {
    const board = new SwitchedBoard();
    const proofs: boolean[] = [];
    const going = new BehaviorSubject(false);
    async function* plans(): AsyncGenerator<ScheduledPlan> {
      yield { plan: pulse() };
      await new Promise<void>((resolve) => void going.subscribe((goes) => goes && resolve()));
      board.log.push('read');
      yield { plan: pulse() };
    }
    const watched = watch(plans(), board, { onGrounded: ({ grounded }) => void proofs.push(grounded) });
    await settle();
    watched.unsubscribe();
    board.held[0]!.fail(stoppedAfter(0));
    await settle();
    expect(board.log).toEqual(['run 1', 'ground']);
    going.next(true);
    await settle();
    expect(board.log).toEqual(['run 1', 'ground', 'read', 'ground']);
    expect(proofs).toEqual([true, true]);
  });

  it('says so where it could not be grounded', async () => {
    const board = new SwitchedBoard();
    const failures: string[] = [];
    const watched = watch(each(endless()), board, { onGroundingFailed: ({ code }) => void failures.push(code) });
    await settle();
    board.residualVolts = 0.1;
    watched.unsubscribe();
    await settle();
    expect(failures).toEqual(['grounding-failed']);
  });
});

describe('a subscriber', () => {
  afterEach(() => {
    config.onUnhandledError = null;
  });

  it('that throws in a pipe has the board grounded at once', async () => {
    const board = new SwitchedBoard();
    let error: unknown;
    schedule(each([{ plan: pulse() }]), board)
      .pipe(
        map(({ type }) => {
          if (type === 'sent') throw new Error('of its own');
        }),
      )
      .subscribe({ error: (thrown) => (error = thrown) });
    await settle();
    expect(error).toMatchObject({ message: 'of its own' });
    expect(board.log).toEqual(['run 1', 'ground']);
  });

  it('that throws in forEach has the board grounded at once', async () => {
    const board = new SwitchedBoard();
    const seen = schedule(each([{ plan: pulse() }]), board).forEach(() => {
      throw new Error('of its own');
    });
    await expect(seen).rejects.toThrow('of its own');
    expect(board.log).toEqual(['ground']);
  });

  it('that throws where nobody catches it keeps no board from its end and its ground', async () => {
    const thrown: unknown[] = [];
    config.onUnhandledError = (error) => void thrown.push(error);
    const board = new SwitchedBoard();
    schedule(each([{ plan: pulse() }]), board).subscribe(({ type }) => {
      throw new Error(type);
    });
    await settle();
    board.held[0]!.finish();
    await settle();
    expect(board.log).toEqual(['run 1', 'ground']);
    await new Promise<void>((resolve) => void setTimeout(resolve));
    expect(thrown).toContainEqual(new Error('grounded'));
  });

  it('whose callbacks throw fails the schedule, and has it grounded', async () => {
    const board = new SwitchedBoard();
    const watched = watch(each([{ plan: pulse() }]), board, {
      onGrounded: () => {
        throw new Error('of its own');
      },
    });
    await settle();
    board.held[0]!.finish();
    await settle();
    expect(watched.error?.message).toContain('of its own');
    expect(watched.names.at(-1)).toBe('grounded over');
  });
});
