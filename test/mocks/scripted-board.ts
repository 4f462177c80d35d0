import { seconds, siemens, volts, type ByteLink } from '../../src/core/index.js';
import {
  decodeRequest,
  Demultiplexer,
  encodeError,
  encodeEvent,
  encodeFrame,
  encodeIdentityDocument,
  encodeReply,
  EVENT_OPS,
  KINDS,
  OPS,
  sessionIdOf,
  type AnyRequest,
  type ErrorFields,
  type EventFields,
  type Frame,
  type IdentityDocument,
  type ReplyFields,
} from '../../src/protocols/index.js';
import { standardBehaviour } from './board-behaviours.js';

/** A request as it arrived, numbered from 1. */
export interface Incoming {
  readonly count: number;
  readonly frame: Frame;
  readonly request: AnyRequest;
}

/** Answers a request, or leaves it (false) to the next behaviour. A behaviour that says nothing and true is silence. */
export type Behaviour = (incoming: Incoming, board: ScriptedBoard) => boolean;

const SCRIPTED_IDENTITY: IdentityDocument = {
  schema: 1,
  identity: { vendor: 'quarterwave', model: 'script', serialNumber: 'S-1', firmware: '0', chip: '' },
  limits: {
    tickSeconds: seconds(1e-6),
    dacBits: 16,
    dacFullScaleVolts: volts(2),
    maxRowVolts: volts(0.5),
    maxReadVolts: volts(0.2),
    maxBlockTicks: 1000,
    maxPlanBytes: 4096,
    readSeconds: seconds(1e-5),
    referenceSiemens: siemens(1e-3),
  },
  adc: { bits: 16, fullScaleAmperes: 5e-3 },
  arrays: [{ rows: 2, columns: 3 }],
  measuresEnergy: false,
};

export const BOOT_NONCE = 0x0badcafe;

/**
 * A board made of small behaviours over the real codec, for what no honest board does. The first behaviour that answers
 * a request has it; the standard one comes last.
 */
export class ScriptedBoard implements ByteLink {
  onSend: (bytes: Uint8Array) => void = () => {};
  maxBody = 320;
  maxInFlight = 4;
  lastSerial = 0;
  identity = encodeIdentityDocument(SCRIPTED_IDENTITY);
  readonly requests: Incoming[] = [];
  readonly lines: string[] = [];
  onLine: (line: string) => void = () => {};
  readonly #behaviours: readonly Behaviour[];
  readonly #demultiplexer: Demultiplexer;
  #session = 0;
  #sequence = 0;

  constructor(...behaviours: readonly Behaviour[]) {
    this.#behaviours = [...behaviours, standardBehaviour];
    this.#demultiplexer = new Demultiplexer({
      maxBody: 0xffff,
      onFrame: (frame) => this.#take(frame),
      onLine: (line) => {
        this.lines.push(line);
        this.onLine(line);
      },
    });
  }

  receive(bytes: Uint8Array): void {
    this.#demultiplexer.receive(bytes);
  }

  /** How often a request of that name has arrived. */
  count(name: AnyRequest['name']): number {
    return this.requests.filter(({ request }) => request.name === name).length;
  }

  reply<Name extends AnyRequest['name']>(to: Incoming, name: Name, fields: ReplyFields[Name], session?: number): void {
    this.#send(KINDS.reply, OPS[name], to.frame.request, encodeReply(name, fields), session);
  }

  refuse(to: Incoming, fields: Partial<ErrorFields> & { readonly code: number }): void {
    const all = { block: -1, row: -1, column: -1, measured: 0, limit: 0, text: 'scripted', ...fields };
    // a refused hello has no session
    const session = to.request.name === 'hello' ? 0 : this.#session;
    this.#send(KINDS.error, to.frame.op, to.frame.request, encodeError(all), session);
  }

  started(fields: EventFields['started']): void {
    this.#send(KINDS.event, EVENT_OPS.started, 0, encodeEvent('started', fields));
  }

  #take(frame: Frame): void {
    const decoded = decodeRequest(frame.op, frame.payload);
    if (!decoded.ok) return;
    const request = decoded.value;
    if (request.name === 'hello') this.#session = sessionIdOf(request.fields.hostNonce, BOOT_NONCE);
    const incoming = { count: this.requests.length + 1, frame, request };
    this.requests.push(incoming);
    this.#behaviours.some((behave) => behave(incoming, this));
  }

  #send(kind: Frame['kind'], op: number, request: number, payload: Uint8Array, session = this.#session): void {
    const header = { kind, dictionary: 0, session, sequence: this.#sequence, acknowledged: 0, op, request };
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.onSend(encodeFrame({ ...header, payload }));
  }
}
