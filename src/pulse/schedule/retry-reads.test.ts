import { defer } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import { retryReads } from './retry-reads.js';

interface Wanted {
  readonly retries: number;
  readonly mayRepeat?: () => boolean;
}

/** Firings one after the other, each as marbles: `l` is a read whose samples were lost, `#` one that failed, `r` a retry. */
function expectRetries(
  firings: readonly string[],
  { retries, mayRepeat = () => true }: Wanted,
  expected: string,
): void {
  new TestScheduler((actual, wanted) => expect(actual).toEqual(wanted)).run(({ cold, expectObservable }) => {
    const left = [...firings];
    const firing = defer(() => cold(left.shift()!));
    const retried = firing.pipe(
      retryReads({
        retries,
        mayRepeat: (failure): failure is string => mayRepeat() && typeof failure === 'string',
        lossIn: (event) => (event === 'l' ? 'lost' : undefined),
        retried: () => 'r',
      }),
    );
    expectObservable(retried).toBe(expected);
  });
}

describe('a read', () => {
  it('that succeeds is fired once', () => {
    expectRetries(['s--f|'], { retries: 2 }, 's--f|');
  });

  it('that fails is fired again, and told so', () => {
    expectRetries(['s--#', 's-----f|'], { retries: 2 }, 's--(rs)--f|');
  });

  it('that is done and lost is fired again in place of its end', () => {
    expectRetries(['s--l|', 's-----f|'], { retries: 2 }, 's--(rs)--f|');
  });

  it('is fired again as often as allowed, and then fails as the last time', () => {
    expectRetries(['s--#', 's-----#', 's-----#', 's'], { retries: 2 }, 's--(rs)--(rs)--#');
  });

  it('that is lost for the last time ends as it is', () => {
    expectRetries(['s--l|', 's-----l|'], { retries: 1 }, 's--(rs)--l|');
  });

  it('is left alone where another firing would change something', () => {
    expectRetries(['s--#', 's--f|'], { retries: 2, mayRepeat: () => false }, 's--#');
    expectRetries(['s--l|', 's--f|'], { retries: 2, mayRepeat: () => false }, 's--l|');
    expectRetries(['s--#', 's--f|'], { retries: 0 }, 's--#');
  });

  it('is not fired after nobody listens', () => {
    new TestScheduler((actual, wanted) => expect(actual).toEqual(wanted)).run(({ cold, expectObservable, flush }) => {
      let firings = 0;
      const firing = defer(() => {
        firings += 1;
        return cold('s----#');
      });
      const retried = firing.pipe(
        retryReads({
          retries: 9,
          mayRepeat: (failure): failure is string => typeof failure === 'string',
          lossIn: () => undefined,
          retried: () => 'r',
        }),
      );
      expectObservable(retried, '^-------!').toBe('s----(rs)');
      flush();
      expect(firings).toBe(2);
    });
  });
});
