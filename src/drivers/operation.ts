import type { CrossbarError } from '../core/index.js';
import type { OpenSession } from './open-session.js';

/** Something to be done with a board, over as many sessions as it takes. */
export interface Operation<Result> {
  /**
   * Sends what it needs, in the turn of the call. Called again on the next session where the one before was lost before
   * this was over: the board has then done it or will never do it, and `session.hello` says which for a plan.
   *
   * @param isOvertaken the outputs were told to be grounded after this was asked for: it must not drive a line any more
   */
  attempt(session: OpenSession, isOvertaken: boolean): Promise<Result>;
  /** Of the plan that it fires. */
  readonly serial?: number;
  /** It senses the cells, which is only worth something before the next plan moves them. */
  readonly reading?: boolean;
  /** It grounds the outputs: nothing that was asked for before it may drive a line after it. */
  readonly grounds?: boolean;
  /** What to say where the board was lost for good, unless the loss itself. */
  readonly givenUp?: (reason: CrossbarError) => CrossbarError;
}
