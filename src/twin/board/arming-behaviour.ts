import type { ArmRequest } from '../../protocols/index.js';
import type { Board } from './board.js';
import { refuse, type Answer } from './refusal.js';

/** Lets lines be driven. */
export const release = ({ safety }: Board): Answer<'release'> =>
  safety.step({ type: 'release' }) ?? { reply: { state: safety.state } };

/** Lets plans be fired under the host's token, by a host that knows the limits in force. */
export function arm(
  { safety, plate, clock, lease }: Board,
  { identity, leaseMilliseconds, token }: ArmRequest,
): Answer<'arm'> {
  if (token === 0) return refuse('bad-payload', 'a token is not 0; draw another');
  // a lease of 0 means none, which is for boards that could not keep one
  if (clock !== undefined && leaseMilliseconds === 0) return refuse('bad-payload', 'a lease is longer than 0 ms');
  if (identity !== plate.documentCrc) {
    const text = `the identity document in force has CRC ${plate.documentCrc.toString(16)}; identify again`;
    return refuse('limits-changed', text);
  }
  const refusal = safety.step({ type: 'arm', token });
  if (refusal !== undefined) return refusal;
  return { reply: { leaseMilliseconds: clock === undefined ? 0 : lease.start(leaseMilliseconds, clock.now()) } };
}
