import type { GroundReply } from '../../protocols/index.js';
import type { Board } from './board.js';

/** Stops whatever runs and grounds every line, in any state. */
export function ground({ safety, outputs }: Board, cause: 'ground' | 'abort'): GroundReply {
  safety.step({ type: 'ground', cause });
  return outputs.proof;
}
