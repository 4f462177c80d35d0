import type { FrameHeader } from './frame-codec.js';
import { KINDS, OPS } from './messages.generated.js';
import { acceptFrame, DICTIONARY_16, idleLink, sessionIdOf, type LinkState } from './session.js';

/** The board's side of a session: one at a time, opened anew by every hello. */
export interface BoardSession {
  /** Random at every boot, never 0. */
  readonly bootNonce: number;
  readonly link: LinkState;
}

export type BoardSessionInput =
  | { readonly type: 'frame'; readonly header: FrameHeader }
  /** A hello this board can speak with was decoded. */
  | { readonly type: 'hello'; readonly hostNonce: number };

export type BoardSessionEffect =
  | { readonly type: 'deliver' }
  /** A board says nothing before its first hello. */
  | { readonly type: 'ignore' }
  | { readonly type: 'refuse'; readonly error: 'wrong-session' | 'wrong-dictionary' };

const DELIVER: readonly BoardSessionEffect[] = [{ type: 'deliver' }];
const IGNORE: readonly BoardSessionEffect[] = [{ type: 'ignore' }];
const WRONG_SESSION: readonly BoardSessionEffect[] = [{ type: 'refuse', error: 'wrong-session' }];
const WRONG_DICTIONARY: readonly BoardSessionEffect[] = [{ type: 'refuse', error: 'wrong-dictionary' }];

export const bootedSession = (bootNonce: number): BoardSession => ({ bootNonce, link: idleLink });

export function nextBoardSession(
  state: BoardSession,
  input: BoardSessionInput,
): readonly [BoardSession, readonly BoardSessionEffect[]] {
  const { bootNonce, link } = state;
  if (input.type === 'hello') {
    const session = sessionIdOf(input.hostNonce, bootNonce);
    return [{ bootNonce, link: { session, sequence: 0, acknowledged: link.acknowledged } }, []];
  }
  const { header } = input;
  if (header.kind !== KINDS.request) return [state, IGNORE];
  const accepted: BoardSession = { bootNonce, link: acceptFrame(link, header) };
  if (header.op === OPS.hello) return [accepted, DELIVER];
  if (link.session === 0) return [state, IGNORE];
  if (header.session !== link.session) return [state, WRONG_SESSION];
  if (header.dictionary !== DICTIONARY_16) return [state, WRONG_DICTIONARY];
  return [accepted, DELIVER];
}
