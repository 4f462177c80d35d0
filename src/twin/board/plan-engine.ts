import type { EdgeLedger } from './edge-ledger.js';
import type { PlanRun } from './plan-run.js';
import type { ResetCheck } from './reset-step.js';
import type { TickClock } from './tick-clock.js';

export interface PlanEngineOptions {
  readonly ticks: TickClock;
  readonly ledger: EdgeLedger;
  readonly resets: ResetCheck;
  /** Whether a plan takes its duration; otherwise it is over as soon as it is started. */
  readonly paced: boolean;
}

interface Running {
  readonly serial: number;
  readonly run: PlanRun;
  readonly whenOver: (outcome: 'done' | 'aborted') => void;
}

/** Runs one plan at a time, edge by edge as its blocks say. */
export class PlanEngine {
  readonly #options: PlanEngineOptions;
  #running: Running | undefined;
  #last: { readonly serial: number; readonly run: PlanRun } | undefined;

  constructor(options: PlanEngineOptions) {
    this.#options = options;
  }

  /** The serial under way; undefined between plans. */
  get serial(): number | undefined {
    return this.#running?.serial;
  }

  /** When something is to be done next on the board's clock; Infinity between plans. */
  get dueTick(): number {
    return this.#running?.run.dueTick ?? Infinity;
  }

  /** The plan of this boot that ran last. */
  get last(): { readonly serial: number; readonly run: PlanRun } | undefined {
    return this.#last;
  }

  /** @param whenOver told once, except where the board is reset before */
  start(serial: number, run: PlanRun, whenOver: Running['whenOver']): void {
    const { ledger, ticks, paced } = this.#options;
    ledger.begin(serial, run);
    this.#running = { serial, run, whenOver };
    this.#last = this.#running;
    if (paced) return;
    while (!run.isOver) if (!this.#applyBlock(serial, run)) return;
    ticks.advance(run.durationTicks);
    this.#finish('done');
  }

  /**
   * Does everything that was due until now, each at its own instant.
   *
   * @param whenFree called when a plan has ended, still at the instant of its end; it may start the next
   */
  catchUp(until: number, whenFree: () => void): void {
    while (this.dueTick <= until) {
      const { serial, run } = this.#running!;
      this.#options.ticks.at(this.dueTick, () => {
        if (!run.isOver && !this.#applyBlock(serial, run)) return;
        if (!run.isOver) return;
        this.#finish('done');
        whenFree();
      });
    }
  }

  /** Ends the plan under way now, in the middle of a block if need be. */
  stop(): void {
    this.#cut();
    this.#finish('aborted');
  }

  /** The board has lost its power or was reset. */
  die(): void {
    this.#cut();
    this.#running = undefined;
  }

  /** @returns false where the board was reset */
  #applyBlock(serial: number, run: PlanRun): boolean {
    run.applyBlock();
    return !this.#options.resets('block-done', serial, run.blocksDone);
  }

  #cut(): void {
    if (this.#running === undefined) return;
    const { serial, run } = this.#running;
    const { ticks, ledger } = this.#options;
    const elapsed = ticks.now - run.reachedTick;
    if (elapsed > 0 && !run.isOver) run.cutBlock(elapsed);
    ledger.cut(serial, run);
  }

  #finish(outcome: 'done' | 'aborted'): void {
    const over = this.#running;
    this.#running = undefined;
    over?.whenOver(outcome);
  }
}
