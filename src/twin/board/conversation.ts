import { nearestCode, type ByteLink, type PulsePlan } from '../../core/index.js';
import {
  closedSession,
  decodeError,
  decodeReply,
  Demultiplexer,
  encodeFrame,
  encodePlan,
  encodeRequest,
  EVENT_OPS,
  KINDS,
  nextHostSession,
  OPS,
  planIdOf,
  PROTOCOL_MAJOR,
  sendFrame,
  type ErrorFields,
  type Frame,
  type HelloReply,
  type HostSession,
  type LinkState,
  type MessageName,
  type ReplyFields,
  type RequestFields,
} from '../../protocols/index.js';

const MAX_BODY = 0xffff;

/** The barest host, for tests of a board: asks one thing at a time and gives back whatever it says, checked by hand. */
export class Conversation {
  readonly link: ByteLink;
  readonly lines: string[] = [];
  /** Serials of the started events, in order. */
  readonly started: number[] = [];
  #session: HostSession = closedSession;
  #request = 0;
  #answer: Frame | undefined;

  constructor(link: ByteLink) {
    this.link = link;
    const demultiplexer = new Demultiplexer({
      maxBody: MAX_BODY,
      onFrame: (frame) => {
        if (frame.op === EVENT_OPS.started) this.started.push(frame.payload[0]!);
        else this.#answer = frame;
      },
      onLine: (line) => this.lines.push(line),
    });
    link.onSend = (bytes) => demultiplexer.receive(bytes);
  }

  hello(hostNonce: number): HelloReply {
    [this.#session] = nextHostSession(this.#session, { type: 'greet', hostNonce });
    const reply = this.ask('hello', { hostNonce, major: PROTOCOL_MAJOR }) as HelloReply;
    const header = this.#answer!;
    [this.#session] = nextHostSession(this.#session, { type: 'greeted', header, bootNonce: reply.bootNonce });
    return reply;
  }

  /** The reply, or the error; undefined where the board said nothing. */
  ask<Name extends MessageName>(name: Name, fields: RequestFields[Name]): ReplyFields[Name] | ErrorFields | undefined {
    const answer = this.send(OPS[name], encodeRequest(name, fields));
    if (answer === undefined) return undefined;
    const result = answer.kind === KINDS.error ? decodeError(answer.payload) : decodeReply(name, answer.payload);
    return result.ok ? result.value : undefined;
  }

  /** Any payload under any op and link; gives back the frame that answers it. */
  send(op: number, payload: Uint8Array, link: LinkState = this.#session.link): Frame | undefined {
    this.#request += 1;
    const [, frame] = sendFrame(link, KINDS.request, op, this.#request, payload);
    this.#answer = undefined;
    this.link.receive(encodeFrame(frame));
    return this.#answer;
  }

  load(plan: PulsePlan): string {
    const bytes = encodePlan(plan);
    const planId = planIdOf(bytes);
    this.ask('load', { planId, total: bytes.length, offset: 0, piece: bytes });
    return planId;
  }

  /** Loads the plan and fires it under the serial. */
  fire(plan: PulsePlan, serial: number): ReplyFields['fire'] | ErrorFields | undefined {
    return this.ask('fire', { planId: this.load(plan), serial });
  }
}

/** A plan that raises every cell of a silver chalcogenide array a little: one block, all rows and columns alike. */
export function raisingPlan(rows: number, columns: number, rowVolts = 0.2, windowTicks = 50): PulsePlan {
  const code = nearestCode(rowVolts, { dacBits: 16, dacFullScaleVolts: 2 as never });
  return {
    array: 0,
    shape: { rows, columns },
    blockTicks: Uint32Array.of(250),
    rowCodes: new Int32Array(rows).fill(code),
    columnTicks: new Uint32Array(columns).fill(windowTicks),
  };
}
