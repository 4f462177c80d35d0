import {
  bootedSession,
  encodeError,
  encodeFrame,
  KINDS,
  nextBoardSession,
  numberedFrame,
  OPS,
  unnumberedFrame,
  type BoardSession,
  type ErrorFields,
  type Frame,
  type KindCode,
} from '../../protocols/index.js';
import { refuse } from './refusal.js';

type FrameHeader = Omit<Frame, 'payload'>;

/** The link of a frame that belongs to no open session: nothing was accepted in it. */
const outside = (session: number): { readonly session: number; readonly acknowledged: number } => ({
  session,
  acknowledged: 0xffff,
});

/**
 * What a frame was: a request to `deliver`, one that came before any hello (`unheard`), one of a session that is `refused`,
 * or something that is done with.
 */
export type FrameFate = 'deliver' | 'unheard' | 'refused' | 'taken';

export interface SessionPortOptions {
  readonly bootNonce: number;
  readonly send: (bytes: Uint8Array) => void;
  /** Told of every error that is sent. */
  readonly onRefused: (error: ErrorFields) => void;
}

/** Carries out what the session says: numbers and sends frames, sends again, refuses strangers. */
export class SessionPort {
  readonly #options: SessionPortOptions;
  #session: BoardSession;

  constructor(options: SessionPortOptions) {
    this.#options = options;
    this.#session = bootedSession(options.bootNonce);
  }

  get session(): BoardSession {
    return this.#session;
  }

  /** 0 before the first hello. */
  get id(): number {
    return this.#session.link.session;
  }

  /** Frames that the host has not acknowledged. */
  get kept(): number {
    return this.#session.link.kept.length;
  }

  take(header: FrameHeader): FrameFate {
    const [session, effect] = nextBoardSession(this.#session, { type: 'frame', header });
    this.#session = session;
    switch (effect.type) {
      case 'deliver':
        return 'deliver';
      case 'ignore':
        return session.link.session === 0 ? 'unheard' : 'taken';
      case 'transmit':
        for (const frame of effect.frames) this.#send(frame);
        return 'taken';
      case 'refuse':
        break;
    }
    this.#refuseSession(header, effect.error);
    return 'refused';
  }

  /** Takes note of what a frame acknowledges and drops it as if it had been lost; the host will send it again. */
  drop(header: FrameHeader): FrameFate {
    return this.take({ ...header, kind: KINDS.acknowledgement, op: 0, sequence: 0, request: 0 });
  }

  /** Bytes came that are no intact frame. */
  damaged(): void {
    const [session, effect] = nextBoardSession(this.#session, { type: 'damaged' });
    this.#session = session;
    if (effect.type === 'transmit') for (const frame of effect.frames) this.#send(frame);
  }

  /** @returns whether the session is a new one */
  open(hostNonce: number): boolean {
    const before = this.#session;
    [this.#session] = nextBoardSession(before, { type: 'hello', hostNonce });
    return this.#session !== before;
  }

  reply(to: FrameHeader, payload: Uint8Array): void {
    if (to.op === OPS.hello) {
      this.#send(unnumberedFrame(this.#session.link, KINDS.reply, to.op, to.request, payload));
    } else {
      this.#sendNumbered(KINDS.reply, to.op, to.request, payload);
    }
  }

  refuse(to: FrameHeader, error: ErrorFields): void {
    this.#options.onRefused(error);
    const payload = encodeError(error);
    // a refused hello has no session
    if (to.op === OPS.hello) this.#send(unnumberedFrame(outside(0), KINDS.error, to.op, to.request, payload));
    else this.#sendNumbered(KINDS.error, to.op, to.request, payload);
  }

  tell(op: number, payload: Uint8Array): void {
    this.#sendNumbered(KINDS.event, op, 0, payload);
  }

  /** Says once for all that nothing of that session will be done, under that session, or its host would not listen. */
  #refuseSession({ session }: FrameHeader, name: 'wrong-session' | 'wrong-dictionary'): void {
    const { bootNonce } = this.#session;
    const { refused } =
      name === 'wrong-session'
        ? refuse(name, 'that session is not open; say hello', { measured: bootNonce | 0 })
        : refuse(name, 'built from another dictionary; compare the CRC of hello');
    this.#options.onRefused(refused);
    this.#send(unnumberedFrame(outside(session), KINDS.error, 0, 0, encodeError(refused)));
  }

  #sendNumbered(kind: KindCode, op: number, request: number, payload: Uint8Array): void {
    const { bootNonce } = this.#session;
    const [link, frame] = numberedFrame(this.#session.link, kind, op, request, payload);
    this.#session = { bootNonce, link };
    this.#send(frame);
  }

  #send(frame: Frame): void {
    this.#options.send(encodeFrame(frame));
  }
}
