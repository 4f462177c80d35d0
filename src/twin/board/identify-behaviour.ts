import type { IdentifyRequest } from '../../protocols/index.js';
import type { Board } from './board.js';
import type { Answer } from './refusal.js';

/** Serves the identity document piece by piece; past its end the pieces are empty. */
export function identify(board: Board, { offset, count }: IdentifyRequest, maxPiece: number): Answer<'identify'> {
  const { document } = board.plate;
  const end = offset + Math.min(count, maxPiece);
  return { reply: { total: document.length, piece: document.subarray(offset, end) } };
}
