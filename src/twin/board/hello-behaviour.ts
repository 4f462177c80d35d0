import {
  DICTIONARY_CRC,
  PROTOCOL_MAJOR,
  sessionIdOf,
  type HelloReply,
  type HelloRequest,
} from '../../protocols/index.js';
import type { BoardSession } from '../../protocols/index.js';
import type { Board } from './board.js';
import { refuse, type Refusal } from './refusal.js';

/** Requests the board holds at once, and of their bodies as much as so many of the largest. */
export const MAX_IN_FLIGHT = 32;
const LARGEST_IN_FLIGHT = 4;

/** Why this host gets no session, or not with this nonce; undefined where it gets one. */
export function refuseHello(
  { safety, lease, clock }: Board,
  { bootNonce, link }: BoardSession,
  { hostNonce, major, previous }: HelloRequest,
): Refusal | undefined {
  if (major !== PROTOCOL_MAJOR) {
    const text = `this board speaks major ${PROTOCOL_MAJOR}`;
    return refuse('unsupported-major', text, { measured: major, limit: PROTOCOL_MAJOR });
  }
  if (hostNonce === 0 || hostNonce === bootNonce) {
    return refuse('bad-payload', 'a host nonce is neither 0 nor the boot nonce; draw another');
  }
  const { state } = safety;
  const isItsOwn = previous === link.session || sessionIdOf(hostNonce, bootNonce) === link.session;
  if (isItsOwn || (state !== 'armed' && state !== 'running')) return undefined;
  // where there is no lease, nobody could tell a host that is gone from one that has nothing to say
  const left = clock === undefined ? 0 : lease.left(clock.now());
  return left === 0 ? undefined : refuse('busy', `${state} for another host`, { measured: left });
}

export function hello({ safety, plate, retained, maxBody }: Board, { bootNonce }: BoardSession): HelloReply {
  return {
    bootNonce,
    dictionary: DICTIONARY_CRC,
    identity: plate.documentCrc,
    maxBody,
    maxInFlight: MAX_IN_FLIGHT,
    receiveBytes: LARGEST_IN_FLIGHT * maxBody,
    lastSerial: retained.lastSerial,
    state: safety.state,
    cause: safety.now.cause,
  };
}
