import { BODY_OVERHEAD, type AnyRequest, type MessageName } from '../../protocols/index.js';
import { arm, release } from './arming-behaviour.js';
import type { Board } from './board.js';
import { check } from './check-behaviour.js';
import { clear } from './clear-behaviour.js';
import { ground } from './ground-behaviour.js';
import { identify } from './identify-behaviour.js';
import { lower } from './lower-behaviour.js';
import { read } from './read-behaviour.js';
import { reconcile } from './reconcile-behaviour.js';
import { record } from './record-behaviour.js';
import type { Answer } from './refusal.js';
import { samples } from './samples-behaviour.js';
import { status, type Discards } from './status-behaviour.js';
import { trace } from './trace-behaviour.js';

/** What a reply of `identify` or `trace` has beside its piece. */
const PIECE_OVERHEAD = BODY_OVERHEAD + 6;

/** Requests that are answered at once: `hello` is the session's affair, `fire` is answered when the plan is over. */
export type PromptRequest = Exclude<AnyRequest, { readonly name: 'hello' | 'fire' }>;

export function behave(board: Board, request: PromptRequest, discards: Discards): Answer<MessageName> {
  const maxPiece = board.maxBody - PIECE_OVERHEAD;
  switch (request.name) {
    case 'identify':
      return identify(board, request.fields, maxPiece);
    case 'status':
      return { reply: status(board, discards) };
    case 'read':
      return read(board, request.fields);
    case 'load':
      return board.plans.load(request.fields);
    case 'record':
      return record(board, request.fields);
    case 'ground':
      return { reply: ground(board, 'ground') };
    case 'release':
      return release(board);
    case 'arm':
      return arm(board, request.fields);
    case 'check':
      return check(board, request.fields);
    case 'reconcile':
      return reconcile(board, request.fields);
    case 'clear':
      return clear(board, request.fields);
    case 'lower':
      return lower(board, request.fields);
    case 'trace':
      return trace(board, request.fields, maxPiece);
    case 'samples':
      break;
  }
  return samples(board, request.fields);
}
