import { ohms, seconds, siemens, volts, type ByteLink } from '../../src/core/index.js';
import {
  bootedSession,
  crc32,
  decodeRequest,
  Demultiplexer,
  encodeError,
  encodeEvent,
  encodeFrame,
  encodeIdentityDocument,
  encodeReply,
  EVENT_OPS,
  KINDS,
  nextBoardSession,
  numberedFrame,
  OPS,
  unnumberedFrame,
  type AnyRequest,
  type ErrorFields,
  type EventFields,
  type Frame,
  type IdentityDocument,
  type ReplyFields,
} from '../../src/protocols/index.js';
import { BOOT_NONCE, standardBehaviour } from './board-behaviours.js';

/** A request as it arrived, numbered from 1. */
export interface Incoming {
  readonly count: number;
  readonly frame: Frame;
  readonly request: AnyRequest;
}

/** Answers a request, or leaves it (false) to the next behaviour. A behaviour that says nothing and true is silence. */
export type Behaviour = (incoming: Incoming, board: ScriptedBoard) => boolean;

const SCRIPTED_IDENTITY: IdentityDocument = {
  schema: 2,
  identity: { vendor: 'quarterwave', model: 'script', serialNumber: 'S-1', firmware: '0', chip: '' },
  limits: {
    tickSeconds: seconds(1e-6),
    dacBits: 16,
    dacFullScaleVolts: volts(2),
    maxRowVolts: volts(0.5),
    maxGateVolts: volts(0),
    maxReadVolts: volts(0.2),
    maxBlockTicks: 1000,
    edgeTicks: 1,
    settleTicks: 0,
    openTicks: 0,
    drivesColumns: true,
    floatsRows: true,
    maxSamples: 1024,
    maxOutputTicks: 4000,
    maxPlanBytes: 4096,
    maxPlans: 8,
    readSeconds: seconds(1e-5),
    referenceSiemens: siemens(1e-3),
  },
  analog: { switchOnOhms: ohms(1), driverOhms: ohms(0), segmentOhms: ohms(0) },
  adc: { bits: 16, fullScaleAmperes: 5e-3 },
  arrays: [{ rows: 2, columns: 3 }],
  measuresEnergy: false,
};

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
  /** While true it hears no frame and says none. */
  deaf = false;
  readonly #behaviours: readonly Behaviour[];
  readonly #demultiplexer: Demultiplexer;
  #session = bootedSession(BOOT_NONCE);

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

  /** What its identity document is known by. */
  get identityCrc(): number {
    return crc32(this.identity);
  }

  /** How often a request of that name has arrived. */
  count(name: AnyRequest['name']): number {
    return this.requests.filter(({ request }) => request.name === name).length;
  }

  reply<Name extends AnyRequest['name']>(to: Incoming, name: Name, fields: ReplyFields[Name], session?: number): void {
    this.#answer(to, KINDS.reply, encodeReply(name, fields), session);
  }

  refuse(to: Incoming, fields: Partial<ErrorFields> & { readonly code: number }): void {
    const all = { block: -1, row: -1, column: -1, measured: 0, limit: 0, text: 'scripted', ...fields };
    // a refused hello has no session
    this.#answer(to, KINDS.error, encodeError(all), to.request.name === 'hello' ? 0 : undefined);
  }

  started(fields: EventFields['started']): void {
    this.#sendNumbered(KINDS.event, EVENT_OPS.started, 0, encodeEvent('started', fields));
  }

  #take(frame: Frame): void {
    if (this.deaf) return;
    const [session, effect] = nextBoardSession(this.#session, { type: 'frame', header: frame });
    this.#session = session;
    if (effect.type === 'transmit') for (const again of effect.frames) this.#send(again);
    if (effect.type !== 'deliver') return;
    const decoded = decodeRequest(frame.op, frame.payload);
    if (!decoded.ok) return;
    const request = decoded.value;
    if (request.name === 'hello') {
      const { hostNonce } = request.fields;
      [this.#session] = nextBoardSession(session, { type: 'hello', hostNonce });
    }
    const incoming = { count: this.requests.length + 1, frame, request };
    this.requests.push(incoming);
    this.#behaviours.some((behave) => behave(incoming, this));
  }

  /** @param session where it is to be another than the one that is open */
  #answer(to: Incoming, kind: Frame['kind'], payload: Uint8Array, session?: number): void {
    const { op, request } = to.frame;
    if (op !== OPS.hello && session === undefined) this.#sendNumbered(kind, op, request, payload);
    else {
      const { link } = this.#session;
      const under = { session: session ?? link.session, acknowledged: link.acknowledged };
      this.#send(unnumberedFrame(under, kind, op, request, payload));
    }
  }

  #sendNumbered(kind: Frame['kind'], op: number, request: number, payload: Uint8Array): void {
    const [link, frame] = numberedFrame(this.#session.link, kind, op, request, payload);
    this.#session = { ...this.#session, link };
    this.#send(frame);
  }

  #send(frame: Frame): void {
    if (!this.deaf) this.onSend(encodeFrame(frame));
  }
}
