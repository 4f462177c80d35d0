import { nearestCode, planOfBlocks, windowsFromStart, type ByteLink, type PulsePlan } from '../../core/index.js';
import {
  decodeError,
  decodeEvent,
  decodeReply,
  Demultiplexer,
  DICTIONARY_CRC,
  encodeFrame,
  encodePlan,
  encodeRequest,
  KINDS,
  OPS,
  planIdOf,
  PROTOCOL_MAJOR,
  sessionIdOf,
  type ErrorFields,
  type Frame,
  type HelloReply,
  type MessageName,
  type ReplyFields,
  type RequestFields,
} from '../../protocols/index.js';

const MAX_BODY = 0xffff;
const LEASE_MILLISECONDS = 1000;
/** `acknowledged` before anything was accepted. */
const NOTHING = 0xffff;
const NO_BYTES = new Uint8Array(0);
const ANSWERS: ReadonlySet<number> = new Set([KINDS.reply, KINDS.error]);

const next = (number: number): number => (number + 1) & 0xffff;

/**
 * The barest host, for tests of a board: it numbers what it sends, acknowledges what comes in order, and repeats nothing
 * by itself. What it says and hears can be looked at.
 */
export class Conversation {
  /** Where its bytes go; what comes is taken from the first. */
  link: ByteLink;
  readonly lines: string[] = [];
  /** Everything heard, in the order it came, repetitions too. */
  readonly frames: Frame[] = [];
  /** Those of them that came in order, and those without a number. */
  readonly #taken: Frame[] = [];
  /** Serials of the started events, in order. */
  readonly started: number[] = [];
  /** CRC of the identity document that this host knows. */
  identity = 0;
  /** What the last frame was sent as. */
  sent: Uint8Array = NO_BYTES;
  #session = 0;
  #sequence = 0;
  #acknowledged = NOTHING;
  #request = 0;
  #token = 0;
  #armed = false;

  constructor(link: ByteLink) {
    this.link = link;
    const demultiplexer = new Demultiplexer({
      maxBody: MAX_BODY,
      onFrame: (frame) => this.#take(frame),
      onLine: (line) => this.lines.push(line),
    });
    link.onSend = (bytes) => demultiplexer.receive(bytes);
  }

  get session(): number {
    return this.#session;
  }

  /** What it fires under: never 0, another after every arming. */
  get token(): number {
    return this.#token;
  }

  hello(hostNonce: number, previous = 0): HelloReply {
    const reply = this.ask('hello', { hostNonce, major: PROTOCOL_MAJOR, previous }) as HelloReply;
    this.#session = sessionIdOf(hostNonce, reply.bootNonce);
    this.#sequence = 0;
    this.#acknowledged = NOTHING;
    this.#armed = false;
    this.identity = reply.identity;
    return reply;
  }

  /** The reply, or the error; undefined where the board has said nothing yet. */
  ask<Name extends MessageName>(name: Name, fields: RequestFields[Name]): ReplyFields[Name] | ErrorFields | undefined {
    return this.answer(name, this.post(name, fields));
  }

  /** Sends a request. @returns its number, to ask for the answer by */
  post<Name extends MessageName>(name: Name, fields: RequestFields[Name]): number {
    this.send(OPS[name], encodeRequest(name, fields));
    return this.#request;
  }

  /** The latest answer to a request. */
  answer<Name extends MessageName>(name: Name, request: number): ReplyFields[Name] | ErrorFields | undefined {
    const frame = this.#answerTo(request);
    if (frame === undefined) return undefined;
    const result = frame.kind === KINDS.error ? decodeError(frame.payload) : decodeReply(name, frame.payload);
    return result.ok ? result.value : undefined;
  }

  /** What the request sent last was answered with. */
  lastAnswer(): Frame | undefined {
    return this.#answerTo(this.#request);
  }

  errorIn({ payload }: Frame): ErrorFields | undefined {
    const result = decodeError(payload);
    return result.ok ? result.value : undefined;
  }

  /** Any payload under any op, with anything else in the header; gives back the frame that answers it. */
  send(op: number, payload: Uint8Array, header: Partial<Frame> = {}): Frame | undefined {
    this.#request = next(this.#request);
    const isHello = op === OPS.hello;
    const session = isHello ? 0 : this.#session;
    const sequence = isHello ? 0 : this.#sequence;
    const dictionary = isHello ? 0 : DICTIONARY_CRC & 0xffff;
    const acknowledged = this.#acknowledged;
    const frame = {
      kind: KINDS.request,
      dictionary,
      session,
      sequence,
      acknowledged,
      op,
      request: this.#request,
      payload,
    };
    if (!isHello && header.session === undefined) this.#sequence = next(sequence);
    this.sent = encodeFrame({ ...frame, ...header });
    this.link.receive(this.sent);
    return this.#answerTo(this.#request);
  }

  /** Asks for everything that the board still keeps. */
  probe(kind: 'acknowledgement' | 'gap' = 'acknowledgement', acknowledged = this.#acknowledged): void {
    const dictionary = DICTIONARY_CRC & 0xffff;
    const unnumbered = { session: this.#session, sequence: 0, op: 0, request: 0, payload: NO_BYTES };
    this.link.receive(encodeFrame({ ...unnumbered, kind: KINDS[kind], dictionary, acknowledged }));
  }

  say(line: string): void {
    this.link.receive(new TextEncoder().encode(`${line}\n`));
  }

  planId(plan: PulsePlan): string {
    return planIdOf(encodePlan(plan));
  }

  load(plan: PulsePlan): string {
    const bytes = encodePlan(plan);
    const planId = planIdOf(bytes);
    this.ask('load', { planId, total: bytes.length, offset: 0, piece: bytes });
    return planId;
  }

  arm(leaseMilliseconds = LEASE_MILLISECONDS): ReplyFields['arm'] | ErrorFields | undefined {
    this.#armed = true;
    this.#token += 1;
    return this.ask('arm', { identity: this.identity, leaseMilliseconds, token: this.#token });
  }

  /** Releases and arms. */
  ready(leaseMilliseconds = LEASE_MILLISECONDS): void {
    this.ask('release', {});
    this.arm(leaseMilliseconds);
  }

  /** Loads the plan and posts its firing, releasing and arming before the first of a session. @returns its number */
  postFire(plan: PulsePlan, serial: number): number {
    if (!this.#armed) this.ready();
    return this.post('fire', { planId: this.load(plan), serial, token: this.#token });
  }

  /** Loads the plan and fires it under the serial, releasing and arming before the first of a session. */
  fire(plan: PulsePlan, serial: number): ReplyFields['fire'] | ErrorFields | undefined {
    return this.answer('fire', this.postFire(plan, serial));
  }

  #take(frame: Frame): void {
    this.frames.push(frame);
    if (frame.op > OPS.hello) {
      if (frame.session !== this.#session || frame.sequence !== next(this.#acknowledged)) return;
      this.#acknowledged = frame.sequence;
    }
    this.#taken.push(frame);
    const event = decodeEvent(frame.op, frame.payload);
    if (event.ok) this.started.push(event.value.fields.serial);
  }

  #answerTo(request: number): Frame | undefined {
    return this.#taken.findLast((frame) => frame.request === request && ANSWERS.has(frame.kind));
  }
}

/** A plan that raises every cell of a silver chalcogenide array a little: blocks with all rows and columns alike. */
export function raisingPlan(rows: number, columns: number, rowVolts = 0.2, windowTicks = 50, blocks = 1): PulsePlan {
  const code = nearestCode(rowVolts, { dacBits: 16, dacFullScaleVolts: 2 as never });
  const block = {
    ticks: 250,
    rows: new Int32Array(rows).fill(code),
    windows: windowsFromStart(new Uint32Array(columns).fill(windowTicks)),
  };
  return planOfBlocks(
    0,
    { rows, columns },
    Array.from({ length: blocks }, () => block),
  );
}
