import { Subscription, type Observable, type Observer } from 'rxjs';
import { CrossbarError } from '../core/index.js';
import type { CompiledUpdate } from './compile-update.js';

/** Plans to be run: pulled one by one from an async iterable, or pushed by an Observable. */
export type PlanSource = AsyncIterable<CompiledUpdate> | Observable<CompiledUpdate>;

/** Plans an Observable may push ahead of the board; an async iterable is only asked when there is room. */
export const MAX_PUSHED_AHEAD = 1024;

/** The plans of an Observable, held until they are asked for. */
function bufferedSource(plans: Observable<CompiledUpdate>): AsyncIterator<CompiledUpdate, void> {
  const held: CompiledUpdate[] = [];
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
  const observer: Observer<CompiledUpdate> = {
    next(update) {
      if (held.length < MAX_PUSHED_AHEAD) held.push(update);
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
    async next() {
      while (held.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (failure !== undefined) throw failure;
      const value = held.shift();
      return value ? { done: false, value } : { done: true, value: undefined };
    },
    async return() {
      end();
      held.length = 0;
      return { done: true, value: undefined };
    },
  };
}

/** One way to ask for the next plan, whatever the source is. */
export function pullFrom(plans: PlanSource): AsyncIterator<CompiledUpdate, unknown> {
  return Symbol.asyncIterator in plans ? plans[Symbol.asyncIterator]() : bufferedSource(plans);
}
