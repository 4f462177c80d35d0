import type { CrossbarError } from '../core/index.js';
import type { Operation } from './operation.js';

/** An operation that was asked for and is not over, and the one who waits for it. */
export interface Unfinished {
  readonly operation: Operation<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: CrossbarError) => void;
  /** Whether the outputs were told to be grounded after this was asked for. */
  isOvertaken: boolean;
}

/** What is to be done about unfinished operations once the board was found again. */
export interface Resumption {
  /** To be tried again, in this order. */
  readonly again: readonly Unfinished[];
  /** Readings of cells that a plan has moved since. */
  readonly staleReadings: readonly Unfinished[];
}

/**
 * @param unfinished in the order in which they were asked for
 * @param lastSerial the highest serial that the board has fired; those above were never fired
 */
export function resumptionOf(unfinished: readonly Unfinished[], lastSerial: number): Resumption {
  const wasFired = ({ operation }: Unfinished): boolean => (operation.serial ?? Infinity) <= lastSerial;
  const lastFired = unfinished.findLastIndex(wasFired);
  const isStale = ({ operation }: Unfinished, index: number): boolean =>
    operation.reading === true && index < lastFired;
  const goingOn = unfinished.filter((entry, index) => !isStale(entry, index));
  const afterGround = 1 + goingOn.findLastIndex(({ operation }) => operation.grounds === true);
  const untilGround = goingOn.slice(0, afterGround);
  // a ground gives up all that waits, and what became of a plan must still be asked
  const questions = untilGround.filter(wasFired);
  return {
    again: [...untilGround.filter((entry) => !wasFired(entry)), ...questions, ...goingOn.slice(afterGround)],
    staleReadings: unfinished.filter(isStale),
  };
}
