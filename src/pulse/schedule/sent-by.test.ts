import { catchError, of, switchMap, timer, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import { hostTime, type CrossbarError, type HostTime } from '../../core/index.js';
import { sentBy } from './sent-by.js';

/** What comes of a plan whose turn comes at 5 ms; a failure as its code. */
function expectAtFive(deadline: HostTime | undefined, expected: string): void {
  const scheduler = new TestScheduler((actual, wanted) => expect(actual).toEqual(wanted));
  scheduler.run(({ cold, expectObservable }) => {
    const plan = cold('s---f|').pipe(sentBy(deadline, () => scheduler.now()));
    const atFive = timer(5).pipe(
      switchMap(() => plan),
      catchError(({ code }: CrossbarError): Observable<string> => of(code)),
    );
    expectObservable(atFive).toBe(expected, { s: 's', f: 'f', i: 'interrupted' });
  });
}

describe('a deadline', () => {
  it('that is still to come, or comes now, changes nothing', () => {
    expectAtFive(hostTime(6), '-----s---f|');
    expectAtFive(hostTime(5), '-----s---f|');
    expectAtFive(undefined, '-----s---f|');
  });

  it('that has passed fails the plan before it is begun', () => {
    expectAtFive(hostTime(4), '-----(i|)');
  });
});
