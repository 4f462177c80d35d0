import { LinkError, type Clock, type CrossbarError, type LinkHealth } from '../core/index.js';
import type { AnyEvent } from '../protocols/index.js';
import { BoardLink, type LinkCounts } from './board-link.js';
import { greet } from './greeting.js';
import { notDone } from './grounding.js';
import { linkLost } from './link-failures.js';
import { explainLock, isLocked } from './locked-outputs.js';
import { OpenSession } from './open-session.js';
import type { Operation } from './operation.js';
import { ignore, type Transport } from './transport.js';
import { takeOut } from './take-out.js';
import { resumptionOf, type Unfinished } from './unfinished.js';

const RECONNECT_MILLISECONDS = 30_000;
const RETRY_MILLISECONDS = [100, 200, 500, 1000];

export interface BoardConnectionOptions {
  readonly where: string;
  readonly clock: Clock;
  readonly replyMilliseconds?: number;
  /** A new random number for every session, never 0. */
  readonly drawNonce: () => number;
  /** Opens the same port anew; without it a transport that is lost is lost for good. */
  readonly reopen?: () => Promise<Transport>;
  /** How long a board that was lost is looked for. */
  readonly reconnectMilliseconds?: number;
  readonly onEvent: (event: AnyEvent) => void;
}

const PASSING: ReadonlySet<string> = new Set([
  'link-lost',
  'link-timeout',
  'board-not-found',
  'board-busy',
  'port-in-use',
]);
/** Failures that another try may mend. Where another host has taken the board, it would only be taken back. */
const maySettle = (reason: CrossbarError): boolean => PASSING.has(reason.code);

const sum = (one: LinkCounts, other: LinkCounts): LinkCounts => ({
  framesReceived: one.framesReceived + other.framesReceived,
  framesDiscarded: one.framesDiscarded + other.framesDiscarded,
  bytesDiscarded: one.bytesDiscarded + other.bytesDiscarded,
  framesRepeated: one.framesRepeated + other.framesRepeated,
});

/** The board did not have its say on what was asked. */
const CUT_SHORT: ReadonlySet<string> = new Set(['link-lost', 'link-timeout', 'interrupted']);

const readingLost = (where: string): LinkError =>
  new LinkError(
    'link-lost',
    `A reading of the board at ${where} was lost with the link, and a plan has moved cells since. Read them again.`,
    { where },
  );

/**
 * The way to one board for as long as it is wanted. Operations take effect in the order they were asked for; where the
 * session is lost (unplugged, restarted, dropped), the board is found again and they go on in that order. No plan is
 * fired twice: a new session ends all that was under way, and its hello says how far the board has come.
 */
export class BoardConnection {
  readonly #options: BoardConnectionOptions;
  /** In the order they were asked for. */
  readonly #unfinished: Unfinished[] = [];
  #transport: Transport;
  #link: BoardLink;
  #session: OpenSession | undefined;
  #earlier: LinkCounts = {
    framesReceived: 0,
    framesDiscarded: 0,
    bytesDiscarded: 0,
    framesRepeated: 0,
  };
  #reconnections = 0;
  #closing = false;
  /** Why the board is being looked for. */
  #lookingFor: CrossbarError | undefined;
  #stopWaiting: () => void = ignore;
  #lost: CrossbarError | undefined;

  private constructor(transport: Transport, options: BoardConnectionOptions) {
    this.#options = options;
    this.#transport = transport;
    this.#link = this.#join(transport);
  }

  /** @throws LinkError `board-not-found`, `board-busy`, `protocol-mismatch`; the transport is closed then */
  static async open(transport: Transport, options: BoardConnectionOptions): Promise<BoardConnection> {
    const connection = new BoardConnection(transport, options);
    try {
      connection.#session = await connection.#greet(0);
    } catch (error) {
      await connection.close();
      throw error;
    }
    return connection;
  }

  get where(): string {
    return this.#options.where;
  }

  /** Why nothing can be done any more; undefined while there is hope. Latched. */
  get lost(): CrossbarError | undefined {
    return this.#lost;
  }

  get health(): LinkHealth {
    return { ...sum(this.#earlier, this.#link.counts), reconnections: this.#reconnections };
  }

  /** The open session; undefined while the board is being looked for. */
  get session(): OpenSession | undefined {
    return this.#session;
  }

  /** Does it now, or when the board was found again. */
  perform<Result>(operation: Operation<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (this.#lost !== undefined) {
        reject(operation.givenUp?.(this.#lost) ?? this.#lost);
        return;
      }
      if (operation.grounds === true) for (const before of this.#unfinished) before.isOvertaken = true;
      const resolved = resolve as Unfinished['resolve'];
      const unfinished: Unfinished = { operation, resolve: resolved, reject, isOvertaken: false };
      this.#unfinished.push(unfinished);
      if (this.#session !== undefined) void this.#attempt(unfinished, this.#session);
    });
  }

  /** Nothing is looked for any more; what has not been sent is given up. */
  beginClosing(reason: CrossbarError): void {
    this.#closing = true;
    this.#link.rejectWaiting(reason);
    if (this.#lookingFor !== undefined) this.#giveUp(this.#lookingFor);
    this.#stopWaiting();
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#link.close();
  }

  #join(transport: Transport): BoardLink {
    const { onEvent } = this.#options;
    const link = new BoardLink(transport, this.#options);
    link.onEvent = onEvent;
    link.onLost = (reason) => {
      if (link === this.#link) this.#sessionLost(reason);
    };
    return link;
  }

  async #greet(previous: number): Promise<OpenSession> {
    const { clock, drawNonce } = this.#options;
    const hostNonce = drawNonce();
    const hello = await greet(this.#link, clock, hostNonce, previous);
    return new OpenSession(this.#link, hello, hostNonce);
  }

  async #attempt(unfinished: Unfinished, session: OpenSession): Promise<void> {
    let result: unknown;
    try {
      result = await unfinished.operation.attempt(session, unfinished.isOvertaken);
    } catch (error) {
      const reason = error as CrossbarError;
      if (this.#goesOn(session)) return;
      if (isLocked(reason)) await this.#unlock(unfinished, session, reason);
      else this.#fail(unfinished, reason, CUT_SHORT.has(reason.code));
      return;
    }
    takeOut(this.#unfinished, unfinished);
    unfinished.resolve(result);
  }

  /** An operation that was refused knows why; one that was cut short knows what that means. */
  #fail(unfinished: Unfinished, reason: CrossbarError, isCutShort: boolean): void {
    if (!takeOut(this.#unfinished, unfinished)) return;
    const { operation, reject } = unfinished;
    reject(isCutShort ? (operation.givenUp?.(reason) ?? reason) : reason);
  }

  /** Whether an operation that failed will be tried again, because its session is gone and another will come. */
  #goesOn(session: OpenSession): boolean {
    return session !== this.#session && this.#lost === undefined && !this.#closing;
  }

  /**
   * Of a refusal because the outputs are locked. A board that has grounded itself since it was released says why: after a
   * lost lease the session begins anew, and what it had refused with it.
   */
  async #unlock(unfinished: Unfinished, session: OpenSession, refusal: CrossbarError): Promise<void> {
    // the link may be lost meanwhile, or a ground give up the question
    const explanation = await explainLock(session).catch(() => refusal);
    if (this.#goesOn(session)) return;
    if (unfinished.isOvertaken) this.#fail(unfinished, notDone(this.where), true);
    else if (explanation !== 'lease') this.#fail(unfinished, explanation, true);
    else {
      session.link.fail(linkLost(this.where, 'it had heard nothing for too long and grounded itself'));
      if (!this.#goesOn(session)) this.#fail(unfinished, refusal, true);
    }
  }

  #sessionLost(reason: CrossbarError): void {
    const lost = this.#session;
    this.#session = undefined;
    if (lost === undefined) return;
    const { reopen } = this.#options;
    const hopeless =
      reason.code === 'board-busy' || !maySettle(reason) || (this.#transportGone && reopen === undefined);
    if (this.#closing || hopeless) this.#giveUp(reason);
    else void this.#recover(lost, reason);
  }

  #giveUp(reason: CrossbarError): void {
    this.#lost ??= reason;
    for (const { operation, reject } of this.#unfinished) reject(operation.givenUp?.(this.#lost) ?? this.#lost);
    this.#unfinished.length = 0;
  }

  async #recover(lost: OpenSession, reason: CrossbarError): Promise<void> {
    const { clock, reconnectMilliseconds = RECONNECT_MILLISECONDS } = this.#options;
    const until = clock.now() + reconnectMilliseconds;
    this.#lookingFor = reason;
    for (let tries = 0; !this.#closing; tries += 1) {
      try {
        const session = await this.#findAgain(lost);
        if (session.link.lost !== undefined) throw session.link.lost;
        this.#lookingFor = undefined;
        this.#reconnections += 1;
        this.#session = session;
        this.#goOn(session);
        return;
      } catch (error) {
        const failure = error as CrossbarError;
        if (!maySettle(failure)) return this.#giveUp(failure);
        if (this.#transportGone && this.#options.reopen === undefined) return this.#giveUp(reason);
        if (clock.now() >= until) return this.#giveUp(reason);
        const wait = RETRY_MILLISECONDS[Math.min(tries, RETRY_MILLISECONDS.length - 1)]!;
        await this.#wait(wait);
      }
    }
    this.#giveUp(reason);
  }

  #wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(milliseconds, resolve);
      this.#stopWaiting = () => {
        cancel();
        resolve();
      };
    });
  }

  get #transportGone(): boolean {
    return this.#link.transportGone;
  }

  /** A new session with the same board, over the same transport where that is still there. */
  async #findAgain(lost: OpenSession): Promise<OpenSession> {
    const { reopen } = this.#options;
    const gone = this.#transportGone;
    if (gone && reopen !== undefined) {
      await this.#transport.close();
      this.#transport = await reopen();
      if (this.#closing) await this.#transport.close();
    } else if (gone) throw linkLost(this.where, 'its port is gone');
    this.#earlier = sum(this.#earlier, this.#link.counts);
    this.#link = this.#join(this.#transport);
    const session = await this.#greetAgain(lost);
    const { hello } = session;
    if (hello.identity === lost.hello.identity && hello.lastSerial >= lost.hello.lastSerial) return session;
    throw new LinkError(
      'protocol-mismatch',
      `Another board answers at ${this.where} now, or its limits were changed. Open it again.`,
      { where: this.where },
    );
  }

  async #greetAgain(lost: OpenSession): Promise<OpenSession> {
    try {
      return await this.#greet(lost.link.session);
    } catch (error) {
      // a board that no longer answers on this port may answer on the port opened anew
      if (this.#options.reopen !== undefined) await this.#link.close();
      throw error;
    }
  }

  #goOn(session: OpenSession): void {
    const { again, staleReadings } = resumptionOf([...this.#unfinished], session.hello.lastSerial);
    for (const reading of staleReadings) this.#fail(reading, readingLost(this.where), false);
    for (const unfinished of again) void this.#attempt(unfinished, session);
  }
}
