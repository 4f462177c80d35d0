import { BehaviorSubject, Subject, throwError } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { ScheduledPlan } from '../../src/pulse/index.js';
import { each, ofKind, pulse, settle, SwitchedBoard, watch } from './watched-schedule.js';

describe('a paused schedule', () => {
  it('finishes what is in flight, grounds with its proof, asks for nothing, and goes on where it stopped', async () => {
    const board = new SwitchedBoard();
    const paused = new BehaviorSubject(false);
    let asked = 0;
    async function* plans(): AsyncGenerator<ScheduledPlan> {
      for (; asked < 6;) {
        asked += 1;
        yield { plan: pulse() };
      }
    }
    const watched = watch(plans(), board, { paused });
    await settle();
    expect(board.log).toEqual(['run 1', 'run 2']);
    paused.next(true);
    board.held[0]!.finish();
    await settle();
    expect(board.log).toEqual(['run 1', 'run 2']);
    board.held[1]!.finish();
    await settle();
    expect(board.log).toEqual(['run 1', 'run 2', 'ground']);
    expect(watched.names.at(-1)).toBe('grounded paused');
    expect(ofKind(watched, 'grounded')[0]!.proof.grounded).toBe(true);
    expect(asked).toBe(3);

    paused.next(false);
    for (let k = 2; k < 6; k += 1) {
      await settle();
      board.held[k]!.finish();
    }
    await settle();
    expect(board.log).toEqual(['run 1', 'run 2', 'ground', 'run 3', 'run 4', 'run 5', 'run 6', 'ground']);
    expect(ofKind(watched, 'finished').map(({ place }) => place)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(watched.isDone).toBe(true);
  });

  it('waits for a generator that is at work before it grounds, so that none of its reads is cut off', async () => {
    const board = new SwitchedBoard();
    const paused = new BehaviorSubject(false);
    const reading = new Subject<void>();
    async function* plans(): AsyncGenerator<ScheduledPlan> {
      yield { plan: pulse() };
      await new Promise<void>((resolve) => void reading.subscribe(() => resolve()));
      board.log.push('read');
      yield { plan: pulse() };
    }
    const watched = watch(plans(), board, { paused });
    await settle();
    paused.next(true);
    board.held[0]!.finish();
    await settle();
    expect(board.log).toEqual(['run 1']);
    reading.next();
    await settle();
    expect(board.log).toEqual(['run 1', 'read', 'ground']);
    paused.next(false);
    await settle();
    board.held[1]!.finish();
    await settle();
    expect(board.log).toEqual(['run 1', 'read', 'ground', 'run 2', 'ground']);
    expect(watched.isDone).toBe(true);
  });

  it('does not wait for plans that somebody pushes', async () => {
    const board = new SwitchedBoard();
    const plans = new Subject<ScheduledPlan>();
    const watched = watch(plans, board, { paused: new BehaviorSubject(true) });
    await settle();
    expect(watched.names).toEqual(['grounded paused']);
    plans.next({ plan: pulse() });
    plans.complete();
    await settle();
    expect(board.log).toEqual(['ground']);
    watched.unsubscribe();
  });

  it('can be unsubscribed from, and tells what waited as never fired', async () => {
    const board = new SwitchedBoard();
    const paused = new BehaviorSubject(false);
    const ended: string[] = [];
    const plans = [{ plan: pulse() }, { plan: pulse() }, { plan: pulse() }];
    const watched = watch(each(plans), board, {
      paused,
      onEnded: (end) => ended.push(`${end.place} ${end.type === 'failed' ? end.outcome : end.type}`),
    });
    await settle();
    paused.next(true);
    for (const plan of board.held) plan.finish();
    await settle();
    watched.unsubscribe();
    await settle();
    expect(ended).toEqual(['0 finished', '1 finished', '2 not-fired']);
    expect(board.log).toEqual(['run 1', 'run 2', 'ground', 'ground']);
  });

  it('fails with a grounding that fails, and is grounded again at its end', async () => {
    const board = new SwitchedBoard();
    board.residualVolts = 0.2;
    const watched = watch(each([{ plan: pulse() }]), board, { paused: new BehaviorSubject(true) });
    await settle();
    expect(watched.error).toMatchObject({ code: 'grounding-failed' });
    expect(board.log).toEqual(['ground', 'ground']);
  });

  it('fails where nobody can say any more whether it is paused', async () => {
    const board = new SwitchedBoard();
    const watched = watch(each([{ plan: pulse() }]), board, { paused: throwError(() => new Error('no such switch')) });
    await settle();
    expect(watched.error?.message).toContain('no such switch');
    expect(board.log).toEqual(['ground']);
  });
});
