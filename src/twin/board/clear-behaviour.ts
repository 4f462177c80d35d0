import type { ClearRequest } from '../../protocols/index.js';
import type { Board } from './board.js';
import type { Answer } from './refusal.js';

/** Clears a fault in two steps, so that nothing clears it by accident. */
export function clear({ safety, draw, interlock, outputs }: Board, { key }: ClearRequest): Answer<'clear'> {
  const causeRemains = interlock.tripped !== undefined || !outputs.areGrounded;
  const refusal = safety.step({ type: 'clear', key, fresh: draw(), causeRemains });
  if (refusal !== undefined) return refusal;
  const { state, cause, key: fresh } = safety.now;
  return { reply: { state, cause, key: fresh } };
}
