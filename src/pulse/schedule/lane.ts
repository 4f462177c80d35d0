import {
  catchError,
  combineLatest,
  defer,
  EMPTY,
  first,
  from,
  map,
  of,
  switchMap,
  type Observable,
  type OperatorFunction,
} from 'rxjs';
import {
  asCrossbarError,
  CrossbarError,
  LinkError,
  planSamples,
  planTicks,
  type Board,
  type GroundingProof,
  type StimulusJournal,
  type StimulusLedger,
} from '../../core/index.js';
import type { Grounded, OfPlan, PulseEvent, ScheduledPlan } from '../pulse-event.js';
import { hasCredit } from './credits.js';
import type { Ending } from './ending.js';
import { fired } from './fired.js';
import { inFlight } from './in-flight.js';
import { failedBy, inPlan, serialOf, unsent } from './plan-failure.js';
import { isPureRead } from './pure-read.js';
import { retryReads } from './retry-reads.js';
import { sentBy } from './sent-by.js';

export interface LaneOptions {
  readonly board: Board;
  /** Which board of the list. */
  readonly place: number;
  readonly journal: StimulusJournal | undefined;
  readonly ledger: StimulusLedger | undefined;
  readonly readRetries: number;
  /** Host time in milliseconds. */
  readonly now: () => number;
  readonly ending: Ending;
  readonly paused: Observable<boolean>;
  /** Whether the source of the plans does nothing of its own, the latest value first. */
  readonly sourceRests: Observable<boolean>;
  /** Grounds the board and hands on its proof. */
  readonly ground: () => Promise<GroundingProof>;
  readonly onBegun: () => void;
}

const LOST_WITH_THE_LINK: ReadonlySet<string> = new Set(['link-lost', 'link-timeout', 'state-in-doubt']);

/** The plans of one board, from its queue to their end: in order, a few in flight, reads again where they were lost. */
export function lane<Item extends ScheduledPlan>(
  options: LaneOptions,
): OperatorFunction<OfPlan<Item>, PulseEvent<Item>> {
  const { board, ending, paused, journal, ledger, readRetries } = options;
  const { limits, uri } = board;
  /** Of each array, the last plan sent that can move cells. */
  const lastMoving = new Map<number, number>();

  const samplesLost = (event: PulseEvent<Item>): CrossbarError | undefined => {
    if (event.type !== 'finished' || event.record.samples !== undefined) return undefined;
    if (planSamples(event.item.plan) === 0) return undefined;
    const message = 'The read is done, and its samples were lost with the link.';
    return inPlan(new LinkError('link-lost', message), event, uri, event.record.serial);
  };

  const fly = (plan: OfPlan<Item>): Observable<PulseEvent<Item>> => {
    const { item, place } = plan;
    const { array } = item.plan;
    const moves = readRetries === 0 || !isPureRead(item.plan, limits);
    const firing = defer(() => {
      if (moves) lastMoving.set(array, place);
      return fired(plan, { board, journal, ledger, onUnacknowledged: (error) => ending.fail(error, place) });
    });
    return firing.pipe(
      retryReads({
        retries: moves ? 0 : readRetries,
        // behind a plan that has moved cells it would be a reading of other cells
        mayRepeat: (failure): failure is CrossbarError =>
          !ending.isUnderWay &&
          (lastMoving.get(array) ?? -1) < place &&
          failure instanceof CrossbarError &&
          LOST_WITH_THE_LINK.has(failure.code),
        lossIn: samplesLost,
        retried: (error): PulseEvent<Item> => ({ type: 'retried', ...plan, serial: serialOf(error), error }),
      }),
      sentBy(item.deadline, options.now),
    );
  };

  const begin = (plan: OfPlan<Item>): Observable<PulseEvent<Item>> =>
    defer(() => (ending.isUnderWay ? of(unsent(plan, uri)) : fly(plan))).pipe(
      catchError((thrown: unknown) => {
        const isPlaced = thrown instanceof CrossbarError && 'place' in thrown.details;
        const error = isPlaced ? thrown : inPlan(thrown, plan, uri);
        ending.fail(error, plan.place);
        return of(failedBy(plan, error));
      }),
    );

  const rest = combineLatest([options.sourceRests, paused]).pipe(
    first(([rests, isPaused]) => rests || !isPaused),
    switchMap(([, isPaused]) => (isPaused ? from(options.ground()) : EMPTY)),
    map((proof): Grounded => ({ type: 'grounded', why: 'paused', board: options.place, proof })),
    catchError((thrown: unknown) => {
      ending.fail(asCrossbarError(thrown, 'grounding-failed', 'The board could not be grounded for a pause'));
      return EMPTY;
    }),
  );

  return inFlight({
    begin,
    hasRoom: (plans) =>
      hasCredit(
        plans.map(({ item }) => planTicks(item.plan) * limits.tickSeconds),
        limits.maxPlans,
      ),
    paused,
    rest,
    onBegun: options.onBegun,
  });
}
