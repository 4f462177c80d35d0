import { defer, first, map, repeat, switchMap, takeWhile, type Observable } from 'rxjs';

/**
 * The items of a source that is asked for one at a time, and only while there is room. What follows an item at once,
 * such as the loss of the room, counts before the source is asked for the next.
 *
 * @param mayAsk the latest value first, as of a `BehaviorSubject`
 * @param ask asks once: emits the answer and completes
 */
export function pulledWhile<Item>(
  mayAsk: Observable<boolean>,
  ask: () => Observable<IteratorResult<Item, unknown>>,
): Observable<Item> {
  return defer(() => mayAsk.pipe(first((may) => may))).pipe(
    switchMap(ask),
    repeat(),
    takeWhile((answer): answer is IteratorYieldResult<Item> => answer.done !== true),
    map(({ value }) => value),
  );
}
