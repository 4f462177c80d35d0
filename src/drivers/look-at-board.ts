import type { BoardIdentity, BoardLimits, BoardStatus, Clock, Shape } from '../core/index.js';
import { BoardLink } from './board-link.js';
import { statusFrom } from './board-status.js';
import { greet } from './greeting.js';
import { identify } from './identification.js';
import type { Transport } from './transport.js';

/** What a board says of itself. */
export interface BoardSight {
  readonly identity: BoardIdentity;
  readonly limits: BoardLimits;
  readonly arrays: readonly Shape[];
  readonly status: BoardStatus;
}

/**
 * Asks a board how it is and leaves it so. A `BoardClient` grounds its board on the way out, and so writes over why and
 * when that was last done; here nothing is driven, so that there is nothing to ground.
 *
 * @param transport closed when this is over
 * @param options.uri the board's address, as people know it
 * @param options.drawNonce a new random number for every session, never 0
 * @throws LinkError `board-not-found`, `board-busy` where another host has armed the board, `protocol-mismatch`
 */
export async function lookAtBoard(
  transport: Transport,
  options: { readonly uri: string; readonly clock: Clock; readonly drawNonce: () => number },
): Promise<BoardSight> {
  const { uri, clock, drawNonce } = options;
  const link = new BoardLink(transport, { where: uri, clock });
  try {
    const { maxBody } = await greet(link, clock, drawNonce(), 0);
    const { identity, limits, arrays } = await identify(link, maxBody);
    const status = statusFrom(await link.request('status', {}));
    return { identity, limits, arrays, status };
  } finally {
    await link.close();
  }
}
