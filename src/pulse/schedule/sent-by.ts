import { defer, throwError, type MonoTypeOperatorFunction } from 'rxjs';
import { CrossbarError, type HostTime } from '../../core/index.js';

/**
 * Lets a plan begin up to its deadline, and fails with `interrupted` in its place afterwards. A plan that has begun is
 * left alone: cutting it would leave its cells halfway.
 *
 * @param deadline host time; undefined for none
 */
export function sentBy<Event>(deadline: HostTime | undefined, now: () => number): MonoTypeOperatorFunction<Event> {
  return (plan) =>
    defer(() => {
      const late = deadline === undefined ? 0 : now() - deadline;
      if (late <= 0) return plan;
      return throwError(
        () =>
          new CrossbarError(
            'interrupted',
            `Not sent: its turn came ${late.toFixed(1)} ms after its deadline. Nothing was driven for it. ` +
              'Allow more time, or plan less ahead of it.',
            { deadline: deadline ?? null, lateMilliseconds: late },
          ),
      );
    });
}
