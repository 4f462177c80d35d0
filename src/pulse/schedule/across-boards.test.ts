import { concatMap, delay, of, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import { acrossBoards } from './across-boards.js';

const marbles = (): TestScheduler => new TestScheduler((actual, expected) => expect(actual).toEqual(expected));

/** Small letters are for board 0, capitals for board 1. */
const boardOf = (item: string): number => (item === item.toLowerCase() ? 0 : 1);

/** A board that takes so long for each item, one after the other. */
const taking =
  (...milliseconds: number[]) =>
  (board: number) =>
    concatMap((item: string): Observable<string> => of(item).pipe(delay(milliseconds[board]!)));

describe('boards beside each other', () => {
  it('keep the order of each, and hold up none', () => {
    marbles().run(({ cold, expectObservable }) => {
      const items = cold('aAbBc|');
      //                  a: 10, b: 20, c: 30; A: 2, B: 4
      expectObservable(items.pipe(acrossBoards(2, boardOf, taking(10, 1)))).toBe('--A-B-----a---------b---------(c|)');
    });
  });

  it('all end before the whole does', () => {
    marbles().run(({ cold, expectObservable }) => {
      expectObservable(cold('(Aa|)').pipe(acrossBoards(2, boardOf, taking(3, 7)))).toBe('---a---(A|)');
    });
  });

  it('fail together', () => {
    marbles().run(({ cold, expectObservable }) => {
      expectObservable(cold('aA#').pipe(acrossBoards(2, boardOf, taking(5, 5)))).toBe('--#');
    });
  });

  it('get items that were there at once', () => {
    expect.assertions(1);
    const seen: string[] = [];
    of('a', 'A', 'b')
      .pipe(acrossBoards(2, boardOf, () => concatMap((item) => of(item))))
      .subscribe({ next: (item) => seen.push(item), complete: () => expect(seen).toEqual(['a', 'A', 'b']) });
  });
});
