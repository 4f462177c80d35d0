import {
  amperes,
  assertOnlyLowers,
  type AnalogPath,
  type Board,
  type BoardIdentity,
  type BoardLimits,
  type BoardStatus,
  type Clock,
  type Crossbar,
  type CrossbarError,
  type GroundingProof,
  type LinkHealth,
  type LowerableLimits,
  type PlanRecord,
  type PlanVerdict,
} from '../core/index.js';
import { ERROR_CODES, type HelloReply, type IdentityDocument, type StartedEvent } from '../protocols/index.js';
import { BoardConnection } from './board-connection.js';
import { boardRejection } from './board-rejection.js';
import { statusFrom } from './board-status.js';
import { CrossbarClient } from './crossbar-client.js';
import { ground, groundByAnyMeans, groundingFailed } from './grounding.js';
import { identify } from './identification.js';
import { linkClosed } from './link-failures.js';
import { limitsInForce, lowerRequest } from './lowered-limits.js';
import { recordFrom } from './plan-records.js';
import { PlanRunner } from './plan-runner.js';
import { SerialCounter } from './serial-counter.js';
import { ignore, type Transport } from './transport.js';

export interface BoardClientOptions {
  /** The board's address, as people know it. */
  readonly uri: string;
  readonly clock: Clock;
  /** A new random number for every session, never 0. */
  readonly drawNonce: () => number;
  /** Opens the same port anew; without it a port that is lost is lost for good. */
  readonly reopen?: () => Promise<Transport>;
  /** How long a board that was lost is looked for; 30 s unless told. */
  readonly reconnectMilliseconds?: number;
  /** How long the board may take to answer, beyond the length of a plan; 5000 unless told. */
  readonly replyMilliseconds?: number;
}

interface OpenedBoard {
  readonly uri: string;
  readonly clock: Clock;
  readonly connection: BoardConnection;
  readonly document: IdentityDocument;
  readonly hello: HelloReply;
  readonly events: EventSink;
}

/** Told of the board's events once there is somebody to tell. */
interface EventSink {
  started: (event: StartedEvent) => void;
}

/** The host's side of a board. */
export class BoardClient implements Board {
  readonly uri: string;
  readonly identity: BoardIdentity;
  readonly limits: BoardLimits;
  readonly analog: AnalogPath;
  readonly crossbars: readonly Crossbar[];
  readonly lastSerialAtOpen: number;
  readonly #clock: Clock;
  readonly #connection: BoardConnection;
  readonly #serials: SerialCounter;
  #closing: Promise<void> | undefined;
  #fault: CrossbarError | undefined;

  private constructor({ uri, clock, connection, document, hello, events }: OpenedBoard) {
    const { identity, limits, adc, arrays } = document;
    const analog = { ...document.analog, senseFullScaleAmperes: amperes(adc.fullScaleAmperes) };
    const { lastSerial, maxBody } = hello;
    this.uri = uri;
    this.identity = identity;
    this.limits = limits;
    this.analog = analog;
    this.lastSerialAtOpen = lastSerial;
    this.#clock = clock;
    this.#connection = connection;
    this.#serials = new SerialCounter(lastSerial);
    const runner = new PlanRunner({ connection, limits, adc, maxBody, serials: this.#serials });
    const ground = (): Promise<GroundingProof> => this.ground();
    events.started = (event) => runner.started(event);
    this.crossbars = arrays.map(
      (shape, array) => new CrossbarClient({ array, shape, limits, analog, adc, connection, runner, ground }),
    );
  }

  /**
   * Says hello and asks the board who it is. The transport is the client's from then on, and closed where this fails.
   *
   * @throws LinkError `board-not-found` when nothing answers, `board-busy` when it hangs up, `protocol-mismatch`,
   *   `link-lost`, `link-timeout`
   */
  static async open(transport: Transport, options: BoardClientOptions): Promise<BoardClient> {
    const { uri, clock, drawNonce, reopen, reconnectMilliseconds, replyMilliseconds } = options;
    const events: EventSink = { started: ignore };
    const connection = await BoardConnection.open(transport, {
      where: uri,
      clock,
      drawNonce,
      ...(replyMilliseconds === undefined ? {} : { replyMilliseconds }),
      ...(reopen === undefined ? {} : { reopen }),
      ...(reconnectMilliseconds === undefined ? {} : { reconnectMilliseconds }),
      onEvent: (event) => events.started(event.fields),
    });
    try {
      const { hello } = connection.session!;
      const document = await connection.perform({ attempt: ({ link }) => identify(link, hello.maxBody) });
      return new BoardClient({ uri, clock, connection, document, hello, events });
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  get health(): LinkHealth {
    return this.#connection.health;
  }

  /** Why the board is lost, or why the last close could not prove the outputs grounded; undefined while all is well. */
  get fault(): CrossbarError | undefined {
    return this.#fault ?? (this.#closing === undefined ? this.#connection.lost : undefined);
  }

  takeSerial(): number {
    return this.#serials.take();
  }

  async recordOf(serial: number): Promise<PlanRecord | undefined> {
    const answer = await this.#connection.perform({ attempt: ({ link }) => link.send('record', { serial }).answer });
    if ('reply' in answer) {
      this.#serials.spend(serial);
      return recordFrom(answer.reply);
    }
    const { refused } = answer;
    if (refused.code !== ERROR_CODES['no-record']) throw boardRejection(this.uri, 'record', refused);
    if (this.#serials.isWithinRecords(serial)) this.#serials.giveBack(serial);
    return undefined;
  }

  async status(): Promise<BoardStatus> {
    return statusFrom(await this.#connection.perform({ attempt: ({ link }) => link.request('status', {}) }));
  }

  async reconcile(serial: number, verdict: PlanVerdict): Promise<PlanRecord> {
    const record = await this.#connection.perform({
      attempt: async (session) => {
        const reply = await session.link.request('reconcile', { serial, verdict });
        session.lock();
        return reply;
      },
    });
    return recordFrom(record);
  }

  async clear(): Promise<BoardStatus> {
    await this.#connection.perform({
      attempt: async (session) => {
        const { key } = await session.link.request('clear', { key: 0 });
        if (key === 0) return;
        await session.link.request('clear', { key });
        session.lock();
      },
    });
    return this.status();
  }

  async lowerLimits(changes: Partial<LowerableLimits>): Promise<LowerableLimits> {
    assertOnlyLowers(changes, this.limits);
    const request = lowerRequest(changes);
    return limitsInForce(await this.#connection.perform({ attempt: ({ link }) => link.request('lower', request) }));
  }

  ground(): Promise<GroundingProof> {
    return this.#connection.perform({ grounds: true, attempt: (session) => ground(session, this.#clock) });
  }

  /**
   * What was not sent yet is given up; what is under way is waited for, within the bound of 2.5 s. Where the link was
   * lost before, this resolves and {@link fault} says why: the board is on its own then, and grounds itself when its
   * lease ends.
   *
   * @throws LinkError `grounding-failed` after the port is free, where the board was there and did not prove its outputs
   *   to be at 0 V
   */
  close(): Promise<void> {
    this.#closing ??= this.#groundAndLetGo();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #groundAndLetGo(): Promise<void> {
    const connection = this.#connection;
    const { session } = connection;
    connection.beginClosing(linkClosed(this.uri));
    this.#fault = connection.lost;
    if (session !== undefined) {
      const proof = await groundByAnyMeans(session, this.#clock);
      this.#fault = connection.lost ?? (proof?.grounded === true ? undefined : groundingFailed(this.uri, proof));
    }
    await connection.close();
    if (this.#fault?.code === 'grounding-failed') throw this.#fault;
  }
}
