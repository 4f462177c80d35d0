import { LinkError, type Clock } from '../core/index.js';
import type { Transport } from '../drivers/index.js';
import {
  Demultiplexer,
  DICTIONARY_CRC,
  encodeFrame,
  encodeRequest,
  KINDS,
  OPS,
  PROTOCOL_MAJOR,
  type ErrorFields,
  type ErrorName,
  type Frame,
  type HelloReply,
  type MessageName,
  type ReplyFields,
  type RequestFields,
} from '../protocols/index.js';
import { errorIn, replyIn } from './answers.js';
import { Inbox, type Heard } from './inbox.js';
import { describeFrame, WireLog } from './wire-log.js';

/** A board that has to think, behind a slow line. */
export const REPLY_MILLISECONDS = 3000;

/** `acknowledged` before anything was accepted. */
const NOTHING_ACCEPTED = 0xffff;
const MAX_BODY = 0xffff;
/** Ends an unfinished frame, so that what follows is a line. */
const FENCE = Buffer.from('\0*OPC?\n');

export interface ProbeHostOptions {
  readonly clock: Clock;
  /** A random u32 that is not 0. */
  readonly draw: () => number;
  readonly log?: WireLog;
}

/**
 * A host that does nothing by itself: it numbers frames and remembers what it heard, sends nothing twice and repairs
 * nothing. Every frame is a value that a check may change, hold back, damage or send again.
 */
export class ProbeHost {
  readonly log: WireLog;
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #draw: () => number;
  readonly #inbox: Inbox;
  #session = 0;
  #hostNonce = 0;
  #bootNonce = 0;
  #sequence = 0;
  #acknowledged = NOTHING_ACCEPTED;
  #request = 0;

  constructor(transport: Transport, { clock, draw, log = new WireLog() }: ProbeHostOptions) {
    this.#transport = transport;
    this.#clock = clock;
    this.#draw = draw;
    this.#inbox = new Inbox(clock);
    this.log = log;
    this.listen();
    transport.onClosed = (reason) =>
      this.#inbox.close(reason ?? new LinkError('link-lost', 'The link to the board was closed.'));
  }

  /** 0 before the first hello. */
  get session(): number {
    return this.#session;
  }

  get hostNonce(): number {
    return this.#hostNonce;
  }

  get bootNonce(): number {
    return this.#bootNonce;
  }

  /** Number of the last frame of the board that was in order. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Takes the bytes of the transport, from whoever had it before. */
  listen(): void {
    const demultiplexer = new Demultiplexer({
      maxBody: MAX_BODY,
      onFrame: (frame) => this.#takeFrame(frame),
      onLine: (line) => {
        this.log.heardLine(line);
        this.#inbox.take({ type: 'line', line });
      },
      onDiscarded: ({ bytes, reason }) => this.log.heardGarbage(bytes, reason),
    });
    this.#transport.onBytes = (bytes) => demultiplexer.receive(bytes);
  }

  /** Gives the transport away for a while; whoever has it puts its own handler on it. */
  async lend<Result>(work: (transport: Transport) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.#transport);
    } finally {
      this.listen();
    }
  }

  /** The next numbered frame with any payload; as often as it is asked for, the number stays the same. */
  draft(op: number, payload: Uint8Array): Frame {
    this.#request = (this.#request % 0xffff) + 1;
    return {
      kind: KINDS.request,
      dictionary: DICTIONARY_CRC & 0xffff,
      session: this.#session,
      sequence: this.#sequence,
      acknowledged: this.#acknowledged,
      op,
      request: this.#request,
      payload,
    };
  }

  /** The next numbered frame; the one after it has the next number. */
  number<Name extends MessageName>(name: Name, fields: RequestFields[Name]): Frame {
    return this.numberAs(OPS[name], encodeRequest(name, fields));
  }

  numberAs(op: number, payload: Uint8Array): Frame {
    const frame = this.draft(op, payload);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    return frame;
  }

  /** An acknowledgement or a gap, which have no number. */
  unnumbered(kind: typeof KINDS.acknowledgement | typeof KINDS.gap, acknowledged = this.#acknowledged): Frame {
    return { ...this.draft(0, new Uint8Array(0)), kind, sequence: 0, acknowledged, request: 0 };
  }

  helloFrame(hostNonce: number, previous = this.#session, major = PROTOCOL_MAJOR): Frame {
    const frame = this.draft(OPS.hello, encodeRequest('hello', { hostNonce, major, previous }));
    return { ...frame, dictionary: 0, session: 0, sequence: 0, acknowledged: NOTHING_ACCEPTED };
  }

  async send(...frames: readonly Frame[]): Promise<void> {
    for (const frame of frames) await this.sendBytes(encodeFrame(frame), describeFrame(frame));
  }

  async sendBytes(bytes: Uint8Array, says?: string): Promise<void> {
    this.log.sent(bytes, says);
    await this.#transport.write(bytes);
  }

  sendLine(line: string): Promise<void> {
    return this.sendBytes(Buffer.from(`${line}\n`), line);
  }

  /** Opens a session, or with the nonce of the open one says hello again. */
  async hello(hostNonce = this.#draw(), previous = this.#session): Promise<HelloReply> {
    const frame = this.helloFrame(hostNonce, previous);
    await this.send(frame);
    return this.opened(await this.answer(frame), hostNonce);
  }

  /** Takes over the session that a hello was answered with. */
  opened(answer: Frame, hostNonce: number): HelloReply {
    const reply = this.reply('hello', answer);
    if (answer.session !== this.#session) {
      this.#session = answer.session;
      this.#sequence = 0;
      this.#acknowledged = NOTHING_ACCEPTED;
    }
    this.#hostNonce = hostNonce;
    this.#bootNonce = reply.bootNonce;
    return reply;
  }

  /** The reply or the error to a request, whichever it is. */
  async answer({ op, request }: Frame, milliseconds = REPLY_MILLISECONDS): Promise<Frame> {
    const isAnswer = ({ kind, ...frame }: Frame): boolean =>
      (kind === KINDS.reply || kind === KINDS.error) && frame.op === op && frame.request === request;
    return this.frame(isAnswer, `the answer to ${nameOfOp(op)}, request ${request}`, milliseconds);
  }

  async frame(matches: (frame: Frame) => boolean, what: string, milliseconds = REPLY_MILLISECONDS): Promise<Frame> {
    const heard = await this.#inbox.next((item) => item.type === 'frame' && matches(item.frame), what, milliseconds);
    return (heard as Extract<Heard, { type: 'frame' }>).frame;
  }

  async line(pattern: RegExp, what: string, milliseconds = REPLY_MILLISECONDS): Promise<string> {
    const heard = await this.#inbox.next((item) => item.type === 'line' && pattern.test(item.line), what, milliseconds);
    return heard.type === 'line' ? heard.line : '';
  }

  /** Whatever the board says next. */
  next(what: string): Promise<Heard> {
    return this.#inbox.next(() => true, what, REPLY_MILLISECONDS);
  }

  /** Sends a request and gives back its reply. */
  async ask<Name extends MessageName>(
    name: Name,
    fields: RequestFields[Name],
    milliseconds?: number,
  ): Promise<ReplyFields[Name]> {
    const request = this.number(name, fields);
    await this.send(request);
    return this.reply(name, await this.answer(request, milliseconds));
  }

  /** The fields of an answer that must be a reply. */
  reply<Name extends MessageName>(name: Name, answer: Frame): ReplyFields[Name] {
    return replyIn(name, answer);
  }

  /** Sends a request that must be refused with this error. */
  async refused<Name extends MessageName>(
    name: Name,
    fields: RequestFields[Name],
    error: ErrorName,
    milliseconds?: number,
  ): Promise<ErrorFields> {
    const request = this.number(name, fields);
    await this.send(request);
    return errorIn(await this.answer(request, milliseconds), error, name);
  }

  /** Everything that was said until now and that nobody has waited for; the board has then looked at all it was sent. */
  async said(milliseconds = REPLY_MILLISECONDS): Promise<readonly Heard[]> {
    await this.sendBytes(FENCE, '*OPC?');
    const isFence = (item: Heard): boolean => item.type === 'line' && item.line === '1';
    await this.#inbox.next(isFence, "'1' to *OPC?", milliseconds);
    return this.forget();
  }

  /** Whatever was heard and nobody waited for. */
  forget(): readonly Heard[] {
    return this.#inbox.empty();
  }

  /** Lets time pass. */
  wait(milliseconds: number): Promise<void> {
    return new Promise<void>((resolve) => this.#clock.after(milliseconds, resolve));
  }

  #takeFrame(frame: Frame): void {
    this.log.heardFrame(frame);
    const isNext = frame.op > OPS.hello && frame.sequence === ((this.#acknowledged + 1) & 0xffff);
    if (isNext && frame.session === this.#session) this.#acknowledged = frame.sequence;
    this.#inbox.take({ type: 'frame', frame });
  }
}

const nameOfOp = (op: number): string => Object.entries(OPS).find(([, code]) => code === op)?.[0] ?? `op ${op}`;
