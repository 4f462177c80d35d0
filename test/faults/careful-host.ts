import assert from 'node:assert/strict';
import { CrossbarError, type PlanRecord, type PulsePlan, type RandomStream } from '../../src/core/index.js';
import type { BoardClient } from '../../src/drivers/index.js';

/** As many as the scheduler keeps in flight, and one more. */
const MOST_AT_ONCE = 3;

const restingReading = (board: BoardClient): Float64Array =>
  new Float64Array(board.crossbars[0]!.shape.rows).fill(0.05);

/** What the host came to know of a serial, without a look at the twin. */
export interface Belief {
  readonly plan: PulsePlan;
  readonly outcome: 'done' | 'indeterminate';
  /** Undefined where they did not come. */
  readonly samples: Float64Array | undefined;
}

/** The host's side of a run: fires plans a few at a time and settles what went wrong, as a careful program would. */
export class CarefulHost {
  readonly beliefs = new Map<number, Belief>();
  openings = 0;
  reconnections = 0;
  framesRepeated = 0;
  readonly #open: () => Promise<BoardClient>;
  readonly #drawPlan: (random: RandomStream) => PulsePlan;
  #board: BoardClient | undefined;
  /** Plans that were given a serial and not yet heard of. */
  readonly #underWay = new Map<number, PulsePlan>();

  constructor(open: () => Promise<BoardClient>, drawPlan: (random: RandomStream) => PulsePlan) {
    this.#open = open;
    this.#drawPlan = drawPlan;
  }

  async run(random: RandomStream, plans: number): Promise<void> {
    while (this.beliefs.size < plans) {
      const board = await this.#openBoard();
      const atOnce = Math.min(plans - this.beliefs.size, 1 + Math.floor(random.uniform() * MOST_AT_ONCE));
      const firings = Array.from({ length: atOnce }, () => this.#fire(board, this.#drawPlan(random)));
      const reading = random.uniform() < 0.2 ? board.crossbars[0]!.readForward(restingReading(board)) : undefined;
      const failures = (await Promise.allSettled(firings)).filter(({ status }) => status === 'rejected');
      await reading?.catch(() => {});
      if (failures.length > 0) await this.#settle(board);
    }
  }

  async close(): Promise<void> {
    await this.#board?.close().catch(() => {});
    this.#letGo();
  }

  async #openBoard(): Promise<BoardClient> {
    while (this.#board === undefined) {
      this.openings += 1;
      this.#board = await this.#open().catch(() => undefined);
      if (this.#board) await this.#settle(this.#board);
    }
    return this.#board;
  }

  #letGo(): void {
    this.reconnections += this.#board?.health.reconnections ?? 0;
    this.framesRepeated += this.#board?.health.framesRepeated ?? 0;
    this.#board = undefined;
  }

  async #fire(board: BoardClient, plan: PulsePlan): Promise<PlanRecord> {
    const serial = board.takeSerial();
    this.#underWay.set(serial, plan);
    const { samples, ...record } = await board.crossbars[0]!.run(plan, { serial });
    this.#believe(serial, record, samples);
    return record;
  }

  #believe(serial: number, record: PlanRecord, samples?: Float64Array): void {
    const plan = this.#underWay.get(serial);
    this.#underWay.delete(serial);
    if (plan === undefined) return;
    assert(!this.beliefs.has(serial), `serial ${serial} heard of twice`);
    assert.notEqual(record.outcome, 'aborted');
    this.beliefs.set(serial, { plan, outcome: record.outcome === 'done' ? 'done' : 'indeterminate', samples });
  }

  /** Asks for every open serial, and reads the cells of a plan that was cut off. Fires nothing. */
  async #settle(board: BoardClient): Promise<void> {
    try {
      const { state, lastSerial } = await board.status();
      for (const serial of this.#underWay.keys()) {
        const record = await board.recordOf(serial);
        if (record !== undefined) this.#believe(serial, record);
        else this.#underWay.delete(serial);
      }
      if (state !== 'indeterminate') return;
      await board.crossbars[0]!.readForward(restingReading(board));
      await board.reconcile(lastSerial, 'partial');
    } catch (error) {
      assert(error instanceof CrossbarError);
      await board.close().catch(() => {});
      this.#letGo();
    }
  }
}
