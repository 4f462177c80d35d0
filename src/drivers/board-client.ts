import type {
  Board,
  BoardIdentity,
  BoardLimits,
  Clock,
  Crossbar,
  CrossbarError,
  GroundingProof,
  LinkHealth,
  PlanRecord,
} from '../core/index.js';
import { ERROR_CODES, type IdentityDocument } from '../protocols/index.js';
import { BoardLink } from './board-link.js';
import { boardRejection } from './board-rejection.js';
import { CrossbarClient } from './crossbar-client.js';
import { greet } from './greeting.js';
import { ground, groundByAnyMeans, groundingFailed } from './grounding.js';
import { identify } from './identification.js';
import { linkClosed } from './link-failures.js';
import { recordFrom } from './plan-records.js';
import { PlanRunner } from './plan-runner.js';
import { SerialCounter } from './serial-counter.js';
import type { Transport } from './transport.js';

export interface BoardClientOptions {
  /** The board's address, as people know it. */
  readonly uri: string;
  readonly clock: Clock;
  /** Random, never 0. */
  readonly hostNonce: number;
  /** How long the board may take to answer, beyond the length of a plan; 5000 unless told. */
  readonly replyMilliseconds?: number;
}

interface OpenedBoard {
  readonly uri: string;
  readonly clock: Clock;
  readonly link: BoardLink;
  readonly document: IdentityDocument;
  readonly lastSerial: number;
  readonly maxBody: number;
}

const REPLY_MILLISECONDS = 5000;

/** The host's side of a board. */
export class BoardClient implements Board {
  readonly uri: string;
  readonly identity: BoardIdentity;
  readonly limits: BoardLimits;
  readonly crossbars: readonly Crossbar[];
  readonly lastSerialAtOpen: number;
  readonly #clock: Clock;
  readonly #link: BoardLink;
  readonly #serials: SerialCounter;
  #closing: Promise<void> | undefined;
  #fault: CrossbarError | undefined;

  private constructor({ uri, clock, link, document, lastSerial, maxBody }: OpenedBoard) {
    const { identity, limits, adc, arrays } = document;
    this.uri = uri;
    this.identity = identity;
    this.limits = limits;
    this.lastSerialAtOpen = lastSerial;
    this.#clock = clock;
    this.#link = link;
    this.#serials = new SerialCounter(lastSerial);
    const runner = new PlanRunner({ link, limits, maxBody, serials: this.#serials });
    const ground = (): Promise<GroundingProof> => this.ground();
    link.onEvent = (event) => runner.started(event.fields);
    this.crossbars = arrays.map(
      (shape, array) => new CrossbarClient({ array, shape, limits, adc, link, runner, ground }),
    );
  }

  /**
   * Says hello and asks the board who it is. The transport is the client's from then on, and closed where this fails.
   *
   * @throws LinkError `board-not-found` when nothing answers, `board-busy` when it hangs up, `protocol-mismatch`,
   *   `link-lost`, `link-timeout`
   */
  static async open(transport: Transport, options: BoardClientOptions): Promise<BoardClient> {
    const { uri, clock, hostNonce, replyMilliseconds = REPLY_MILLISECONDS } = options;
    const link = new BoardLink(transport, { clock, where: uri, replyMilliseconds });
    try {
      const { maxBody, lastSerial } = await greet(link, clock, hostNonce);
      const document = await identify(link, maxBody);
      return new BoardClient({ uri, clock, link, document, lastSerial, maxBody });
    } catch (error) {
      await link.close();
      throw error;
    }
  }

  get health(): LinkHealth {
    return this.#link.health;
  }

  /** Why the link went, or why the last close could not prove the outputs grounded; undefined while all is well. */
  get fault(): CrossbarError | undefined {
    return this.#fault ?? (this.#closing === undefined ? this.#link.lost : undefined);
  }

  takeSerial(): number {
    return this.#serials.take();
  }

  async recordOf(serial: number): Promise<PlanRecord | undefined> {
    const answer = await this.#link.send('record', { serial }).answer;
    if ('reply' in answer) {
      this.#serials.spend(serial);
      return recordFrom(answer.reply);
    }
    const { refused } = answer;
    if (refused.code !== ERROR_CODES['no-record']) throw boardRejection(this.uri, 'record', refused);
    if (this.#serials.isWithinRecords(serial)) this.#serials.giveBack(serial);
    return undefined;
  }

  ground(): Promise<GroundingProof> {
    return ground(this.#link, this.#clock);
  }

  /**
   * What was not sent yet is given up; what is under way is waited for, within the bound of 2.5 s. Where the link was
   * lost before, this resolves and {@link fault} says why: the board is on its own then.
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
    this.#fault = this.#link.lost;
    if (this.#link.lost === undefined) {
      this.#link.rejectWaiting(linkClosed(this.uri));
      const proof = await groundByAnyMeans(this.#link, this.#clock);
      this.#fault = this.#link.lost ?? (proof?.grounded === true ? undefined : groundingFailed(this.uri, proof));
    }
    await this.#link.close();
    if (this.#fault?.code === 'grounding-failed') throw this.#fault;
  }
}
