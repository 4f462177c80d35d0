import { LinkError } from '../core/index.js';
import {
  BODY_OVERHEAD,
  decodeIdentityDocument,
  MAX_IDENTITY_BYTES,
  type IdentityDocument,
} from '../protocols/index.js';
import type { BoardLink } from './board-link.js';

/** What an identify reply has beside its piece. */
const PIECE_OVERHEAD = BODY_OVERHEAD + 4 + 2;

const unusable = (where: string, why: string): LinkError =>
  new LinkError(
    'protocol-mismatch',
    `The identity of the board at ${where} cannot be used: ${why}. Its firmware needs mending.`,
    { where },
  );

async function readDocument(link: BoardLink, maxBody: number): Promise<Uint8Array> {
  const count = maxBody - PIECE_OVERHEAD;
  if (count < 1) throw unusable(link.where, `it takes bodies of ${maxBody} bytes only`);
  const pieces: Uint8Array[] = [];
  for (let offset = 0, total = 1; offset < total;) {
    const reply = await link.request('identify', { offset, count });
    total = reply.total;
    if (total > MAX_IDENTITY_BYTES) {
      throw unusable(link.where, `it has ${total} bytes, at most ${MAX_IDENTITY_BYTES} are taken`);
    }
    if (reply.piece.length === 0) throw unusable(link.where, `it ends after ${offset} of ${total} bytes`);
    pieces.push(reply.piece);
    offset += reply.piece.length;
  }
  return Buffer.concat(pieces);
}

/**
 * Asks the board who it is and what it will not pass.
 *
 * @throws LinkError `protocol-mismatch` where the document does not keep to its schema
 */
export async function identify(link: BoardLink, maxBody: number): Promise<IdentityDocument> {
  const document = decodeIdentityDocument(await readDocument(link, maxBody));
  if (!document.ok) throw unusable(link.where, document.reason);
  return document.value;
}
