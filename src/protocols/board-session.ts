import type { Frame, FrameHeader } from './frame-codec.js';
import {
  DICTIONARY_16,
  receiveFrame,
  sessionIdOf,
  startLink,
  tellGap,
  unacknowledgedFrames,
  unnumberedFrame,
  type LinkState,
} from './link.js';
import { KINDS, OPS } from './messages.generated.js';

/**
 * The board's side of a session: one at a time, opened by every hello with a new nonce. It has no clock: it sends again
 * what the host asks for again.
 */
export interface BoardSession {
  /** Random at every boot, never 0. */
  readonly bootNonce: number;
  readonly link: LinkState;
}

export type BoardSessionInput =
  | { readonly type: 'frame'; readonly header: FrameHeader }
  /** Bytes came that are no intact frame. */
  | { readonly type: 'damaged' }
  /** A hello this board can speak with was decoded and the session is to be opened. */
  | { readonly type: 'hello'; readonly hostNonce: number };

export type BoardSessionEffect =
  | { readonly type: 'deliver' }
  /** In no session, or not from a host. */
  | { readonly type: 'ignore' }
  | { readonly type: 'refuse'; readonly error: 'wrong-session' | 'wrong-dictionary' }
  | { readonly type: 'transmit'; readonly frames: readonly Frame[] };

type Step = readonly [BoardSession, BoardSessionEffect];

const DELIVER: BoardSessionEffect = { type: 'deliver' };
const IGNORE: BoardSessionEffect = { type: 'ignore' };
const WRONG_SESSION: BoardSessionEffect = { type: 'refuse', error: 'wrong-session' };
const WRONG_DICTIONARY: BoardSessionEffect = { type: 'refuse', error: 'wrong-dictionary' };

/** What a host sends; the rest are another board's words. */
const FROM_HOST: ReadonlySet<number> = new Set([KINDS.request, KINDS.acknowledgement, KINDS.gap]);

export const bootedSession = (bootNonce: number): BoardSession => ({ bootNonce, link: startLink(0) });

const signOfLife = (link: LinkState): BoardSessionEffect => ({
  type: 'transmit',
  frames: [unnumberedFrame(link, KINDS.acknowledgement)],
});

/** Everything the host has not acknowledged, or at least a sign of life. */
function sendAgain(link: LinkState): BoardSessionEffect {
  const again = unacknowledgedFrames(link);
  return again.length > 0 ? { type: 'transmit', frames: again } : signOfLife(link);
}

function reportGap({ bootNonce, link }: BoardSession): Step {
  const [told, frames] = tellGap(link);
  return [{ bootNonce, link: told }, frames.length > 0 ? { type: 'transmit', frames } : IGNORE];
}

export function nextBoardSession(state: BoardSession, input: BoardSessionInput): Step {
  const { bootNonce, link } = state;
  if (input.type === 'hello') {
    const session = sessionIdOf(input.hostNonce, bootNonce);
    // the same hello again, whose answer may have been lost: the session goes on
    return [session === link.session ? state : { bootNonce, link: startLink(session) }, IGNORE];
  }
  if (input.type === 'damaged') return reportGap(state);
  const { header } = input;
  if (header.kind === KINDS.request && header.op === OPS.hello) return [state, DELIVER];
  if (header.session === 0 || !FROM_HOST.has(header.kind)) return [state, IGNORE];
  // also before the first hello: it is how a host hears at once that the board has restarted
  if (header.session !== link.session) return [state, WRONG_SESSION];
  if (header.dictionary !== DICTIONARY_16) return [state, WRONG_DICTIONARY];
  const [received, arrival] = receiveFrame(link, header);
  const next: BoardSession = { bootNonce, link: received };
  if (arrival === 'next') return [next, DELIVER];
  if (arrival === 'ahead') return reportGap(next);
  // a host repeats all it has in flight: answered in full frame by frame, that would grow with its square
  const isEarlier = arrival === 'repeated' && header.sequence !== received.acknowledged;
  return [next, isEarlier ? signOfLife(received) : sendAgain(received)];
}
