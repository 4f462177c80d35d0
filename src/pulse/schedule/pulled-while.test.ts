import { BehaviorSubject, defer, map, tap, throwError, timer, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import { pulledWhile } from './pulled-while.js';

const marbles = (): TestScheduler => new TestScheduler((actual, expected) => expect(actual).toEqual(expected));

/** A source that takes 2 ms for an answer. */
function sourceOf(items: string): { ask: () => Observable<IteratorResult<string, undefined>>; asked: number } {
  const left = items.split('');
  const source = {
    asked: 0,
    ask: () =>
      defer(() => {
        source.asked += 1;
        return timer(2).pipe(
          map((): IteratorResult<string, undefined> => {
            const value = left.shift();
            return value === undefined ? { done: true, value } : { done: false, value };
          }),
        );
      }),
  };
  return source;
}

describe('a source that is pulled', () => {
  it('is asked for one at a time until it is done', () => {
    marbles().run(({ expectObservable }) => {
      const { ask } = sourceOf('abc');
      expectObservable(pulledWhile(new BehaviorSubject(true), ask)).toBe('--a-b-c-|');
    });
  });

  it('is asked only while there is room, and loses it by what an item does', () => {
    marbles().run(({ hot, expectObservable }) => {
      const room = new BehaviorSubject(true);
      hot('-----t----t', { t: true }).subscribe(room);
      const items = pulledWhile(room, sourceOf('ab').ask).pipe(tap(() => room.next(false)));
      expectObservable(items).toBe('--a----b----|');
    });
  });

  it('is not asked before there is room, nor after nobody listens', () => {
    marbles().run(({ hot, expectObservable, flush }) => {
      const room = new BehaviorSubject(false);
      const source = sourceOf('abcdefgh');
      hot('---t', { t: true }).subscribe(room);
      expectObservable(pulledWhile(room, source.ask), '^-----!').toBe('-----a');
      flush();
      expect(source.asked).toBe(2);
    });
  });

  it('fails as its source does', () => {
    marbles().run(({ expectObservable }) => {
      const ask = (): Observable<never> => throwError(() => 'error');
      expectObservable(pulledWhile(new BehaviorSubject(true), ask)).toBe('#');
    });
  });
});
