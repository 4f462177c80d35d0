import { Subscription, type Observable, type Observer } from 'rxjs';
import { CrossbarError } from '../core/index.js';
import type { CompiledUpdate } from './compile-update.js';
import type { ScheduledPlan } from './pulse-event.js';

/** Plans to be run: pulled one by one from an async iterable, or pushed by an Observable. */
export type PlanSource<Item extends ScheduledPlan = CompiledUpdate> = AsyncIterable<Item> | Observable<Item>;

/** Plans an Observable may push ahead of the board; an async iterable is only asked when there is room. */
export const MAX_PUSHED_AHEAD = 1024;

/** One way to ask for the next plan, whatever the source is. */
export interface PulledSource<Item> {
  next(): Promise<IteratorResult<Item, unknown>>;
  /** No more is wanted. Resolves when the source does nothing more, whatever came of it. */
  end(): Promise<void>;
  /** Whether the source runs code of its own when it is asked, which may read a board until it has answered. */
  readonly worksWhenAsked: boolean;
}

/** The plans of an Observable, held until they are asked for. */
function bufferedSource<Item>(plans: Observable<Item>): PulledSource<Item> {
  const held: Item[] = [];
  let ended = false;
  let failure: unknown;
  let wake: (() => void) | undefined;
  const subscription = new Subscription();
  const end = (error?: unknown): void => {
    ended = true;
    failure ??= error;
    subscription.unsubscribe();
    wake?.();
  };
  const observer: Observer<Item> = {
    next(item) {
      if (held.length < MAX_PUSHED_AHEAD) held.push(item);
      else {
        const message =
          `More than ${MAX_PUSHED_AHEAD} plans wait for the board. ` +
          'Give the scheduler an async iterable, which is only asked when there is room.';
        end(new CrossbarError('bad-argument', message, { waiting: held.length }));
      }
      wake?.();
    },
    error: (error: unknown) =>
      end(error ?? new CrossbarError('bad-argument', 'The plan stream failed without an error.')),
    complete: () => end(),
  };
  subscription.add(plans.subscribe(observer));
  return {
    worksWhenAsked: false,
    async next() {
      while (held.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (failure !== undefined) throw failure;
      const value = held.shift();
      return value === undefined ? { done: true, value } : { done: false, value };
    },
    end() {
      end();
      held.length = 0;
      return Promise.resolve();
    },
  };
}

export function pullFrom<Item extends ScheduledPlan>(plans: PlanSource<Item>): PulledSource<Item> {
  if (!(Symbol.asyncIterator in plans)) return bufferedSource(plans);
  const iterator: AsyncIterator<Item, unknown> = plans[Symbol.asyncIterator]();
  return {
    worksWhenAsked: true,
    next: () => iterator.next(),
    async end() {
      try {
        await iterator.return?.();
      } catch {
        // it was told to stop, and has stopped
      }
    },
  };
}
