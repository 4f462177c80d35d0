import type { FrameHeader } from './frame-codec.js';
import { KINDS, OPS } from './messages.generated.js';
import { acceptFrame, idleLink, sessionIdOf, type LinkState } from './session.js';

/** The host's side of a session. Pure: {@link nextHostSession} says what becomes of it. */
export interface HostSession {
  readonly phase: 'closed' | 'greeting' | 'open';
  readonly link: LinkState;
  /** Of the last hello. */
  readonly hostNonce: number;
  /** Of the board's boot that was last seen; 0 before the first. */
  readonly bootNonce: number;
}

export type HostSessionInput =
  /** Hello is about to be sent with this nonce, which must be random and not 0. */
  | { readonly type: 'greet'; readonly hostNonce: number }
  /** A reply to hello was decoded. */
  | { readonly type: 'greeted'; readonly header: FrameHeader; readonly bootNonce: number }
  /** Any other frame arrived. */
  | { readonly type: 'frame'; readonly header: FrameHeader }
  | { readonly type: 'lost' };

export type HostSessionEffect =
  /** The session is open; `rebooted` where the board is not in the boot it was last seen in. */
  | { readonly type: 'opened'; readonly session: number; readonly rebooted: boolean }
  | { readonly type: 'deliver' }
  /** A frame of another session, or an answer to another hello. */
  | { readonly type: 'ignore' };

export const closedSession: HostSession = { phase: 'closed', link: idleLink, hostNonce: 0, bootNonce: 0 };

const DELIVER: readonly HostSessionEffect[] = [{ type: 'deliver' }];
const IGNORE: readonly HostSessionEffect[] = [{ type: 'ignore' }];

/** A refused hello has no session yet, so that its error comes under session 0. */
const answersHello = (session: HostSession, header: FrameHeader): boolean =>
  session.phase === 'greeting' && header.session === 0 && header.kind === KINDS.error && header.op === OPS.hello;

export function nextHostSession(
  session: HostSession,
  input: HostSessionInput,
): readonly [HostSession, readonly HostSessionEffect[]] {
  switch (input.type) {
    case 'greet':
      return [{ ...session, phase: 'greeting', hostNonce: input.hostNonce, link: { ...session.link, session: 0 } }, []];
    case 'greeted': {
      const id = sessionIdOf(session.hostNonce, input.bootNonce);
      if (session.phase !== 'greeting' || input.header.session !== id) return [session, IGNORE];
      const rebooted = session.bootNonce !== 0 && session.bootNonce !== input.bootNonce;
      const link = { ...acceptFrame(session.link, input.header), session: id };
      return [
        { ...session, phase: 'open', bootNonce: input.bootNonce, link },
        [{ type: 'opened', session: id, rebooted }],
      ];
    }
    case 'frame': {
      const ours = session.phase === 'open' && input.header.session === session.link.session;
      if (!ours && !answersHello(session, input.header)) return [session, IGNORE];
      const { phase, hostNonce, bootNonce } = session;
      return [{ phase, link: acceptFrame(session.link, input.header), hostNonce, bootNonce }, DELIVER];
    }
    case 'lost':
      break;
  }
  return [{ ...session, phase: 'closed', link: idleLink }, []];
}
