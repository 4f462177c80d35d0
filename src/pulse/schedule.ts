import { Observable } from 'rxjs';
import {
  asCrossbarError,
  assertPlanWithinLimits,
  CrossbarError,
  planTicks,
  type Board,
  type Crossbar,
  type GroundingProof,
  type StimulusJournal,
} from '../core/index.js';
import type { CompiledUpdate } from './compile-update.js';
import { pullFrom, type PlanSource } from './plan-source.js';
import type { PulseEvent } from './pulse-event.js';
import { quarterWaveforms } from './quarter-waveforms.js';

/** One plan runs while the next is uploaded; where plans are short, more of them wait on the board. */
const LEAST_IN_FLIGHT = 2;
const MOST_IN_FLIGHT = 16;
/** What is in flight keeps the board busy for so long: a host may be away for some milliseconds at any time. */
const AHEAD_SECONDS = 8e-3;

/** Plans that were sent and are not over, oldest first. */
class InFlight {
  readonly #plans: { readonly over: Promise<void>; readonly seconds: number }[] = [];
  #seconds = 0;

  /** @param room plans that the board holds at once */
  isFull(room: number): boolean {
    const count = this.#plans.length;
    return count >= LEAST_IN_FLIGHT && (count >= Math.min(room, MOST_IN_FLIGHT) || this.#seconds >= AHEAD_SECONDS);
  }

  add(over: Promise<void>, seconds: number): void {
    this.#plans.push({ over, seconds });
    this.#seconds += seconds;
  }

  /** Waits for the oldest. */
  async oneOver(): Promise<void> {
    const oldest = this.#plans.shift();
    this.#seconds -= oldest?.seconds ?? 0;
    await oldest?.over;
  }

  get all(): readonly Promise<void>[] {
    return this.#plans.map(({ over }) => over);
  }
}

export interface ScheduleOptions {
  /** Told of every plan before it is sent and after the board has recorded it. */
  readonly journal?: StimulusJournal;
  /** The board's proof, also after an unsubscribe, when no event can carry it. */
  readonly onGrounded?: (proof: GroundingProof) => void;
  /** Where a failure goes that no subscriber can be told of: grounding after an unsubscribe. */
  readonly onGroundingFailed?: (error: CrossbarError) => void;
}

function crossbarOf(board: Board, update: CompiledUpdate): Crossbar {
  const crossbar = board.crossbars[update.plan.array];
  if (crossbar) return crossbar;
  throw new CrossbarError(
    'bad-argument',
    `The plan is for array ${update.plan.array}, and ${board.uri} has ${board.crossbars.length}. Plan for one of those.`,
    { array: update.plan.array, arrays: board.crossbars.length },
  );
}

async function provenGround(board: Board): Promise<GroundingProof> {
  const proof = await board.ground();
  if (proof.grounded) return proof;
  throw new CrossbarError(
    'grounding-failed',
    `${board.uri} still reads ${proof.residualVolts} V after grounding. Switch the board's supply off before touching the chip.`,
    { residualVolts: proof.residualVolts },
  );
}

/**
 * Runs a stream of plans on a board, in order, a few in flight, each fired at most once. The source is asked for
 * its next plan only after the one before has been sent, so a generator that reads the board between its plans sees
 * the effect of all of them.
 *
 * Outputs are grounded, and read back, when the stream ends, fails or is unsubscribed from. After a failure nothing
 * more is sent. Each subscription runs the plans anew.
 *
 * @returns events in the order {@link PulseEvent} tells; it errors with a CrossbarError: `limit-exceeded` before any
 *   byte of that plan is sent, `state-in-doubt` when a plan may or may not have run, `grounding-failed`
 */
export function schedule(plans: PlanSource, board: Board, options: ScheduleOptions = {}): Observable<PulseEvent> {
  return new Observable<PulseEvent>((subscriber) => {
    const source = pullFrom(plans);
    const inFlight = new InFlight();
    let failure: unknown;
    let fired = 0;
    let firstFailed = Infinity;
    let over = false;

    const fire = async (update: CompiledUpdate): Promise<void> => {
      const crossbar = crossbarOf(board, update);
      // before a serial is taken: a refused plan must leave no gap in the board's count
      assertPlanWithinLimits(update.plan, crossbar.shape, crossbar.limits);
      const serial = board.takeSerial();
      options.journal?.intend(serial);
      const record = crossbar.run(update.plan, {
        serial,
        onStarted: (startTick) => subscriber.next({ type: 'started', update, serial, startTick }),
      });
      subscriber.next({ type: 'sent', update, serial });
      const done = await record;
      options.journal?.acknowledge(serial);
      for (const waveform of quarterWaveforms(update.plan, crossbar.limits, done.startTick)) {
        subscriber.next({ type: 'quarter', update, serial, waveform });
      }
      subscriber.next({ type: 'finished', update, record: done });
    };

    const secondsOf = (update: CompiledUpdate): number =>
      planTicks(update.plan) * crossbarOf(board, update).limits.tickSeconds;

    const drive = async (): Promise<void> => {
      for (;;) {
        const next = await source.next();
        if (next.done || over) break;
        subscriber.next({ type: 'queued', update: next.value });
        while (inFlight.isFull(board.limits.maxPlans)) await inFlight.oneOver();
        if (failure !== undefined || over) break;
        const flight = fire(next.value);
        const place = (fired += 1);
        flight.catch((error: unknown) => {
          // those behind a refused plan are refused for the gap it leaves, and may hear so first
          if (place > firstFailed) return;
          firstFailed = place;
          failure = error;
        });
        inFlight.add(flight, secondsOf(next.value));
      }
      await Promise.all(inFlight.all);
    };

    const finish = async (): Promise<void> => {
      try {
        await drive();
      } catch (error) {
        failure ??= error;
      }
      if (over) return;
      over = true;
      await Promise.allSettled(inFlight.all);
      await Promise.resolve(source.return?.()).catch(() => undefined);
      try {
        const proof = await provenGround(board);
        options.onGrounded?.(proof);
        subscriber.next({ type: 'grounded', proof });
      } catch (error) {
        failure = asGroundingFailure(error, failure);
      }
      if (failure === undefined) subscriber.complete();
      else subscriber.error(asCrossbarError(failure, 'bad-argument', 'The plan stream failed'));
    };

    void finish();
    return () => {
      if (over) return;
      over = true;
      void Promise.resolve(source.return?.()).catch(() => undefined);
      provenGround(board).then(
        (proof) => options.onGrounded?.(proof),
        (error: unknown) => options.onGroundingFailed?.(asGroundingFailure(error, undefined)),
      );
    };
  });
}

/**
 * A board that answers and is still not at 0 V matters more than whatever came before it; where the link is gone too,
 * what came before is the news and the missing proof is added to it.
 */
function asGroundingFailure(error: unknown, before: unknown): CrossbarError {
  const grounding = asCrossbarError(error, 'grounding-failed', 'The board could not be grounded');
  if (!(before instanceof CrossbarError) || grounding.code === 'grounding-failed') return grounding;
  return new CrossbarError(
    before.code,
    `${before.message} Its outputs could not be proven grounded: ${grounding.message}`,
    { ...before.details, grounded: false },
    before,
  );
}
