import { LinkError, type Clock, type CrossbarError, type LinkHealth } from '../core/index.js';
import {
  closedSession,
  decodeError,
  decodeEvent,
  decodeReply,
  Demultiplexer,
  encodeFrame,
  encodeRequest,
  KINDS,
  nextHostSession,
  OPS,
  sendFrame,
  type AnyEvent,
  type ErrorFields,
  type Frame,
  type HelloReply,
  type HostSession,
  type MessageName,
  type ReplyFields,
  type RequestFields,
} from '../protocols/index.js';
import { boardRejection } from './board-rejection.js';
import { linkClosed } from './link-failures.js';
import { RequestQueue, type Batch, type PendingRequest } from './request-queue.js';
import { ignore, type Transport } from './transport.js';

/** What a board says to a request: what was asked for, or why not. */
export type Answer<Name extends MessageName> =
  { readonly reply: ReplyFields[Name] } | { readonly refused: ErrorFields };

/** A request that was made. */
export interface Ticket<Name extends MessageName> {
  /** Rejects with a LinkError when no answer came that can be understood. */
  readonly answer: Promise<Answer<Name>>;
  /** Whether bytes of it may have left the program. */
  readonly written: boolean;
}

export interface BoardLinkOptions {
  readonly clock: Clock;
  /** The board's address, for messages. */
  readonly where: string;
  readonly replyMilliseconds: number;
}

/** No body is larger; it bounds what is kept of an unfinished one. */
const MAX_BODY = 0xffff;

/** Requests and answers over one transport, under one session. Knows the dictionary, not what a board does. */
export class BoardLink {
  onEvent: (event: AnyEvent) => void = ignore;
  onLine: (line: string) => void = ignore;
  readonly where: string;
  readonly #transport: Transport;
  readonly #queue: RequestQueue;
  readonly #demultiplexer: Demultiplexer;
  #session: HostSession = closedSession;
  #ignoredFrames = 0;
  #lost: CrossbarError | undefined;

  constructor(transport: Transport, { clock, where, replyMilliseconds }: BoardLinkOptions) {
    this.where = where;
    this.#transport = transport;
    this.#queue = new RequestQueue({
      clock,
      replyMilliseconds,
      send: (batch) => this.#sendBatch(batch),
      timedOut: ({ name }, milliseconds) =>
        new LinkError(
          'link-timeout',
          `The board at ${where} did not answer ${name} within ${Math.round(milliseconds)} ms. ` +
            'Check that it is switched on and not busy, then open it again.',
          { where, request: name, milliseconds },
        ),
    });
    this.#demultiplexer = new Demultiplexer({
      maxBody: MAX_BODY,
      onFrame: (frame) => this.#take(frame),
      onLine: (line) => this.onLine(line),
    });
    transport.onBytes = (bytes) => this.#demultiplexer.receive(bytes);
    transport.onClosed = (reason) => this.fail(reason ?? linkClosed(where));
  }

  /** Why nothing can be asked any more; undefined while the link is up. Latched. */
  get lost(): CrossbarError | undefined {
    return this.#lost;
  }

  get health(): LinkHealth {
    const { framesReceived, framesDiscarded, bytesDiscarded } = this.#demultiplexer;
    return { framesReceived, bytesDiscarded, framesDiscarded: framesDiscarded + this.#ignoredFrames };
  }

  /** How many requests may be under way. */
  set window(requests: number) {
    this.#queue.window = requests;
  }

  /**
   * Asks the board. Requests take effect in the order of the calls; the fields are encoded before this returns.
   *
   * @param workMilliseconds how long the board will be busy with it
   * @throws ConfigError where a field does not fit its type
   */
  send<Name extends MessageName>(name: Name, fields: RequestFields[Name], workMilliseconds = 0): Ticket<Name> {
    const payload = encodeRequest(name, fields);
    let request!: PendingRequest;
    const answer = new Promise<Answer<Name>>((resolve, reject) => {
      const take = (frame: Frame): void => {
        const answer = this.#decode(name, frame);
        if (answer instanceof LinkError) reject(answer);
        else resolve(answer);
      };
      request = { name, payload, workMilliseconds, answer: take, fail: reject, written: false };
    });
    if (this.#lost === undefined) this.#queue.add(request);
    else request.fail(this.#lost);
    return {
      answer,
      get written() {
        return request.written;
      },
    };
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

  /** Opens a session; every hello of one opening has the same nonce. */
  greet(hostNonce: number, major: number): Ticket<'hello'> {
    [this.#session] = nextHostSession(this.#session, { type: 'greet', hostNonce });
    return this.send('hello', { hostNonce, major });
  }

  /** A text line past all requests. The zero before it ends whatever was left unfinished. */
  async sendLine(line: string): Promise<void> {
    await this.#transport.write(Buffer.from(`\0${line}\n`));
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
    this.#lost ??= reason;
    this.#queue.rejectAll(this.#lost);
  }

  async close(): Promise<void> {
    await this.#transport.close();
    this.fail(linkClosed(this.where));
  }

  async #sendBatch(batch: Batch): Promise<void> {
    const frames = batch.map(([number, { name, payload }]) => {
      const [link, header] = sendFrame(this.#session.link, KINDS.request, OPS[name], number);
      this.#session = { ...this.#session, link };
      return encodeFrame({ ...header, payload });
    });
    try {
      await this.#transport.write(frames.length === 1 ? frames[0]! : Buffer.concat(frames));
    } catch (error) {
      this.fail(error as LinkError);
    }
  }

  #take(frame: Frame): void {
    const request = this.#queue.find(frame.request);
    if (frame.kind === KINDS.event) {
      if (this.#accepts(frame)) this.#announce(frame);
    } else if (request === undefined || OPS[request.name] !== frame.op) {
      // late, after its time-out; or not an answer to anything that was asked
      this.#ignoredFrames += 1;
    } else if (request.name === 'hello' && frame.kind === KINDS.reply) {
      this.#queue.settle(frame.request);
      request.answer(frame);
    } else if (this.#accepts(frame)) {
      this.#queue.settle(frame.request);
      request.answer(frame);
    }
  }

  #accepts(frame: Frame): boolean {
    const [session, [effect]] = nextHostSession(this.#session, { type: 'frame', header: frame });
    this.#session = session;
    if (effect?.type === 'deliver') return true;
    this.#ignoredFrames += 1;
    return false;
  }

  #announce(frame: Frame): void {
    const event = decodeEvent(frame.op, frame.payload);
    if (event.ok) this.onEvent(event.value);
    else this.#ignoredFrames += 1;
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
    if (name === 'hello') this.#open(frame, reply as HelloReply);
    return { reply };
  }

  /** An answer to a second hello changes nothing. */
  #open(frame: Frame, { bootNonce }: HelloReply): void {
    [this.#session] = nextHostSession(this.#session, { type: 'greeted', header: frame, bootNonce });
  }
}
