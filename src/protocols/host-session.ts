import type { Frame, FrameHeader } from './frame-codec.js';
import {
  isKept,
  isNumbered,
  numberedFrame,
  receiveFrame,
  sessionIdOf,
  startLink,
  tellGap,
  unacknowledgedFrames,
  unnumberedFrame,
  type LinkState,
} from './link.js';
import { KINDS, OPS } from './messages.generated.js';
import { backedOff, freshTimer, measured, type RoundTripTimer } from './round-trip-timer.js';

/** A board that owes something and has not been heard for so long, asked again and again, is taken for gone. */
export const SILENCE_MILLISECONDS = 5000;

/** A numbered frame whose acknowledgement will tell how long a round trip takes. */
interface Timed {
  readonly sequence: number;
  readonly sentAt: number;
}

/**
 * The host's side of a session. Pure: {@link nextHostSession} says what becomes of it; times are milliseconds of one
 * monotonic clock. The host alone watches the time: a board sends again only what it is asked for.
 */
export interface HostSession {
  readonly phase: 'closed' | 'greeting' | 'open';
  readonly link: LinkState;
  /** Of the last hello. */
  readonly hostNonce: number;
  /** Of the board's boot that was last seen; 0 before the first. */
  readonly bootNonce: number;
  /** Requests that were sent and not yet answered. */
  readonly owed: number;
  readonly timer: RoundTripTimer;
  readonly timed: Timed | undefined;
  /** When the board must be asked again, unless it says something before; only while something is owed. */
  readonly dueAt: number;
  /** When it was last heard, or began to owe something. */
  readonly heardAt: number;
}

export type HostSessionInput =
  /** Hello is about to be sent with this nonce, which must be random and not 0. */
  | { readonly type: 'greet'; readonly hostNonce: number }
  /** A reply to hello was decoded. */
  | { readonly type: 'greeted'; readonly header: FrameHeader; readonly bootNonce: number }
  /** Any other frame arrived. */
  | { readonly type: 'frame'; readonly header: FrameHeader; readonly now: number }
  /** Bytes came that are no intact frame. */
  | { readonly type: 'damaged' }
  /** Time has passed. */
  | { readonly type: 'alarm'; readonly now: number }
  | { readonly type: 'lost' };

export type HostSessionEffect =
  /** The session is open; `rebooted` where the board is not in the boot it was last seen in. */
  | { readonly type: 'opened'; readonly session: number; readonly rebooted: boolean }
  | { readonly type: 'deliver' }
  /** A frame of another session, an answer to another hello, or one that was taken before. */
  | { readonly type: 'ignore' }
  | { readonly type: 'transmit'; readonly frames: readonly Frame[] }
  /** Asked so often in vain that the board is taken for gone. */
  | { readonly type: 'unheard' };

type Step = readonly [HostSession, HostSessionEffect];

const DELIVER: HostSessionEffect = { type: 'deliver' };
const IGNORE: HostSessionEffect = { type: 'ignore' };
const UNHEARD: HostSessionEffect = { type: 'unheard' };

/** Of an answer to a request, one to each. */
const ANSWERS: ReadonlySet<number> = new Set([KINDS.reply, KINDS.error]);

export const closedSession: HostSession = {
  phase: 'closed',
  link: startLink(0),
  hostNonce: 0,
  bootNonce: 0,
  owed: 0,
  timer: freshTimer,
  timed: undefined,
  dueAt: 0,
  heardAt: 0,
};

/** A request of an open session, or a hello before there is one. */
export function sendRequest(
  session: HostSession,
  op: number,
  request: number,
  payload: Uint8Array,
  now: number,
): readonly [HostSession, Frame] {
  if (op === OPS.hello) return [session, unnumberedFrame(startLink(0), KINDS.request, op, request, payload)];
  const { phase, hostNonce, bootNonce, owed, timer } = session;
  const [link, frame] = numberedFrame(session.link, KINDS.request, op, request, payload);
  const timed = session.timed ?? { sequence: frame.sequence, sentAt: now };
  const usual = now + timer.timeout;
  const dueAt = owed === 0 ? usual : Math.min(usual, session.dueAt);
  const heardAt = owed === 0 ? now : session.heardAt;
  return [{ phase, link, hostNonce, bootNonce, owed: owed + 1, timer, timed, dueAt, heardAt }, frame];
}

/** What to send where the host has been silent for long: asks the board for a sign of life. */
export const probe = (session: HostSession): Frame => unnumberedFrame(session.link, KINDS.acknowledgement);

/** A refused hello has no session yet, so that its error comes under session 0. */
const answersHello = (session: HostSession, header: FrameHeader): boolean =>
  session.phase === 'greeting' && header.session === 0 && header.kind === KINDS.error && header.op === OPS.hello;

/** Everything the board has not acknowledged, or where it has all, a question for what it still owes. */
function askAgain(session: HostSession): readonly Frame[] {
  const again = unacknowledgedFrames(session.link);
  return again.length > 0 ? again : [probe(session)];
}

function takeFrame(session: HostSession, header: FrameHeader, now: number): Step {
  const { phase, hostNonce, bootNonce } = session;
  const [link, arrival] = receiveFrame(session.link, header);
  let { timer, timed, owed } = session;
  if (timed !== undefined && !isKept(link, timed.sequence)) {
    timer = measured(timer, now - timed.sentAt);
    timed = undefined;
  }
  // a reply too many must not stop the alarms of later requests
  if (arrival === 'next' && ANSWERS.has(header.kind)) owed = Math.max(0, owed - 1);
  const dueAt = now + timer.timeout;
  const next: HostSession = { phase, link, hostNonce, bootNonce, owed, timer, timed, dueAt, heardAt: now };
  if (arrival === 'next') return [next, DELIVER];
  // the round trip of a frame that is sent twice says nothing (Karn)
  if (header.kind === KINDS.gap) return [{ ...next, timed: undefined }, transmit(askAgain(next))];
  return arrival === 'ahead' ? reportGap(next) : [next, IGNORE];
}

const transmit = (frames: readonly Frame[]): HostSessionEffect =>
  frames.length > 0 ? { type: 'transmit', frames } : IGNORE;

function reportGap(session: HostSession): Step {
  const [link, frames] = tellGap(session.link);
  return [{ ...session, link }, transmit(frames)];
}

function alarm(session: HostSession, now: number): Step {
  if (session.owed === 0 || now < session.dueAt) return [session, IGNORE];
  const silentAt = session.heardAt + SILENCE_MILLISECONDS;
  if (now >= silentAt) return [session, UNHEARD];
  const timer = backedOff(session.timer);
  const dueAt = Math.min(silentAt, now + timer.timeout);
  const next = { ...session, timer, timed: undefined, dueAt };
  return [next, transmit(askAgain(next))];
}

export function nextHostSession(session: HostSession, input: HostSessionInput): Step {
  switch (input.type) {
    case 'greet':
      return [
        { ...closedSession, phase: 'greeting', bootNonce: session.bootNonce, hostNonce: input.hostNonce },
        IGNORE,
      ];
    case 'greeted': {
      const id = sessionIdOf(session.hostNonce, input.bootNonce);
      if (session.phase !== 'greeting' || input.header.session !== id) return [session, IGNORE];
      const rebooted = session.bootNonce !== 0 && session.bootNonce !== input.bootNonce;
      const open: HostSession = { ...session, phase: 'open', bootNonce: input.bootNonce, link: startLink(id) };
      return [open, { type: 'opened', session: id, rebooted }];
    }
    case 'frame': {
      const { header } = input;
      if (answersHello(session, header)) return [session, DELIVER];
      const ours = session.phase === 'open' && header.session === session.link.session;
      // nor the answer to a repeated hello, nor its own words from a line that echoes
      if (!ours || header.op === OPS.hello || header.kind === KINDS.request) return [session, IGNORE];
      // the board will not have the whole session
      if (header.kind === KINDS.error && !isNumbered(header.op)) return [session, DELIVER];
      return takeFrame(session, header, input.now);
    }
    case 'damaged':
      return session.phase === 'open' && session.owed > 0 ? reportGap(session) : [session, IGNORE];
    case 'alarm':
      return alarm(session, input.now);
    case 'lost':
      break;
  }
  return [{ ...closedSession, bootNonce: session.bootNonce }, IGNORE];
}
