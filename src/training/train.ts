import { Observable } from 'rxjs';
import type { GroundingProof } from '../core/index.js';
import { schedule, type ScheduleOptions } from '../pulse/index.js';
import { Tally, type TallyCounts } from './tally.js';
import type { TrainingEvent } from './training-event.js';
import { trainingPlans, type TrainingJob } from './training-plans.js';

/** The last event of a training: the board's outputs were grounded, and what was spent. */
export interface TrainingEnd {
  readonly type: 'grounded';
  readonly proof: GroundingProof;
  readonly tally: TallyCounts;
}

/**
 * Trains a network in situ: its weights are the cells of the board's arrays, and every product, transpose product and
 * outer-product update happens on them (P1 algorithms 1 and 2). Grounds the board when it ends, fails or is
 * unsubscribed from.
 *
 * The result is the same for the same seed, chip and board, whatever the transport.
 */
export function train(job: TrainingJob, options: ScheduleOptions = {}): Observable<TrainingEvent | TrainingEnd> {
  return new Observable((subscriber) => {
    const tally = new Tally(job.board.limits.tickSeconds, job.resumeFrom?.tally);
    // the first plan after a checkpoint is an update of the network; those before it calibrate and write weights
    let picture: 'early' | 'next' | 'taken' = 'early';
    const plans = trainingPlans(job, tally, (event) => {
      if (event.type === 'checkpoint' && picture === 'early') picture = 'next';
      subscriber.next(event);
    });
    return schedule(plans, job.board, options).subscribe({
      next(event) {
        tally.addEvent(event);
        if (event.type === 'sent' && picture === 'next') {
          picture = 'taken';
          // the plan's memory is used again
          subscriber.next({ type: 'first-update', update: structuredClone(event.item) });
        }
        if (event.type === 'grounded' && event.why === 'over') {
          subscriber.next({ type: 'grounded', proof: event.proof, tally: tally.counts });
        }
      },
      error: (error: unknown) => subscriber.error(error),
      complete: () => subscriber.complete(),
    });
  });
}
