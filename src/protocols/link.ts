import type { Frame, FrameHeader, KindCode } from './frame-codec.js';
import { DICTIONARY_CRC, KINDS, OPS } from './messages.generated.js';

/** The 16 bits of the dictionary's CRC that every frame carries. */
export const DICTIONARY_16 = DICTIONARY_CRC & 0xffff;

/** `acknowledged` before anything was accepted: one before the first sequence number. */
const NOTHING_ACCEPTED = 0xffff;
/** Half the numbers lie ahead of any number, the other half behind. */
const HALF = 0x8000;

/**
 * Where one side of a link stands in its session; both sides keep one (protocol.md, section 3). A new one is made for
 * every frame, member by member: object spread costs more than the frame's encoding.
 */
export interface LinkState {
  /** 0 before hello. */
  readonly session: number;
  /** Number of the next numbered frame to send. */
  readonly sequence: number;
  /** Number of the last numbered frame accepted from the other side. */
  readonly acknowledged: number;
  /** Numbered frames that were sent and not yet acknowledged, oldest first. */
  readonly kept: readonly Frame[];
  /** Something was seen to be missing and the other side was told; nothing was accepted since. */
  readonly gapTold: boolean;
}

const NONE: readonly Frame[] = [];
const NO_PAYLOAD = new Uint8Array(0);

/** The link at the start of a session; 0 stands for none. */
export const startLink = (session: number): LinkState => ({
  session,
  sequence: 0,
  acknowledged: NOTHING_ACCEPTED,
  kept: NONE,
  gapTold: false,
});

/** The session both sides compute from each other's nonce. */
export const sessionIdOf = (hostNonce: number, bootNonce: number): number => (hostNonce ^ bootNonce) >>> 0;

/** Sequence numbers rise by one modulo 65536. */
export const nextSequence = (sequence: number): number => (sequence + 1) & 0xffff;

/**
 * Whether a frame of this op has a number. Without are hello and its answers (op 1), and with op 0 acknowledgements, gaps
 * and the refusal of a whole session.
 */
export const isNumbered = (op: number): boolean => op > OPS.hello;

/** A frame without a number of its own, see {@link isNumbered}. */
export const unnumberedFrame = (
  { session, acknowledged }: Pick<LinkState, 'session' | 'acknowledged'>,
  kind: KindCode,
  op = 0,
  request = 0,
  payload: Uint8Array = NO_PAYLOAD,
): Frame => ({
  kind,
  dictionary: session === 0 ? 0 : DICTIONARY_16,
  session,
  sequence: 0,
  acknowledged,
  op,
  request,
  payload,
});

/** The next numbered frame, kept until it is acknowledged. The payload must not be changed from here on. */
export function numberedFrame(
  link: LinkState,
  kind: KindCode,
  op: number,
  request: number,
  payload: Uint8Array = NO_PAYLOAD,
): readonly [link: LinkState, frame: Frame] {
  const { session, sequence, acknowledged, kept, gapTold } = link;
  const frame = { kind, dictionary: DICTIONARY_16, session, sequence, acknowledged, op, request, payload };
  const keeping = kept.length === 0 ? [frame] : [...kept, frame];
  return [{ session, sequence: nextSequence(sequence), acknowledged, kept: keeping, gapTold }, frame];
}

/** How far `sequence` lies after `reference`, 0..65535. */
const distance = (sequence: number, reference: number): number => (sequence - reference) & 0xffff;

/** What is still kept once the other side has accepted everything up to `acknowledged`. */
function keptAfter(kept: readonly Frame[], acknowledged: number): readonly Frame[] {
  if (kept.length === 0) return kept;
  const done = distance(acknowledged, kept[0]!.sequence) + 1;
  // a number before the oldest kept frame is old news, one behind the newest was never sent
  if (done > kept.length) return kept;
  return done === kept.length ? NONE : kept.slice(done);
}

/** Whether a numbered frame that was sent is still to be acknowledged. */
export const isKept = ({ kept }: LinkState, sequence: number): boolean =>
  kept.length > 0 && distance(sequence, kept[0]!.sequence) < kept.length;

/** `next` is to be taken, `repeated` was taken before, `ahead` follows one that is missing. */
export type Arrival = 'next' | 'repeated' | 'ahead' | 'unnumbered';

/** Takes note of an intact frame of this session, numbered or not. */
export function receiveFrame(link: LinkState, header: FrameHeader): readonly [link: LinkState, arrival: Arrival] {
  const { session, sequence, acknowledged, gapTold } = link;
  const kept = keptAfter(link.kept, header.acknowledged);
  if (isNumbered(header.op)) {
    const ahead = distance(header.sequence, nextSequence(acknowledged));
    if (ahead === 0) return [{ session, sequence, acknowledged: header.sequence, kept, gapTold: false }, 'next'];
    return [{ session, sequence, acknowledged, kept, gapTold }, ahead < HALF ? 'ahead' : 'repeated'];
  }
  return [{ session, sequence, acknowledged, kept, gapTold }, 'unnumbered'];
}

/** What the other side has not acknowledged, to be sent again: as it was, with the newest acknowledgement. */
export const unacknowledgedFrames = ({ kept, acknowledged }: LinkState): readonly Frame[] =>
  kept.map((frame) => (frame.acknowledged === acknowledged ? frame : { ...frame, acknowledged }));

/** Says once, until something is accepted again, that something is missing. */
export function tellGap(link: LinkState): readonly [link: LinkState, frames: readonly Frame[]] {
  if (link.gapTold || link.session === 0) return [link, NONE];
  return [{ ...link, gapTold: true }, [unnumberedFrame(link, KINDS.gap)]];
}
