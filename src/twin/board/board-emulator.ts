import type { BoardIdentity, ByteLink } from '../../core/index.js';
import {
  BODY_OVERHEAD,
  bootedSession,
  decodeRequest,
  Demultiplexer,
  encodeError,
  encodeEvent,
  encodeFrame,
  encodeReply,
  EVENT_OPS,
  KINDS,
  nextBoardSession,
  OPS,
  sendFrame,
  type AnyRequest,
  type BoardSession,
  type ErrorFields,
  type Frame,
  type KindCode,
  type LinkState,
  type RecordFields,
} from '../../protocols/index.js';
import type { Board } from './board.js';
import { fire, record } from './fire-behaviour.js';
import { ground } from './ground-behaviour.js';
import { hello } from './hello-behaviour.js';
import { identify } from './identify-behaviour.js';
import { read } from './read-behaviour.js';
import { refuse, type Answer } from './refusal.js';
import { TextLines } from './text-lines.js';

/** What an `identify` reply has beside its piece. */
const IDENTIFY_OVERHEAD = BODY_OVERHEAD + 6;

/** A board without its way of telling of first edges, which is the emulator's. */
type BoardParts = Omit<Board, 'started'>;

export interface BoardEmulatorOptions {
  readonly parts: BoardParts;
  readonly identity: BoardIdentity;
  readonly bootNonce: number;
  readonly maxBody: number;
}

/** The firmware: bytes in, bytes out. Every request is answered before the next is looked at. */
export class BoardEmulator implements ByteLink {
  onSend: (bytes: Uint8Array) => void = () => {};
  readonly #board: Board;
  readonly #maxBody: number;
  readonly #demultiplexer: Demultiplexer;
  readonly #text: TextLines;
  #session: BoardSession;
  /** Frames that came before any hello. */
  #unheard = 0;

  constructor({ parts, identity, bootNonce, maxBody }: BoardEmulatorOptions) {
    this.#board = Object.assign(parts, { started: (intent: RecordFields) => this.#sendStarted(intent) });
    this.#maxBody = maxBody;
    this.#session = bootedSession(bootNonce);
    this.#text = new TextLines({ board: this.#board, identity, maxBody });
    this.#demultiplexer = new Demultiplexer({
      maxBody,
      onFrame: (frame) => this.#handle(frame),
      onLine: (line) => {
        const answer = this.#text.answer(line);
        if (answer !== undefined) this.onSend(new TextEncoder().encode(`${answer}\n`));
      },
    });
  }

  receive(bytes: Uint8Array): void {
    this.#demultiplexer.receive(bytes);
  }

  #handle(frame: Frame): void {
    const [session, [effect]] = nextBoardSession(this.#session, { type: 'frame', header: frame });
    this.#session = session;
    if (effect?.type === 'deliver') {
      this.#answer(frame);
    } else if (effect?.type === 'refuse') {
      // under the session it was asked in, or its sender would not take the answer for its own
      const link = { ...session.link, session: frame.session };
      this.#send(this.#refuse(frame, refuse(effect.error, effect.error).refused, link));
    } else {
      this.#unheard += 1;
    }
  }

  #answer(frame: Frame): void {
    const request = decodeRequest(frame.op, frame.payload);
    if (!request.ok) {
      const error = request.reason === 'unknown-op' ? 'unknown-op' : 'bad-payload';
      this.#send(this.#refuse(frame, refuse(error, request.reason).refused, this.#linkFor(frame)));
      return;
    }
    const { name } = request.value;
    const answer = this.#behave(request.value);
    if ('refused' in answer) this.#send(this.#refuse(frame, answer.refused, this.#linkFor(frame)));
    else this.#send(this.#stamp(KINDS.reply, frame, encodeReply(name, answer.reply), this.#session.link));
  }

  #behave(request: AnyRequest): Answer<AnyRequest['name']> {
    const board = this.#board;
    switch (request.name) {
      case 'hello': {
        const [session, answer] = hello(board, this.#session, request.fields, this.#maxBody);
        this.#session = session;
        return answer;
      }
      case 'identify':
        return identify(board, request.fields, this.#maxBody - IDENTIFY_OVERHEAD);
      case 'status': {
        const { framesDiscarded, bytesDiscarded } = this.#demultiplexer;
        return {
          reply: {
            state: board.state,
            lastSerial: board.retained.lastSerial,
            boardTicks: board.clock.now,
            framesDiscarded: framesDiscarded + this.#unheard,
            bytesDiscarded,
          },
        };
      }
      case 'read':
        return read(board, request.fields);
      case 'load':
        return board.plans.load(request.fields);
      case 'fire':
        return fire(board, request.fields);
      case 'record':
        return record(board, request.fields);
      case 'ground':
        break;
    }
    return { reply: ground(board) };
  }

  /** A refused hello has no session. */
  #linkFor(frame: Frame): LinkState {
    return frame.op === OPS.hello ? { ...this.#session.link, session: 0 } : this.#session.link;
  }

  #refuse(frame: Frame, error: ErrorFields, link: LinkState): Frame {
    this.#text.refused(error);
    return this.#stamp(KINDS.error, frame, encodeError(error), link);
  }

  #sendStarted({ serial, startTick }: RecordFields): void {
    const payload = encodeEvent('started', { serial, startTick });
    this.#send(this.#stamp(KINDS.event, { op: EVENT_OPS.started, request: 0 }, payload, this.#session.link));
  }

  /** Numbers a frame of this board; the session's sequence goes on under whatever session the frame is sent. */
  #stamp(kind: KindCode, to: Pick<Frame, 'op' | 'request'>, payload: Uint8Array, link: LinkState): Frame {
    const [next, frame] = sendFrame(link, kind, to.op, to.request, payload);
    const { bootNonce } = this.#session;
    const { session } = this.#session.link;
    const { sequence, acknowledged } = next;
    this.#session = { bootNonce, link: { session, sequence, acknowledged } };
    return frame;
  }

  #send(frame: Frame): void {
    this.onSend(encodeFrame(frame));
  }
}
