import {
  assertPlanWithinLimits,
  boardTicks,
  LimitError,
  planTicks,
  type BoardLimits,
  type BoardTicks,
  type LinkError,
  type PlanRecord,
  type PulsePlan,
  type RunOptions,
  type Shape,
} from '../core/index.js';
import {
  BODY_OVERHEAD,
  encodePlan,
  encodeRequest,
  ERROR_CODES,
  planIdOf,
  type ErrorFields,
  type StartedEvent,
} from '../protocols/index.js';
import type { BoardLink, Ticket } from './board-link.js';
import { boardLimitError, boardRejection } from './board-rejection.js';
import { inDoubt, recordFrom } from './plan-records.js';
import type { SerialCounter } from './serial-counter.js';

const NO_BYTES = new Uint8Array(0);
const ANY_ID = '0'.repeat(32);
/** What a load request has beside its piece. */
const PIECE_OVERHEAD =
  BODY_OVERHEAD + encodeRequest('load', { planId: ANY_ID, total: 0, offset: 0, piece: NO_BYTES }).length;

/** The refusals after which the serial is fired all the same. */
const SPENT: ReadonlySet<number> = new Set([ERROR_CODES['serial-of-other-plan'], ERROR_CODES['no-record']]);

export interface PlanRunnerOptions {
  readonly link: BoardLink;
  readonly limits: BoardLimits;
  /** Largest body the board takes, bytes. */
  readonly maxBody: number;
  readonly serials: SerialCounter;
}

/** Loads plans and fires them, each serial once. Never sends a fire again by itself. */
export class PlanRunner {
  readonly #options: PlanRunnerOptions;
  readonly #listeners = new Map<number, (startTick: BoardTicks) => void>();
  /** The plan that the board has at hand, as far as the requests before were granted. */
  #loaded = '';

  constructor(options: PlanRunnerOptions) {
    this.#options = options;
  }

  /** @throws see `Crossbar.run` */
  async run(plan: PulsePlan, shape: Shape, { serial, onStarted }: RunOptions): Promise<PlanRecord> {
    const { link, limits, serials } = this.#options;
    let bytes: Uint8Array;
    try {
      assertPlanWithinLimits(plan, shape, limits);
      bytes = encodePlan(plan);
      this.#assertFits(plan, bytes);
    } catch (error) {
      serials.giveBack(serial);
      throw error;
    }
    const planId = planIdOf(bytes);
    const loads = this.#loaded === planId ? [] : this.#load(planId, bytes);
    this.#loaded = planId;
    const work = planTicks(plan) * limits.tickSeconds * 1000;
    const fire = link.send('fire', { planId, serial }, work);
    if (onStarted) this.#listeners.set(serial, onStarted);
    try {
      const answer = await this.#answerOf(fire, serial);
      if ('refused' in answer) throw await this.#refusal(plan.array, serial, answer.refused, loads);
      serials.spend(serial);
      const record = recordFrom(answer.reply);
      if (record.outcome === 'done') return record;
      throw inDoubt(link.where, serial, `the board's own record says ${record.outcome}`);
    } catch (error) {
      this.#loaded = '';
      throw error;
    } finally {
      this.#listeners.delete(serial);
    }
  }

  /** The board has told of a first edge. */
  started({ serial, startTick }: StartedEvent): void {
    const listener = this.#listeners.get(serial);
    if (listener) queueMicrotask(() => listener(boardTicks(startTick)));
  }

  #assertFits(plan: PulsePlan, bytes: Uint8Array): void {
    const limit = this.#options.limits.maxPlanBytes;
    if (bytes.length <= limit) return;
    throw new LimitError(
      `The plan has ${bytes.length} bytes, the board holds ${limit} bytes. Split it into plans of fewer blocks.`,
      {
        quantity: 'plan-bytes',
        measured: bytes.length,
        limit,
        unit: 'B',
        where: `array ${plan.array}`,
        row: null,
        column: null,
        enforcedBy: 'host',
      },
    );
  }

  #load(planId: string, bytes: Uint8Array): readonly Ticket<'load'>[] {
    const { link, maxBody } = this.#options;
    const size = maxBody - PIECE_OVERHEAD;
    const tickets: Ticket<'load'>[] = [];
    for (let offset = 0; offset < bytes.length; offset += size) {
      const piece = bytes.subarray(offset, offset + size);
      const ticket = link.send('load', { planId, total: bytes.length, offset, piece });
      // what became of a load shows when the plan is fired
      ticket.answer.catch(() => {});
      tickets.push(ticket);
    }
    return tickets;
  }

  async #answerOf(fire: Ticket<'fire'>, serial: number): ReturnType<() => Ticket<'fire'>['answer']> {
    try {
      return await fire.answer;
    } catch (error) {
      if (fire.written) throw inDoubt(this.#options.link.where, serial, (error as LinkError).message, error);
      this.#options.serials.giveBack(serial);
      throw error;
    }
  }

  /** Why a plan was not fired: where it did not arrive, what became of its loading says more. */
  async #refusal(
    array: number,
    serial: number,
    refused: ErrorFields,
    loads: readonly Ticket<'load'>[],
  ): Promise<LinkError | LimitError> {
    const { link, limits, serials } = this.#options;
    if (SPENT.has(refused.code)) serials.spend(serial);
    else serials.giveBack(serial);
    if (refused.code === ERROR_CODES['plan-not-loaded']) {
      for (const load of loads) {
        try {
          const answer = await load.answer;
          if ('refused' in answer) return boardRejection(link.where, 'load', answer.refused);
        } catch (error) {
          return error as LinkError;
        }
      }
    }
    return boardLimitError(array, limits, refused) ?? boardRejection(link.where, 'fire', refused);
  }
}
