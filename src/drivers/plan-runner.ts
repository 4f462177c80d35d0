import {
  assertPlanWithinLimits,
  boardTicks,
  LimitError,
  planBlocks,
  planSamples,
  planTicks,
  type BoardLimits,
  type BoardTicks,
  type CrossbarError,
  type LinkError,
  type PlanRecord,
  type PlanResult,
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
  type AdcRange,
  type ErrorFields,
  type StartedEvent,
} from '../protocols/index.js';
import type { BoardConnection } from './board-connection.js';
import { boardLimitError, boardRejection } from './board-rejection.js';
import { notDone } from './grounding.js';
import { isLocked } from './locked-outputs.js';
import type { OpenSession } from './open-session.js';
import { inDoubt, recordFrom, stopped } from './plan-records.js';
import { fetchSamples } from './plan-samples.js';
import { amperesOf } from './readings.js';
import type { SerialCounter } from './serial-counter.js';
import { takeOut } from './take-out.js';
import type { Ticket } from './ticket.js';

const NO_BYTES = new Uint8Array(0);
const NO_CODES = new Int32Array(0);
const ANY_ID = '0'.repeat(32);
/** What a load request has beside its piece. */
const PIECE_OVERHEAD =
  BODY_OVERHEAD + encodeRequest('load', { planId: ANY_ID, total: 0, offset: 0, piece: NO_BYTES }).length;

/** The refusals after which the serial is fired all the same. */
const SPENT: ReadonlySet<number> = new Set([ERROR_CODES['serial-of-other-plan'], ERROR_CODES['no-record']]);

export interface PlanRunnerOptions {
  readonly connection: BoardConnection;
  readonly limits: BoardLimits;
  readonly adc: AdcRange;
  /** Largest body the board takes, bytes. */
  readonly maxBody: number;
  readonly serials: SerialCounter;
}

/** A plan on its way, in the bytes in which it travels. */
interface Firing {
  readonly array: number;
  readonly serial: number;
  readonly planId: string;
  readonly bytes: Uint8Array;
  readonly workMilliseconds: number;
  /** Currents that the plan samples. */
  readonly samples: number;
  /** The fire of the session at hand, until the board has refused it. */
  fire: Ticket<'fire'> | undefined;
}

/** One who wants to be told of a plan's first edge. */
interface StartListener {
  readonly serial: number;
  readonly onStarted: (startTick: BoardTicks) => void;
}

/** What is known once a plan is over: whether it ran no longer hangs on the board, its samples still do. */
interface Fired {
  readonly record: PlanRecord;
  readonly codes: Promise<Int32Array | undefined>;
}

/** Loads plans and fires them, each serial once. What a lost session leaves open the board's own count decides. */
export class PlanRunner {
  readonly #options: PlanRunnerOptions;
  readonly #listeners: StartListener[] = [];

  constructor(options: PlanRunnerOptions) {
    this.#options = options;
  }

  /** @throws see `Crossbar.run` */
  async run(plan: PulsePlan, shape: Shape, { serial, onStarted }: RunOptions): Promise<PlanResult> {
    const { connection, serials } = this.#options;
    const firing = this.#prepare(plan, shape, serial);
    if (onStarted) this.#listeners.push({ serial, onStarted });
    try {
      const { record, codes } = await connection.perform({
        serial,
        attempt: (session, isOvertaken) =>
          serial <= session.hello.lastSerial ? this.#ask(firing, session) : this.#fire(firing, session, isOvertaken),
        givenUp: (reason) => this.#givenUp(firing, reason),
      });
      serials.spend(serial);
      this.#tellStarted(serial, record.startTick);
      if (record.outcome === 'aborted') throw stopped(connection.where, record, planBlocks(plan));
      if (record.outcome !== 'done') {
        throw inDoubt(connection.where, serial, `the board's own record says ${record.outcome}`);
      }
      const sampled = await codes;
      return { ...record, samples: sampled && amperesOf(sampled, this.#options.adc) };
    } catch (error) {
      // the next plan begins from what the board really holds
      if (connection.session) connection.session.loadedPlan = '';
      throw error;
    } finally {
      this.#takeListener(serial);
    }
  }

  /** The board has told of a first edge. */
  started({ serial, startTick }: StartedEvent): void {
    this.#tellStarted(serial, startTick);
  }

  #tellStarted(serial: number, startTick: number): void {
    const listener = this.#takeListener(serial);
    if (listener) queueMicrotask(() => listener.onStarted(boardTicks(startTick)));
  }

  #takeListener(serial: number): StartListener | undefined {
    for (const listener of this.#listeners) {
      if (listener.serial !== serial) continue;
      takeOut(this.#listeners, listener);
      return listener;
    }
    return undefined;
  }

  #prepare(plan: PulsePlan, shape: Shape, serial: number): Firing {
    const { limits, serials } = this.#options;
    try {
      assertPlanWithinLimits(plan, shape, limits);
      const bytes = encodePlan(plan);
      this.#assertFits(plan, bytes);
      const workMilliseconds = planTicks(plan) * limits.tickSeconds * 1000;
      const samples = planSamples(plan);
      return { array: plan.array, serial, planId: planIdOf(bytes), bytes, workMilliseconds, samples, fire: undefined };
    } catch (error) {
      serials.giveBack(serial);
      throw error;
    }
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

  /** The session before was lost, and the board has fired this serial in it. Nothing is fired here. */
  async #ask({ serial, planId, workMilliseconds, samples }: Firing, { link, hello }: OpenSession): Promise<Fired> {
    this.#options.serials.spend(serial);
    // a plan that still runs is waited for: the board does this after it, and whatever was grounded stays so
    if (hello.state === 'running') await link.send('clear', { key: 0 }, workMilliseconds).answer;
    const answer = await link.send('record', { serial }).answer;
    if ('refused' in answer) throw inDoubt(link.where, serial, 'the board no longer has its record');
    if (answer.reply.planId === planId) {
      return { record: recordFrom(answer.reply), codes: Promise.resolve(samples === 0 ? NO_CODES : undefined) };
    }
    throw inDoubt(link.where, serial, `the board has fired plan ${answer.reply.planId} under it`);
  }

  async #fire(firing: Firing, session: OpenSession, isOvertaken: boolean): Promise<Fired> {
    const { array, serial, planId, samples } = firing;
    // where there was a session before, it is known by now that the board has not fired it in that
    firing.fire = undefined;
    if (isOvertaken) throw notDone(session.link.where);
    const token = session.arm();
    const loads = session.loadedPlan === planId ? [] : this.#load(firing, session);
    session.loadedPlan = planId;
    firing.fire = session.link.send('fire', { planId, serial, token }, firing.workMilliseconds);
    // right behind, so that they are served before the next plan is fired
    const codes = fetchSamples(session.link, serial, samples, this.#options.maxBody);
    // nobody asks for those of a plan that was refused or stopped
    codes.catch(() => {});
    const answer = await firing.fire.answer;
    if ('reply' in answer) return { record: recordFrom(answer.reply), codes };
    firing.fire = undefined;
    throw await this.#refusal(array, serial, answer.refused, loads);
  }

  #load({ planId, bytes }: Firing, { link }: OpenSession): readonly Ticket<'load'>[] {
    const size = this.#options.maxBody - PIECE_OVERHEAD;
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

  /** The board is gone, or answers everything but this. */
  #givenUp({ serial, fire }: Firing, reason: CrossbarError): CrossbarError {
    const { connection, serials } = this.#options;
    if (fire?.written === true) return inDoubt(connection.where, serial, reason.message, reason);
    serials.giveBack(serial);
    return reason;
  }

  /** Why a plan was not fired: where it did not arrive, what became of its loading says more. */
  async #refusal(
    array: number,
    serial: number,
    refused: ErrorFields,
    loads: readonly Ticket<'load'>[],
  ): Promise<LinkError | LimitError> {
    const { connection, limits, serials } = this.#options;
    const rejection = boardRejection(connection.where, 'fire', refused);
    if (SPENT.has(refused.code)) serials.spend(serial);
    else if (!isLocked(rejection)) serials.giveBack(serial);
    if (refused.code === ERROR_CODES['plan-not-loaded']) {
      for (const load of loads) {
        try {
          const answer = await load.answer;
          if ('refused' in answer) return boardRejection(connection.where, 'load', answer.refused);
        } catch (error) {
          return error as LinkError;
        }
      }
    }
    return boardLimitError(array, limits, refused) ?? rejection;
  }
}
