import type { Clock, RandomStream } from '../core/index.js';
import type { Transport } from '../drivers/index.js';
import {
  closedSession,
  decodeReply,
  Demultiplexer,
  encodeFrame,
  encodeRequest,
  EVENT_OPS,
  KINDS,
  nextHostSession,
  OPS,
  PROTOCOL_MAJOR,
  sendRequest,
  type Frame,
  type HelloReply,
  type HostSession,
  type HostSessionInput,
  type MessageName,
  type RequestFields,
} from '../protocols/index.js';
import { CheckFailed } from './check-failed.js';
import { FrameFaults, type Passed } from './frame-faults.js';

const MAX_BODY = 0xffff;
const HELLO_MILLISECONDS = 200;
const HELLO_TRIES = 30;

interface Owed {
  readonly resolve: (answer: Frame) => void;
  readonly reject: (reason: CheckFailed) => void;
}

/** The bytes of a frame as a bad cable delivers them. */
function spoiled(frame: Frame, fault: Passed): Uint8Array {
  const bytes = encodeFrame(frame);
  if (fault === 'cut') return bytes.subarray(0, bytes.length >> 1);
  if (fault !== 'damaged') return bytes;
  const changed = Uint8Array.from(bytes);
  changed[bytes.length >> 1]! ^= 0x40;
  return changed;
}

/** A host that repairs what a bad cable does, by the rules of host-session.ts; the cable is bad in both directions. */
export class RecoveringHost {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #out: FrameFaults<Frame>;
  readonly #in: FrameFaults<Frame>;
  readonly #owed = new Map<number, Owed>();
  #session: HostSession = closedSession;
  #request = 0;
  #started = 0;
  #cancelAlarm: (() => void) | undefined;
  #greeted: ((reply: HelloReply) => void) | undefined;

  constructor(transport: Transport, clock: Clock, random: RandomStream) {
    this.#transport = transport;
    this.#clock = clock;
    // a write that fails closes the transport, which is told there
    this.#out = new FrameFaults<Frame>(random, (frame, fault) => {
      transport.write(spoiled(frame, fault)).catch(() => {});
    });
    this.#in = new FrameFaults<Frame>(random, (frame, fault) => {
      if (fault === 'damaged' || fault === 'cut') this.#next({ type: 'damaged' }, frame);
      else this.#receive(frame);
    });
    const demultiplexer = new Demultiplexer({
      maxBody: MAX_BODY,
      onFrame: (frame) => this.#in.take(frame),
      onLine: () => {},
      onDiscarded: () => this.#next({ type: 'damaged' }),
    });
    transport.onBytes = (bytes) => demultiplexer.receive(bytes);
  }

  /** Started events that were taken. */
  get started(): number {
    return this.#started;
  }

  /** Says hello until it is answered. */
  async hello(hostNonce: number, previous: number): Promise<HelloReply> {
    [this.#session] = nextHostSession(this.#session, { type: 'greet', hostNonce });
    const payload = encodeRequest('hello', { hostNonce, major: PROTOCOL_MAJOR, previous });
    let cancel: (() => void) | undefined;
    try {
      return await new Promise<HelloReply>((resolve, reject) => {
        this.#greeted = resolve;
        const attempt = (tries: number): void => {
          if (tries === HELLO_TRIES) {
            reject(new CheckFailed('an answer to hello on a bad cable', `none to ${HELLO_TRIES}`));
            return;
          }
          this.#out.take(sendRequest(this.#session, OPS.hello, this.#nextRequest(), payload, this.#clock.now())[1]);
          cancel = this.#clock.after(HELLO_MILLISECONDS, () => attempt(tries + 1));
        };
        attempt(0);
      });
    } finally {
      cancel?.();
      this.#greeted = undefined;
    }
  }

  /** Sends a request and resolves with its answer, whatever the cable does. */
  ask<Name extends MessageName>(name: Name, fields: RequestFields[Name]): Promise<Frame> {
    const request = this.#nextRequest();
    const payload = encodeRequest(name, fields);
    const answer = new Promise<Frame>((resolve, reject) => this.#owed.set(request, { resolve, reject }));
    // whoever waits for it hears of a failure; where nobody does any more, another request has failed before
    answer.catch(() => {});
    const [session, frame] = sendRequest(this.#session, OPS[name], request, payload, this.#clock.now());
    this.#session = session;
    this.#out.take(frame);
    this.#setAlarm();
    return answer;
  }

  /** Ends the faults, and the unfinished frame that one may have left. */
  async mend(): Promise<void> {
    this.#out.mend();
    this.#in.mend();
    await this.#transport.write(Uint8Array.of(0));
  }

  close(): void {
    this.#cancelAlarm?.();
    this.#cancelAlarm = undefined;
    this.#owed.clear();
  }

  #nextRequest(): number {
    this.#request = (this.#request % 0xffff) + 1;
    return this.#request;
  }

  #receive(frame: Frame): void {
    if (frame.op === OPS.hello && frame.kind === KINDS.reply) this.#takeGreeting(frame);
    else this.#next({ type: 'frame', header: frame, now: this.#clock.now() }, frame);
  }

  #takeGreeting(header: Frame): void {
    const reply = decodeReply('hello', header.payload);
    if (!reply.ok) return;
    const { bootNonce } = reply.value;
    const [session, effect] = nextHostSession(this.#session, { type: 'greeted', header, bootNonce });
    this.#session = session;
    if (effect.type === 'opened') this.#greeted?.(reply.value);
  }

  #next(input: HostSessionInput, frame?: Frame): void {
    const [session, effect] = nextHostSession(this.#session, input);
    this.#session = session;
    if (effect.type === 'transmit') for (const again of effect.frames) this.#out.take(again);
    else if (effect.type === 'deliver' && frame !== undefined) this.#deliver(frame);
    else if (effect.type === 'unheard') this.#giveUp();
    this.#setAlarm();
  }

  #deliver(frame: Frame): void {
    if (frame.kind === KINDS.event) this.#started += frame.op === EVENT_OPS.started ? 1 : 0;
    this.#owed.get(frame.request)?.resolve(frame);
    this.#owed.delete(frame.request);
  }

  #giveUp(): void {
    for (const { reject } of this.#owed.values()) {
      reject(new CheckFailed('an answer on a bad cable', 'none, and no sign of life for 5 s of asking'));
    }
    this.#owed.clear();
  }

  #setAlarm(): void {
    this.#cancelAlarm?.();
    this.#cancelAlarm = undefined;
    const { owed, dueAt } = this.#session;
    if (owed === 0 || this.#owed.size === 0) return;
    const wait = Math.max(0, dueAt - this.#clock.now());
    this.#cancelAlarm = this.#clock.after(wait, () => this.#next({ type: 'alarm', now: this.#clock.now() }));
  }
}
