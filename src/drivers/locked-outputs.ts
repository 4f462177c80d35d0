import { LinkError, type CrossbarError } from '../core/index.js';
import { ERROR_CODES, type CauseName } from '../protocols/index.js';
import { boardRejection } from './board-rejection.js';
import type { OpenSession } from './open-session.js';

const LOCKED: ReadonlySet<unknown> = new Set([ERROR_CODES['not-released'], ERROR_CODES['not-armed']]);

/** Whether a board refused something because its outputs are not, or no longer, released to this host. */
export const isLocked = (error: CrossbarError): boolean =>
  error.code === 'board-rejected' && LOCKED.has(error.details['number']);

const CAUSES: Partial<Record<CauseName, string>> = {
  ground: 'they were grounded before its turn came',
  abort: 'somebody stopped it, by ABOR or by a button',
};

/**
 * Why a board whose outputs were released has locked them.
 *
 * @returns `lease` where it had heard nothing for too long, which is no reason not to go on
 */
export async function explainLock(session: OpenSession): Promise<'lease' | CrossbarError> {
  const { where } = session.link;
  if (session.armRefusal !== undefined) return boardRejection(where, 'arm', session.armRefusal);
  const { cause } = await session.link.request('status', {});
  if (cause === 'lease') return 'lease';
  const why = CAUSES[cause] ?? `its cause is ${cause}`;
  return new LinkError(
    'interrupted',
    `The board at ${where} has its outputs locked: ${why}. Nothing was driven. Open it again to go on.`,
    { where, cause },
  );
}
