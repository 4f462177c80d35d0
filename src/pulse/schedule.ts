import { Observable } from 'rxjs';
import type { Board } from '../core/index.js';
import type { CompiledUpdate } from './compile-update.js';
import type { PlanSource } from './plan-source.js';
import type { PulseEvent, ScheduledPlan } from './pulse-event.js';
import type { ScheduleOptions } from './schedule/schedule-options.js';
import { ScheduleRun } from './schedule/schedule-run.js';

/**
 * Runs a stream of plans on one board or several: in order on each, a few in flight, each fired at most once. Boards run
 * beside each other; the arrays of one board take turns, as a board runs one plan at a time.
 *
 * An async iterable is asked for its next plan only while every queue has room (see `queueLength`). On one board that is
 * after the plan before was sent, so a generator that reads the board between its plans sees the effect of all of them.
 *
 * While `paused`, what is in flight finishes, a generator that is at work comes to its next plan, and the outputs are
 * grounded; plans go on where they stopped. After a failure nothing more is sent, and what is in flight finishes. Outputs
 * are grounded, and read back, when the stream ends or fails, and at once when it is aborted or unsubscribed from: that
 * cuts what runs. A generator that is then in the middle of its work is not waited for; where it has driven lines since,
 * they are grounded again when it has come to its end. Each subscription runs the plans anew.
 *
 * A plan that moves no cell is fired again, under a new serial, where the link lost it or its samples and nothing that
 * moves cells of its array was sent behind it; it may come after later reads then. No other plan is fired twice.
 *
 * Events are pushed and nothing waits for them: a subscriber may take its time in queues of its own. One that blocks the
 * event loop blocks the host; the board then works off what is in flight, 8 ms or two plans.
 *
 * @returns events in the order {@link PulseEvent} tells; it errors with a CrossbarError whose details name the plan
 *   (`place`, `board`, `array`, `serial`, `block` where known): `limit-exceeded` before any byte of that plan is sent,
 *   `state-in-doubt` when a plan may or may not have run, `interrupted` when it was aborted or a deadline was missed,
 *   `grounding-failed`
 */
export function schedule<Item extends ScheduledPlan = CompiledUpdate>(
  plans: PlanSource<Item>,
  boards: Board | readonly Board[],
  options: ScheduleOptions<Item> = {},
): Observable<PulseEvent<Item>> {
  const list = 'crossbars' in boards ? [boards] : boards;
  return new Observable<PulseEvent<Item>>((subscriber) => {
    const run = new ScheduleRun({ plans, boards: list, options, observer: subscriber });
    run.begin();
    return () => run.stop();
  });
}
