import { map, NEVER, of, startWith, throwError, timer, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import { inFlight, type InFlightOptions } from './in-flight.js';

const marbles = (): TestScheduler => new TestScheduler((actual, expected) => expect(actual).toEqual(expected));

/** Tells its name in capitals when it begins, and in small letters when it is over. */
const lasting =
  (milliseconds: Record<string, number>) =>
  (item: string): Observable<string> =>
    timer(milliseconds[item]!).pipe(
      map(() => item),
      startWith(item.toUpperCase()),
    );

const atMost = (most: number) => (items: readonly string[]) => items.length < most;

const grounding = (milliseconds: number): Observable<string> => timer(milliseconds).pipe(map(() => 'g'));

/** What comes of `items`, with booleans of `paused` as t and f. */
function expectInFlight(
  items: string,
  options: Partial<Omit<InFlightOptions<string, string>, 'paused'>> & { paused?: string },
  expected: string,
): void {
  marbles().run(({ cold, hot, expectObservable }) => {
    const { begin = lasting({}), hasRoom = atMost(1), rest = NEVER } = options;
    const paused = options.paused === undefined ? of(false) : hot(options.paused, { t: true, f: false });
    expectObservable(cold(items).pipe(inFlight({ begin, hasRoom, paused, rest }))).toBe(expected);
  });
}

describe('plans in flight', () => {
  it('begin one after the other where there is room for one', () => {
    expectInFlight('(abc|)', { begin: lasting({ a: 6, b: 6, c: 6 }) }, 'A-----(aB)--(bC)--(c|)');
  });

  it('begin beside each other as far as there is room', () => {
    const options = { begin: lasting({ a: 10, b: 12, c: 10 }), hasRoom: atMost(2) };
    expectInFlight('a--b--c|', options, 'A--B------(aC)-b----(c|)');
  });

  it('make no room while one ahead of them is not over', () => {
    const options = { begin: lasting({ a: 10, b: 3, c: 5 }), hasRoom: atMost(2) };
    expectInFlight('abc|', options, 'AB--b-----(aC)-(c|)');
  });

  it('begin at once where those before them are over at once', () => {
    expectInFlight('(abc|)', { begin: (item) => of(item) }, '(abc|)');
  });

  it('pass on the failure of one', () => {
    const begin = (item: string): Observable<string> => (item === 'b' ? throwError(() => 'error') : of(item));
    expectInFlight('a-b-c|', { begin }, 'a-#');
  });
});

describe('a pause', () => {
  it('lets what is in flight finish, rests once, and holds what waits until it is over', () => {
    expectInFlight(
      '            a-b|',
      { begin: lasting({ a: 6, b: 5 }), paused: 'f--t---------f', rest: grounding(2) },
      '            A-----a-g----B----(b|)',
    );
  });

  it('that is over before what is in flight takes no rest', () => {
    expectInFlight(
      '            a-b|',
      { begin: lasting({ a: 6, b: 5 }), paused: 'f-t-f', rest: grounding(2) },
      '            A-----(aB)-(b|)',
    );
  });

  it('that is over in the middle of the rest waits for its end', () => {
    expectInFlight(
      '            a-b|',
      { begin: lasting({ a: 6, b: 5 }), paused: 'f--t----f', rest: grounding(6) },
      '            A-----a-----(gB)-(b|)',
    );
  });

  it('rests each time', () => {
    expectInFlight(
      '            a-----------b-|',
      { begin: lasting({ a: 2, b: 3 }), paused: 'f-t---f-t---f', rest: grounding(1) },
      '            A-ag-----g--B--(b|)',
    );
  });

  it('may come before the first', () => {
    expectInFlight(
      '            a-b|',
      { begin: lasting({ a: 3, b: 5 }), paused: 't----f', rest: grounding(2) },
      '            --g--A--(aB)-(b|)',
    );
  });

  it('does not hold up the end where nothing waits', () => {
    expectInFlight('a|', { begin: lasting({ a: 3 }), paused: 'f-t', rest: grounding(2) }, 'A--(a|)');
  });
});

describe('the one who asks for more', () => {
  it('is told after an item has begun, and not while it waits', () => {
    marbles().run(({ cold, flush }) => {
      const told: string[] = [];
      const begin = (item: string): Observable<string> =>
        lasting({ a: 6, b: 6 })(item).pipe(map((event) => (told.push(event), event)));
      cold('(ab|)')
        .pipe(
          inFlight({
            begin,
            hasRoom: atMost(1),
            paused: of(false),
            rest: NEVER,
            onBegun: (item) => void told.push(`begun ${item}`),
          }),
        )
        .subscribe();
      flush();
      expect(told).toEqual(['A', 'begun a', 'a', 'B', 'begun b', 'b']);
    });
  });
});
