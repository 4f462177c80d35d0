import { CrossbarError, type ByteLink } from '../core/index.js';
import { encodeFrame } from '../protocols/index.js';
import { ignore } from './transport.js';
import { describePiece, meansTheSame } from './replay-comparison.js';
import { PieceCutter, type Piece } from './replay-pieces.js';
import { helloIn, isLinkOnly, replayScript, TakenFrames, type HostPiece, type ReplayStep } from './replay-script.js';
import type { Recording } from './recording-reader.js';

/**
 * The board's side of a recording: says what the board said then, to a host that says what the host said then.
 *
 * The host's frames are matched in order by what they ask: kind, op and payload. What only keeps the session's books
 * is left out of the comparison, because it depends on how fast the link was and how often hello had to be said:
 * sequence, acknowledgement and request numbers, and the session, which comes from the host's nonce. The answers are put
 * under the numbers and the session the host has now. So a program with a random nonce can be replayed to, and one with
 * {@link hostNonce} is given the recorded bytes as they are. Answers come at once, not after the recorded times.
 */
export class ReplayBoard implements ByteLink {
  onSend: (bytes: Uint8Array) => void = ignore;
  /** Called once, when the host says what it did not say then. The board is silent from then on. */
  onFault: (fault: CrossbarError) => void = ignore;
  /** Of the first recorded hello, for `openBoard(..., { hostNonce })`; undefined in a recording without one. */
  readonly hostNonce: number | undefined;
  readonly #path: string;
  readonly #steps: readonly ReplayStep[];
  readonly #cutter = new PieceCutter();
  readonly #taken = new TakenFrames();
  #requests = new Map<number, number>();
  #next = 0;
  /** Between the recorded session and the one now. */
  #nonceDifference = 0;
  #fault: CrossbarError | undefined;

  constructor(recording: Recording) {
    this.#path = recording.path;
    this.#steps = replayScript(recording);
    const hellos = this.#steps.map(({ said }) => (said.type === 'frame' ? helloIn(said.frame)?.hostNonce : undefined));
    this.hostNonce = hellos.find((nonce) => nonce !== undefined);
  }

  /** Where the host left the recording: the line, what was expected and what came. */
  get fault(): CrossbarError | undefined {
    return this.#fault;
  }

  /** The next line of the host that has not been said; undefined when all have been. */
  get nextLine(): number | undefined {
    return this.#steps[this.#next]?.line;
  }

  receive(bytes: Uint8Array): void {
    for (const piece of this.#cutter.take(bytes)) {
      if (piece.type === 'noise' || isLinkOnly(piece) || this.#fault !== undefined) continue;
      // a busy machine makes a host impatient; the answers are on their way
      if (!this.#taken.again(piece)) this.#take(piece);
    }
  }

  #take(said: HostPiece): void {
    const step = this.#steps[this.#next];
    const before = this.#steps[this.#next - 1];
    if (step !== undefined && meansTheSame(step.said, said, this.#nonceDifference)) {
      this.#next += 1;
      this.#answer(step, said);
    } else if (before !== undefined && isHello(said) && meansTheSame(before.said, said, this.#nonceDifference)) {
      // said again before the answer had arrived
      this.#answer(before, said);
    } else {
      this.#stop(step, said);
    }
  }

  #answer({ said: then, requests, answers }: ReplayStep, now: HostPiece): void {
    if (then.type === 'frame' && now.type === 'frame') {
      const [hello, helloNow] = [helloIn(then.frame), helloIn(now.frame)];
      if (hello && helloNow) this.#nonceDifference = hello.hostNonce ^ helloNow.hostNonce;
      for (const request of requests) this.#requests.set(request, now.frame.request);
    }
    if (answers.length > 0) this.onSend(Buffer.concat(answers.map((answer) => this.#restamp(answer))));
  }

  /** The bytes of an answer, under the session and the request number of now. */
  #restamp(answer: Piece): Uint8Array {
    if (answer.type !== 'frame') return answer.bytes;
    const { frame, bytes } = answer;
    const request = this.#requests.get(frame.request) ?? frame.request;
    const session = frame.session === 0 ? 0 : (frame.session ^ this.#nonceDifference) >>> 0;
    if (request === frame.request && session === frame.session) return bytes;
    return encodeFrame({ ...frame, request, session });
  }

  #stop(step: ReplayStep | undefined, said: HostPiece): void {
    const expected = step === undefined ? 'nothing more' : describePiece(step.said, said);
    const line = step?.line ?? this.#steps.at(-1)?.line ?? 1;
    this.#fault = new CrossbarError(
      'acceptance-not-met',
      `${this.#path} line ${line}${step ? '' : ' was the last'}: expected from the host ${expected}, ` +
        `got ${describePiece(said, step?.said)}. The program no longer does what was recorded: run it with the ` +
        'settings of the recording, or record anew.',
      { file: this.#path, line },
    );
    this.onFault(this.#fault);
  }
}

const isHello = (piece: HostPiece): boolean => piece.type === 'frame' && helloIn(piece.frame) !== undefined;
