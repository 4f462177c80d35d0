import { Observable, Subscription, type OperatorFunction } from 'rxjs';

export interface InFlightOptions<Item, Event> {
  /** Begins the item when it is subscribed to and completes when the item is over. Tells failures as events. */
  readonly begin: (item: Item) => Observable<Event>;
  /** Whether one more may begin beside these. */
  readonly hasRoom: (inFlight: readonly Item[]) => boolean;
  /** Nothing begins while the latest value is true. */
  readonly paused: Observable<boolean>;
  /** Done once for every pause, when nothing is in flight any more; nothing begins before it is over. */
  readonly rest: Observable<Event>;
  /** Told after an item has begun, and all that it does at once is done. */
  readonly onBegun?: (item: Item) => void;
}

/**
 * Begins items in their order, as many beside each other as there is room for: one that is over before those ahead of
 * it makes none. A pause lets what is in flight finish and takes its rest; whatever waits then begins after it, in the
 * same order.
 */
export function inFlight<Item, Event>(options: InFlightOptions<Item, Event>): OperatorFunction<Item, Event> {
  const { begin, hasRoom, rest, onBegun } = options;
  return (items) =>
    new Observable<Event>((subscriber) => {
      const waiting: Item[] = [];
      /** In the order they began; one that is over keeps its place until those before it are over. */
      const flying: { readonly item: Item; isOver: boolean }[] = [];
      let isPaused = false;
      let isResting = false;
      let hasRested = false;
      let isLast = false;
      let isTurning = false;
      let isTurnAsked = false;

      const follow = (done: Observable<Event>, over: () => void): void => {
        const following = new Subscription();
        subscriber.add(following);
        following.add(
          done.subscribe({
            next: (event) => subscriber.next(event),
            error: (error: unknown) => subscriber.error(error),
            complete: () => {
              // thousands of them, one after the other: those that are over must not stay
              subscriber.remove(following);
              over();
              turn();
            },
          }),
        );
      };
      const takeOff = (item: Item): void => {
        const flight = { item, isOver: false };
        flying.push(flight);
        follow(begin(item), () => {
          flight.isOver = true;
          while (flying[0]?.isOver) flying.shift();
        });
        onBegun?.(item);
      };
      const takeRest = (): void => {
        isResting = true;
        follow(rest, () => {
          isResting = false;
          hasRested = true;
        });
      };
      const mayTakeOff = (): boolean =>
        !isPaused && !isResting && waiting.length > 0 && hasRoom(flying.map(({ item }) => item));
      /** Whatever can begin now. Beginning an item may end it, and let another begin. */
      const turn = (): void => {
        isTurnAsked = true;
        if (isTurning) return;
        isTurning = true;
        while (isTurnAsked && !subscriber.closed) {
          isTurnAsked = false;
          while (mayTakeOff()) takeOff(waiting.shift()!);
          if (flying.length > 0 || isResting) continue;
          if (isLast && waiting.length === 0) subscriber.complete();
          else if (isPaused && !hasRested) takeRest();
        }
        isTurning = false;
      };

      subscriber.add(
        options.paused.subscribe({
          next: (now) => {
            if (now === isPaused) return;
            isPaused = now;
            hasRested = false;
            turn();
          },
          error: (error: unknown) => subscriber.error(error),
        }),
      );
      subscriber.add(
        items.subscribe({
          next: (item) => {
            waiting.push(item);
            turn();
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => {
            isLast = true;
            turn();
          },
        }),
      );
    });
}
