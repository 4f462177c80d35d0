import {
  BehaviorSubject,
  defer,
  from,
  Subject,
  Subscription,
  takeUntil,
  tap,
  type Observable,
  type Observer,
} from 'rxjs';
import {
  asCrossbarError,
  CrossbarError,
  systemClock,
  type Board,
  type GroundingProof,
  type StimulusJournal,
  type StimulusLedger,
} from '../../core/index.js';
import { pullFrom, type PlanSource, type PulledSource } from '../plan-source.js';
import type { OfPlan, PulseEvent, ScheduledPlan } from '../pulse-event.js';
import { acrossBoards } from './across-boards.js';
import { Ending } from './ending.js';
import { lane } from './lane.js';
import { failedBy, inPlan, unsent } from './plan-failure.js';
import { asGroundingFailure, provenGround } from './proven-ground.js';
import { pulledWhile } from './pulled-while.js';
import { journalsOf, ledgersOf, queueLengthOf, type ScheduleOptions } from './schedule-options.js';

const READ_RETRIES = 2;

export interface ScheduleRunOptions<Item extends ScheduledPlan> {
  readonly plans: PlanSource<Item>;
  readonly boards: readonly Board[];
  readonly options: ScheduleOptions<Item>;
  readonly observer: Observer<PulseEvent<Item>>;
}

/**
 * One subscription to a schedule: asks the source, hands plans to the lanes of the boards, and sees to it that every
 * board is grounded on every way out. It outlives its subscriber until the boards have answered.
 */
export class ScheduleRun<Item extends ScheduledPlan> {
  readonly #boards: readonly Board[];
  readonly #options: ScheduleOptions<Item>;
  readonly #observer: Observer<PulseEvent<Item>>;
  readonly #source: PulledSource<Item>;
  readonly #journals: readonly StimulusJournal[];
  readonly #ledgers: readonly StimulusLedger[];
  readonly #queueLength: number;
  readonly #ending = new Ending(() => this.#sendNoMore());
  readonly #ended = new Subject<void>();
  readonly #paused = new BehaviorSubject(false);
  readonly #mayAsk = new BehaviorSubject(true);
  readonly #sourceRests = new BehaviorSubject(true);
  readonly #offered = new Subject<OfPlan<Item>>();
  readonly #watching = new Subscription();
  /** Plans in the queue of each board. */
  readonly #waiting: number[];
  #offers = 0;
  #isSourceDone = false;
  #sourceEnd: Promise<void> | undefined;
  #groundings: Promise<readonly PromiseSettledResult<GroundingProof>[]> | undefined;
  #isOver = false;

  constructor({ plans, boards, options, observer }: ScheduleRunOptions<Item>) {
    this.#boards = boards;
    this.#options = options;
    this.#observer = observer;
    this.#journals = journalsOf(boards, options);
    this.#ledgers = ledgersOf(boards, options);
    this.#queueLength = queueLengthOf(boards, options);
    this.#waiting = boards.map(() => 0);
    this.#source = pullFrom(plans);
  }

  begin(): void {
    this.#offered.pipe(acrossBoards(this.#boards.length, ({ board }) => board, this.#lanes())).subscribe({
      next: (event) => this.#tell(event),
      // plans fail as events: this one is of nobody
      error: (error: unknown) => {
        this.#fail(error);
        void this.#conclude();
      },
      complete: () => void this.#conclude(),
    });
    const { abort, paused } = this.#options;
    const onAbort = (): void => this.#halt(() => this.#ending.order(abort?.reason));
    abort?.addEventListener('abort', onAbort);
    this.#watching.add(() => abort?.removeEventListener('abort', onAbort));
    if (abort?.aborted === true) onAbort();
    else if (paused) this.#watching.add(paused.subscribe({ next: (now) => this.#pause(now), error: this.#fail }));
    if (this.#ending.isUnderWay) return;
    pulledWhile(this.#mayAsk, () => this.#ask())
      .pipe(takeUntil(this.#ended))
      .subscribe({ next: (item) => this.#offer(item), error: this.#fail, complete: () => this.#offered.complete() });
  }

  /** The subscriber has gone. */
  stop(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#halt(() => this.#ending.begin());
    void this.#tellOfFailedGrounding();
  }

  readonly #fail = (error: unknown): void => this.#ending.fail(error, this.#offers);

  #lanes(): (place: number) => ReturnType<typeof lane<Item>> {
    const { readRetries = READ_RETRIES, clock = systemClock } = this.#options;
    return (place) =>
      lane({
        board: this.#boards[place]!,
        place,
        journal: this.#journals[place],
        ledger: this.#ledgers[place],
        readRetries,
        now: () => clock.now(),
        ending: this.#ending,
        paused: this.#paused,
        sourceRests: this.#sourceRests,
        ground: () => this.#ground(place),
        onBegun: () => {
          this.#waiting[place]! -= 1;
          this.#askWhereRoom();
        },
      });
  }

  #ask(): Observable<IteratorResult<Item, unknown>> {
    const rests = (isDone: boolean): void => {
      this.#isSourceDone = isDone;
      this.#sourceRests.next(true);
    };
    return defer(() => {
      if (this.#source.worksWhenAsked) this.#sourceRests.next(false);
      return from(this.#source.next());
    }).pipe(tap({ next: ({ done }) => rests(done === true), error: () => rests(true) }));
  }

  #askWhereRoom(): void {
    const hasRoom = this.#waiting.every((count) => count < this.#queueLength);
    const mayAsk = hasRoom && !this.#paused.value;
    if (mayAsk !== this.#mayAsk.value) this.#mayAsk.next(mayAsk);
  }

  #pause(now: boolean): void {
    this.#paused.next(now);
    this.#askWhereRoom();
  }

  #offer(item: Item): void {
    const plan = { item, place: this.#offers, board: item.board ?? 0 };
    this.#offers += 1;
    this.#tell({ type: 'queued', ...plan });
    const uri = this.#boards[plan.board]?.uri;
    if (uri === undefined) {
      const message = `There is no board ${plan.board}, there are ${this.#boards.length}. Give the place of one in the list.`;
      const error = inPlan(new CrossbarError('bad-argument', message), plan, `board ${plan.board}`);
      this.#ending.fail(error, plan.place);
      this.#tell(failedBy(plan, error));
    } else if (this.#ending.isUnderWay) this.#tell(unsent(plan, uri));
    else {
      this.#waiting[plan.board]! += 1;
      this.#askWhereRoom();
      this.#offered.next(plan);
    }
  }

  #tell(event: PulseEvent<Item>): void {
    if (event.type === 'finished' || event.type === 'failed') {
      this.#ending.count(event);
      this.#callBack(() => this.#options.onEnded?.(event));
    }
    this.#observer.next(event);
  }

  /** What the caller's own code throws ends the schedule, and keeps no board from being grounded. */
  #callBack(told: () => void): void {
    try {
      told();
    } catch (error) {
      this.#fail(error);
    }
  }

  #sendNoMore(): void {
    this.#watching.unsubscribe();
    this.#ended.next();
    this.#offered.complete();
    if (!this.#isSourceDone) this.#sourceEnd = this.#source.end();
    this.#paused.next(false);
  }

  /** Not only sends no more, but grounds what runs. */
  #halt(end: () => void): void {
    this.#groundings ??= this.#groundAll();
    end();
  }

  async #ground(place: number): Promise<GroundingProof> {
    const proof = await provenGround(this.#boards[place]!);
    this.#callBack(() => this.#options.onGrounded?.(proof, place));
    return proof;
  }

  #groundAll(): Promise<readonly PromiseSettledResult<GroundingProof>[]> {
    return Promise.allSettled(this.#boards.map((_, place) => this.#ground(place)));
  }

  async #tellOfFailedGrounding(): Promise<void> {
    for (const grounding of (await this.#groundings) ?? []) {
      if (grounding.status === 'fulfilled') continue;
      this.#options.onGroundingFailed?.(asGroundingFailure(grounding.reason, undefined));
    }
  }

  async #conclude(): Promise<void> {
    // whatever follows, what ended the schedule is known, and all that watches it may go
    this.#watching.unsubscribe();
    const groundings = await (this.#groundings ??= this.#groundAll());
    let { failure } = this.#ending;
    for (const [board, grounding] of groundings.entries()) {
      if (grounding.status === 'rejected') failure = asGroundingFailure(grounding.reason, failure);
      else this.#tell({ type: 'grounded', why: 'over', board, proof: grounding.value });
    }
    void this.#groundAfterSource();
    if (this.#isOver) return;
    this.#isOver = true;
    if (failure === undefined) this.#observer.complete();
    else this.#observer.error(asCrossbarError(failure, 'bad-argument', 'The plan stream failed'));
  }

  /** A source that was ended in the middle of its work may have driven lines after they were grounded. */
  async #groundAfterSource(): Promise<void> {
    if (this.#sourceEnd === undefined) return;
    await this.#sourceEnd;
    for (const [place, board] of this.#boards.entries()) {
      const status = await board.status().catch(() => undefined);
      if (status?.state !== 'idle') continue;
      await this.#ground(place).catch((error: unknown) =>
        this.#options.onGroundingFailed?.(asGroundingFailure(error, undefined)),
      );
    }
  }
}
