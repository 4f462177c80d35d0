import { CrossbarError } from '../../core/index.js';
import type { PlanEnd, ScheduledPlan } from '../pulse-event.js';

/** Where a failure stands that is of no plan: behind all of them. */
const OF_NO_PLAN = Infinity;
/** Where an order to stop stands: all failures after it are its doing. */
const BY_ORDER = -1;

/**
 * Why a schedule ends before its plans do. Those behind a refused plan are refused for the gap it leaves, and may hear
 * so first: what counts is the failure of the first plan.
 */
export class Ending {
  #place = OF_NO_PLAN;
  #failure: { readonly error: unknown } | undefined;
  #isUnderWay = false;
  readonly #onBegin: () => void;
  readonly #ends = { done: 0, aborted: 0, unsent: 0, inDoubt: 0 };

  /** @param onBegin told once, when nothing more may be sent */
  constructor(onBegin: () => void) {
    this.#onBegin = onBegin;
  }

  get isUnderWay(): boolean {
    return this.#isUnderWay;
  }

  /** Why it ended before its time, with what became of all plans where somebody wanted it; undefined where all went well. */
  get failure(): unknown {
    return this.#place === BY_ORDER ? this.#ordered(this.#failure?.error) : this.#failure?.error;
  }

  /** @param place of the plan in the stream; none for a failure beside all plans */
  fail(error: unknown, place = OF_NO_PLAN): void {
    if (this.#failure === undefined || place < this.#place) {
      this.#failure = { error };
      this.#place = place;
    }
    this.begin();
  }

  /** Somebody wants it to end. */
  order(reason: unknown): void {
    if (this.#failure === undefined) this.fail(reason, BY_ORDER);
    else this.begin();
  }

  begin(): void {
    if (this.#isUnderWay) return;
    this.#isUnderWay = true;
    this.#onBegin();
  }

  /** What became of a plan. */
  count<Item extends ScheduledPlan>(end: PlanEnd<Item>): void {
    if (end.type === 'finished') this.#ends.done += 1;
    else if (end.outcome === 'aborted') this.#ends.aborted += 1;
    else if (end.outcome === 'in-doubt') this.#ends.inDoubt += 1;
    else this.#ends.unsent += 1;
  }

  #ordered(reason: unknown): CrossbarError {
    if (reason instanceof CrossbarError) return reason;
    const { done, aborted, unsent, inDoubt } = this.#ends;
    const why = reason instanceof Error ? reason.message : String(reason);
    const message =
      `Stopped (${why}): ${done} plans are done, ${aborted} were cut off, ${inDoubt} are in doubt, and ${unsent} that ` +
      'waited were never fired. Read the cells of what was cut off or is in doubt before they are pulsed again.';
    return new CrossbarError('interrupted', message, { done, aborted, unsent, inDoubt }, reason);
  }
}
