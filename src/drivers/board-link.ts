import { LazyAlarm, LinkError, type Clock, type CrossbarError } from '../core/index.js';
import {
  closedSession,
  decodeError,
  decodeEvent,
  decodeReply,
  Demultiplexer,
  encodeFrames,
  encodeRequest,
  ERROR_CODES,
  KINDS,
  nextHostSession,
  OPS,
  probe,
  sendRequest,
  SILENCE_MILLISECONDS,
  type AnyEvent,
  type ErrorFields,
  type Frame,
  type HelloReply,
  type HostSession,
  type HostSessionInput,
  type MessageName,
  type ReplyFields,
  type RequestFields,
} from '../protocols/index.js';
import { boardRejection } from './board-rejection.js';
import { KeepAlive } from './keep-alive.js';
import { boardRestarted, boardTaken, linkClosed, notAnswered } from './link-failures.js';
import { Outbox } from './outbox.js';
import { RequestQueue, type Batch, type PendingRequest } from './request-queue.js';
import { Ticket, type Answer } from './ticket.js';
import { ignore, type Transport } from './transport.js';

export interface BoardLinkOptions {
  readonly clock: Clock;
  /** The board's address, for messages. */
  readonly where: string;
  /** How long the board may take to answer, beyond the length of a plan; 5000 unless told. */
  readonly replyMilliseconds?: number;
}

/** What has come over a link, in frames but for the bytes that were in none. */
export interface LinkCounts {
  readonly framesReceived: number;
  readonly framesDiscarded: number;
  readonly bytesDiscarded: number;
  readonly framesRepeated: number;
}

const REPLY_MILLISECONDS = 5000;
/** No body is larger; it bounds what is kept of an unfinished one. */
const MAX_BODY = 0xffff;

/**
 * Requests and answers over one transport, in one session: what is lost on the way is sent again, everything arrives
 * once and in order, until the session is lost for good. Knows the dictionary, not what a board does.
 */
export class BoardLink {
  onEvent: (event: AnyEvent) => void = ignore;
  onLine: (line: string) => void = ignore;
  /** Called once when nothing can be asked any more. */
  onLost: (reason: CrossbarError) => void = ignore;
  readonly where: string;
  readonly #clock: Clock;
  readonly #transport: Transport;
  readonly #outbox: Outbox;
  readonly #queue: RequestQueue;
  readonly #demultiplexer: Demultiplexer;
  readonly #alarm: LazyAlarm;
  readonly #keepAlive: KeepAlive;
  #session: HostSession = closedSession;
  #ignoredFrames = 0;
  #framesRepeated = 0;
  #lost: CrossbarError | undefined;
  #transportGone = false;

  constructor(transport: Transport, { clock, where, replyMilliseconds = REPLY_MILLISECONDS }: BoardLinkOptions) {
    this.where = where;
    this.#clock = clock;
    this.#transport = transport;
    this.#outbox = new Outbox(transport, (error) => this.fail(error as LinkError));
    this.#queue = new RequestQueue({
      clock,
      replyMilliseconds,
      send: (batch) => this.#sendBatch(batch),
      timedOut: ({ name }, milliseconds) => notAnswered(where, name, milliseconds),
    });
    this.#alarm = new LazyAlarm(clock, () => this.#ring(), 1);
    this.#keepAlive = new KeepAlive(clock, () => this.#transmit([probe(this.#session)]));
    this.#demultiplexer = new Demultiplexer({
      maxBody: MAX_BODY,
      onFrame: (frame) => this.#take(frame),
      onLine: (line) => this.onLine(line),
      onDiscarded: () => this.#step({ type: 'damaged' }),
    });
    transport.onBytes = (bytes) => this.#demultiplexer.receive(bytes);
    transport.onClosed = (reason) => {
      this.#transportGone = true;
      this.fail(reason ?? linkClosed(where));
    };
  }

  /** Whether the port itself is gone, and not only what was said over it. */
  get transportGone(): boolean {
    return this.#transportGone;
  }

  /** Why nothing can be asked any more; undefined while the link is up. Latched. */
  get lost(): CrossbarError | undefined {
    return this.#lost;
  }

  get counts(): LinkCounts {
    const { framesReceived, framesDiscarded, bytesDiscarded } = this.#demultiplexer;
    return {
      framesReceived,
      bytesDiscarded,
      framesDiscarded: framesDiscarded + this.#ignoredFrames,
      framesRepeated: this.#framesRepeated,
    };
  }

  /** The session's number; 0 before it is open. */
  get session(): number {
    return this.#session.link.session;
  }

  /** How many requests, and how many bytes of them, may be under way. */
  openWindow(requests: number, bytes: number): void {
    this.#queue.openWindow(requests, bytes);
  }

  /** Lets the board hear something often enough to keep a lease; 0 ends that. */
  keepLease(milliseconds: number): void {
    if (milliseconds > 0) this.#keepAlive.start(milliseconds);
    else this.#keepAlive.stop();
  }

  /**
   * Asks the board. Requests take effect in the order of the calls; the fields are encoded before this returns.
   *
   * @param workMilliseconds how long the board will be busy with it
   * @param urgent goes before what was not sent yet, whatever the window
   * @throws ConfigError where a field does not fit its type
   */
  send<Name extends MessageName>(
    name: Name,
    fields: RequestFields[Name],
    workMilliseconds = 0,
    urgent = false,
  ): Ticket<Name> {
    const payload = encodeRequest(name, fields);
    let request!: PendingRequest;
    const answer = new Promise<Answer<Name>>((resolve, reject) => {
      const take = (frame: Frame): void => {
        const answer = this.#decode(name, frame);
        if (answer instanceof LinkError) reject(answer);
        else resolve(answer);
      };
      request = { name, payload, workMilliseconds, urgent, answer: take, fail: reject, written: false };
    });
    if (this.#lost === undefined) this.#queue.add(request);
    else request.fail(this.#lost);
    return new Ticket(request, answer);
  }

  /**
   * Asks for what the board should not refuse.
   *
   * @throws LinkError, `board-rejected` where the board refused
   */
  async request<Name extends MessageName>(name: Name, fields: RequestFields[Name]): Promise<ReplyFields[Name]> {
    const answer = await this.send(name, fields).answer;
    if ('reply' in answer) return answer.reply;
    throw boardRejection(this.where, name, answer.refused);
  }

  /**
   * Opens a session; every hello of one opening has the same nonce.
   *
   * @param previous the session that this one goes on from; 0 for none
   */
  greet(hostNonce: number, major: number, previous: number): Ticket<'hello'> {
    this.#step({ type: 'greet', hostNonce });
    return this.send('hello', { hostNonce, major, previous });
  }

  /** A text line past all requests and all data. The zero before it ends whatever was left unfinished. */
  async sendLine(line: string): Promise<void> {
    await this.#outbox.sendUrgent(Buffer.from(`\0${line}\n`));
  }

  /** Gives up what has not been sent. */
  rejectWaiting(reason: CrossbarError): void {
    this.#queue.rejectWaiting(reason);
  }

  /** Gives up everything that is waited for; the link stays up. */
  abandon(reason: CrossbarError): void {
    this.#queue.rejectAll(reason);
  }

  /** Gives up everything, now and in future. */
  fail(reason: CrossbarError): void {
    if (this.#lost !== undefined) return;
    this.#lost = reason;
    this.#alarm.cancel();
    this.#queue.stop();
    this.#keepAlive.stop();
    this.#outbox.clear();
    this.#queue.rejectAll(reason);
    this.onLost(reason);
  }

  async close(): Promise<void> {
    await this.#transport.close();
    this.fail(linkClosed(this.where));
  }

  async #sendBatch(batch: Batch): Promise<void> {
    const now = this.#clock.now();
    const frames = batch.map(([number, { name, payload }]) => {
      const [session, frame] = sendRequest(this.#session, OPS[name], number, payload, now);
      this.#session = session;
      return frame;
    });
    this.#keepAlive.sent(now);
    if (this.#session.owed > 0) this.#alarm.ringAt(this.#session.dueAt);
    await this.#outbox.send(encodeFrames(frames));
  }

  /** Frames that are sent again, or that only say something about the link. A transport that takes nothing gets no more. */
  #transmit(frames: readonly Frame[]): void {
    if (this.#outbox.busy || this.#lost !== undefined) return;
    this.#framesRepeated += frames.reduce((count, { kind }) => (kind === KINDS.request ? count + 1 : count), 0);
    this.#keepAlive.sent(this.#clock.now());
    void this.#outbox.send(encodeFrames(frames));
  }

  /** @returns whether the frame that was put in is to be taken */
  #step(input: HostSessionInput): boolean {
    const [session, effect] = nextHostSession(this.#session, input);
    this.#session = session;
    if (effect.type === 'transmit') this.#transmit(effect.frames);
    else if (effect.type === 'unheard') this.fail(notAnswered(this.where, this.#queue.oldest, SILENCE_MILLISECONDS));
    return effect.type === 'deliver';
  }

  #ring(): void {
    this.#step({ type: 'alarm', now: this.#clock.now() });
    if (this.#session.owed > 0 && this.#lost === undefined) this.#alarm.ringAt(this.#session.dueAt);
  }

  #take(frame: Frame): void {
    if (frame.op === OPS.hello && frame.kind === KINDS.reply) {
      this.#settle(frame);
      return;
    }
    if (!this.#step({ type: 'frame', header: frame, now: this.#clock.now() })) {
      if (frame.kind < KINDS.acknowledgement || frame.kind === KINDS.error) this.#ignoredFrames += 1;
    } else if (frame.kind === KINDS.event) this.#announce(frame);
    else if (frame.op === 0) this.#refused(frame);
    else this.#settle(frame);
  }

  #settle(frame: Frame): void {
    const request = this.#queue.find(frame.request);
    if (request === undefined || OPS[request.name] !== frame.op) {
      // late, after its time-out; or not an answer to anything that was asked
      this.#ignoredFrames += 1;
      return;
    }
    this.#queue.settle(frame.request);
    request.answer(frame);
  }

  #announce(frame: Frame): void {
    const event = decodeEvent(frame.op, frame.payload);
    if (event.ok) this.onEvent(event.value);
    else this.#ignoredFrames += 1;
  }

  /** The board will not have this session any more. */
  #refused(frame: Frame): void {
    const error = decodeError(frame.payload);
    if (!error.ok) {
      this.#ignoredFrames += 1;
      return;
    }
    const { code, measured } = error.value;
    const sameBoot = measured >>> 0 === this.#session.bootNonce;
    if (code === ERROR_CODES['wrong-session'])
      this.fail(sameBoot ? boardTaken(this.where) : boardRestarted(this.where));
    else this.fail(boardRejection(this.where, 'hello', error.value));
  }

  #decode<Name extends MessageName>(name: Name, frame: Frame): Answer<Name> | LinkError {
    const decoded = frame.kind === KINDS.error ? decodeError(frame.payload) : decodeReply(name, frame.payload);
    if (!decoded.ok) {
      return new LinkError(
        'protocol-mismatch',
        `The board at ${this.where} answered ${name} with what cannot be read (${decoded.reason}). ` +
          'Update its firmware or this program, so that both have the same messages.',
        { where: this.where, request: name, reason: decoded.reason },
      );
    }
    if (frame.kind === KINDS.error) return { refused: decoded.value as ErrorFields };
    const reply = decoded.value as ReplyFields[Name];
    // an answer to a second hello changes nothing
    if (name === 'hello') this.#step({ type: 'greeted', header: frame, bootNonce: (reply as HelloReply).bootNonce });
    return { reply };
  }
}
