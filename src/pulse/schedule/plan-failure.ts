import {
  asCrossbarError,
  ConfigError,
  CrossbarError,
  LimitError,
  LinkError,
  type ErrorDetails,
  type LimitDetails,
} from '../../core/index.js';
import type { OfPlan, PlanEnd, PlanFailure, ScheduledPlan } from '../pulse-event.js';

const numberIn = (error: CrossbarError, name: string): number | undefined => {
  const value = error.details[name];
  return typeof value === 'number' ? value : undefined;
};

/** The serial that {@link inPlan} has noted in an error. */
export const serialOf = (error: CrossbarError): number | undefined => numberIn(error, 'serial');

/** The same kind of error, which says of which plan it is: in its text, and in `place`, `board`, `array`, `serial`, `block`. */
export function inPlan(
  thrown: unknown,
  { item, place }: OfPlan<ScheduledPlan>,
  board: string,
  serial?: number,
): CrossbarError {
  const error = asCrossbarError(thrown, 'bad-argument', 'The plan could not be run');
  const { array } = item.plan;
  const fired = serial === undefined ? '' : `, serial ${serial}`;
  const message = `Plan ${place} of the stream (${board}, array ${array}${fired}): ${error.message}`;
  const block = numberIn(error, 'blocksDone');
  const details: ErrorDetails = {
    ...error.details,
    place,
    board,
    array,
    serial: serial ?? null,
    ...(block === undefined ? {} : { block }),
  };
  if (error instanceof LimitError) return new LimitError(message, details as LimitDetails & ErrorDetails, error);
  if (error instanceof ConfigError) return new ConfigError(error.code, message, details, error);
  if (error instanceof LinkError) return new LinkError(error.code, message, details, error);
  return new CrossbarError(error.code, message, details, error);
}

/** What an error says of the cells; `Crossbar.run` rejects with `state-in-doubt` wherever a plan may have been fired. */
function outcomeOf(error: CrossbarError): { outcome: PlanFailure; blocksDone: number | undefined } {
  const blocksDone = numberIn(error, 'blocksDone');
  if (error.code === 'state-in-doubt') return { outcome: 'in-doubt', blocksDone };
  return blocksDone === undefined ? { outcome: 'not-fired', blocksDone: 0 } : { outcome: 'aborted', blocksDone };
}

/** @param error from {@link inPlan} */
export const failedBy = <Item extends ScheduledPlan>(plan: OfPlan<Item>, error: CrossbarError): PlanEnd<Item> => ({
  type: 'failed',
  ...plan,
  ...outcomeOf(error),
  serial: serialOf(error),
  error,
});

/** The end of a plan whose turn never came. */
export function unsent<Item extends ScheduledPlan>(plan: OfPlan<Item>, board: string): PlanEnd<Item> {
  const message = 'Not sent: the schedule ended before its turn came. Nothing was driven for it.';
  return failedBy(plan, inPlan(new CrossbarError('interrupted', message), plan, board));
}
