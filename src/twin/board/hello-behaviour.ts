import {
  DICTIONARY_CRC,
  nextBoardSession,
  PROTOCOL_MAJOR,
  type BoardSession,
  type HelloRequest,
} from '../../protocols/index.js';
import type { Board } from './board.js';
import { refuse, type Answer } from './refusal.js';

/** The twin answers at once, but a host may have this many requests under way. */
const MAX_IN_FLIGHT = 8;

/** Opens a session in place of whichever was open. */
export function hello(
  board: Board,
  session: BoardSession,
  { hostNonce, major }: HelloRequest,
  maxBody: number,
): readonly [BoardSession, Answer<'hello'>] {
  if (major !== PROTOCOL_MAJOR) {
    const text = `this board speaks major ${PROTOCOL_MAJOR}`;
    return [session, refuse('unsupported-major', text, { measured: major, limit: PROTOCOL_MAJOR })];
  }
  const { bootNonce } = session;
  if (hostNonce === 0 || hostNonce === bootNonce) {
    return [session, refuse('bad-payload', 'a host nonce is neither 0 nor the boot nonce; draw another')];
  }
  const [opened] = nextBoardSession(session, { type: 'hello', hostNonce });
  const { lastSerial } = board.retained;
  const reply = {
    bootNonce,
    dictionary: DICTIONARY_CRC,
    maxBody,
    maxInFlight: MAX_IN_FLIGHT,
    lastSerial,
    state: board.state,
  };
  return [opened, { reply }];
}
