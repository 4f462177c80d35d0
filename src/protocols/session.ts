import type { Frame, FrameHeader, KindCode } from './frame-codec.js';
import { DICTIONARY_CRC } from './messages.generated.js';

/** The 16 bits of the dictionary's CRC that every frame carries. */
export const DICTIONARY_16 = DICTIONARY_CRC & 0xffff;

/**
 * Where one side of a link stands; both sides keep one. A new one is made for every frame, member by member: object
 * spread costs more than the frame's encoding.
 */
export interface LinkState {
  /** 0 before hello. */
  readonly session: number;
  /** Sequence number of the next frame to send. */
  readonly sequence: number;
  /** Sequence number of the last frame accepted from the other side. */
  readonly acknowledged: number;
}

export const idleLink: LinkState = { session: 0, sequence: 0, acknowledged: 0 };

/** The session both sides compute from each other's nonce. */
export const sessionIdOf = (hostNonce: number, bootNonce: number): number => (hostNonce ^ bootNonce) >>> 0;

/** Sequence and request numbers rise by one modulo 65536. */
export const nextSequence = (sequence: number): number => (sequence + 1) & 0xffff;

const NO_PAYLOAD = new Uint8Array(0);

/** The next frame to send, and the state after it. */
export function sendFrame(
  link: LinkState,
  kind: KindCode,
  op: number,
  request: number,
  payload: Uint8Array = NO_PAYLOAD,
): readonly [link: LinkState, frame: Frame] {
  const { session, sequence, acknowledged } = link;
  const dictionary = session === 0 ? 0 : DICTIONARY_16;
  return [
    { session, sequence: nextSequence(sequence), acknowledged },
    { kind, dictionary, session, sequence, acknowledged, op, request, payload },
  ];
}

/** The state after a frame of the other side was accepted. */
export const acceptFrame = ({ session, sequence }: LinkState, frame: FrameHeader): LinkState => ({
  session,
  sequence,
  acknowledged: frame.sequence,
});
