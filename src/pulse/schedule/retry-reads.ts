import { catchError, concat, map, of, throwError, type MonoTypeOperatorFunction } from 'rxjs';

export interface RetryReadsOptions<Event, Loss> {
  /** How often the read may be fired again. */
  readonly retries: number;
  /** Asked at each failure, whether another firing changes nothing but the result. */
  readonly mayRepeat: (failure: unknown) => failure is Loss;
  /** What was lost though the plan is done; undefined for any other event. */
  readonly lossIn: (event: Event) => Loss | undefined;
  /** Told in the place of the failure. */
  readonly retried: (failure: Loss) => Event;
}

/**
 * Fires a read again that was lost. Each firing is a subscription of its own and takes a serial of its own. What was
 * lost for the last time is passed on as it is.
 */
export function retryReads<Event, Loss>(options: RetryReadsOptions<Event, Loss>): MonoTypeOperatorFunction<Event> {
  const { retries, mayRepeat, lossIn, retried } = options;
  return (firing) => {
    const fire = (left: number): typeof firing =>
      firing.pipe(
        map((event) => {
          const loss = lossIn(event);
          if (loss === undefined || left === 0 || !mayRepeat(loss)) return event;
          throw loss;
        }),
        catchError((failure: unknown) =>
          left > 0 && mayRepeat(failure) ? concat(of(retried(failure)), fire(left - 1)) : throwError(() => failure),
        ),
      );
    return fire(retries);
  };
}
