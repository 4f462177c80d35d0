import type { Observable } from 'rxjs';
import {
  CrossbarError,
  type Board,
  type Clock,
  type GroundingProof,
  type StimulusJournal,
  type StimulusLedger,
} from '../../core/index.js';
import type { CompiledUpdate } from '../compile-update.js';
import type { PlanEnd, ScheduledPlan } from '../pulse-event.js';

export interface ScheduleOptions<Item extends ScheduledPlan = CompiledUpdate> {
  /** Told of every plan before it is sent and after the board has recorded it; with several boards, one for each. */
  readonly journal?: StimulusJournal | readonly StimulusJournal[];
  /** Asked before a plan takes a serial, and told of every plan that is sent; with several boards, one for each. */
  readonly ledger?: StimulusLedger | readonly StimulusLedger[];
  /** While its latest value is true nothing is sent, and the outputs are grounded as soon as nothing is in flight. */
  readonly paused?: Observable<boolean>;
  /** Grounds all boards at once, whatever runs. With `AbortSignal.timeout` it is the longest that a run may take. */
  readonly abort?: AbortSignal;
  /** How often a plan that moves no cell is fired again where the link lost it; 2 unless told. Others never are. */
  readonly readRetries?: number;
  /**
   * Plans that may wait for a board, at least 1. With 1 the source is asked for the next plan only after the one before
   * was sent; so it is on one board unless told. On several boards it is 16, so that a busy board does not stop others.
   */
  readonly queueLength?: number;
  /** For deadlines. */
  readonly clock?: Pick<Clock, 'now'>;
  /** The end of each plan, also after an unsubscribe, when no event can carry it. */
  readonly onEnded?: (end: PlanEnd<Item>) => void;
  /** A board's proof, also after an unsubscribe, when no event can carry it. */
  readonly onGrounded?: (proof: GroundingProof, board: number) => void;
  /** Where a failure goes that no subscriber can be told of: grounding after an unsubscribe. */
  readonly onGroundingFailed?: (error: CrossbarError) => void;
}

const QUEUE_OF_MANY_BOARDS = 16;

/** @throws CrossbarError `bad-argument` */
export function queueLengthOf(boards: readonly Board[], { queueLength }: Pick<ScheduleOptions, 'queueLength'>): number {
  if (boards.length === 0) {
    throw new CrossbarError('bad-argument', 'There is no board to run the plans on. Give one at least.');
  }
  const length = queueLength ?? (boards.length > 1 ? QUEUE_OF_MANY_BOARDS : 1);
  if (Number.isInteger(length) && length >= 1) return length;
  const message = `A queue of ${length} plans holds none. Give a whole number from 1.`;
  throw new CrossbarError('bad-argument', message, { queueLength: length });
}

/** One a board, or none at all: every board has its own serials, and its own chip. */
function eachBoards<Book extends object>(
  books: Book | readonly Book[] | undefined,
  boards: readonly Board[],
  what: 'journals' | 'ledgers',
): readonly Book[] {
  const list = books === undefined ? [] : Array.isArray(books) ? (books as readonly Book[]) : [books as Book];
  if (list.length === 0 || list.length === boards.length) return list;
  throw new CrossbarError(
    'bad-argument',
    `There are ${boards.length} boards and ${list.length} ${what}, and each board needs its own. Give one for each.`,
    { boards: boards.length, [what]: list.length },
  );
}

/** @throws CrossbarError `bad-argument` unless there is one a board, or none at all */
export const journalsOf = (
  boards: readonly Board[],
  { journal }: Pick<ScheduleOptions, 'journal'>,
): readonly StimulusJournal[] => eachBoards(journal, boards, 'journals');

/** @throws CrossbarError `bad-argument` unless there is one a board, or none at all */
export const ledgersOf = (
  boards: readonly Board[],
  { ledger }: Pick<ScheduleOptions, 'ledger'>,
): readonly StimulusLedger[] => eachBoards(ledger, boards, 'ledgers');
