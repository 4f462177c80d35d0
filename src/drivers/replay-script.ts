import { decodeRequest, KINDS, OPS, type Frame, type HelloRequest } from '../protocols/index.js';
import { PieceCutter, type Piece } from './replay-pieces.js';
import type { Recording } from './recording-reader.js';

export type HostPiece = Exclude<Piece, { type: 'noise' }>;

/** One thing the host said, and what the board then said before the host spoke again. */
export interface ReplayStep {
  /** Line of the recording where the host's bytes end, 1-based. */
  readonly line: number;
  readonly said: HostPiece;
  /** Request numbers of it: a hello that was said again and again has several. */
  readonly requests: readonly number[];
  readonly answers: readonly Piece[];
}

/** The fields of a hello; undefined for any other frame. */
export function helloIn(frame: Frame): HelloRequest | undefined {
  if (frame.op !== OPS.hello) return undefined;
  const request = decodeRequest(frame.op, frame.payload);
  return request.ok && request.value.name === 'hello' ? request.value.fields : undefined;
}

/** Whether it only keeps the link going: how often that is said depends on the clock alone. */
export const isLinkOnly = (piece: Piece): boolean =>
  piece.type === 'frame' && (piece.frame.kind === KINDS.acknowledgement || piece.frame.kind === KINDS.gap);

const nonceOf = (piece: HostPiece): number | undefined =>
  piece.type === 'frame' ? helloIn(piece.frame)?.hostNonce : undefined;

interface OpenStep extends ReplayStep {
  requests: number[];
  answers: Piece[];
}

const stepFor = (said: HostPiece, line: number, answers: Piece[]): OpenStep => ({
  line,
  said,
  requests: said.type === 'frame' ? [said.frame.request] : [],
  answers,
});

/** Frames that a board has taken: the link may have had to send them again. */
export class TakenFrames {
  #session = 0;
  #last = -1;

  again(piece: Piece): boolean {
    if (piece.type !== 'frame' || piece.frame.op <= OPS.hello) return false;
    const { session, sequence } = piece.frame;
    if (session === this.#session && ((sequence - this.#last) & 0xffff) !== 1) return true;
    this.#session = session;
    this.#last = sequence;
    return false;
  }
}

/**
 * Orders a recording by what the host said. A hello that the board was too deaf for is said again; how often depends on
 * the clock alone, so that repeated hellos are one step.
 */
export function replayScript({ chunks }: Recording): readonly ReplayStep[] {
  const steps: OpenStep[] = [];
  const cutters = { 'to-board': new PieceCutter(), 'to-host': new PieceCutter() };
  const taken = new TakenFrames();
  /** What the board said before anyone spoke. */
  const unasked: Piece[] = [];
  const add = (said: Piece, line: number): void => {
    // what is no frame and no line a board does not hear
    if (said.type === 'noise' || isLinkOnly(said) || taken.again(said)) return;
    const last = steps.at(-1);
    const again = last !== undefined && nonceOf(said) !== undefined && nonceOf(last.said) === nonceOf(said);
    if (again && said.type === 'frame') last.requests.push(said.frame.request);
    else steps.push(stepFor(said, line, last === undefined ? unasked : []));
  };
  for (const { line, direction, bytes } of chunks) {
    const pieces = cutters[direction].take(bytes);
    if (direction === 'to-host') (steps.at(-1)?.answers ?? unasked).push(...pieces);
    else for (const piece of pieces) add(piece, line);
  }
  (steps.at(-1)?.answers ?? unasked).push(...cutters['to-host'].rest());
  return steps;
}
