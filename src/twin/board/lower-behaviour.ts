import type { LowerRequest } from '../../protocols/index.js';
import type { Board } from './board.js';
import { checkLowering, onWire, withLowered } from './lowered-limits.js';
import { isWritten } from './nonvolatile-file.js';
import { refuse, type Answer } from './refusal.js';

/** Lowers limits for good. They are written down before they are in force. */
export function lower({ safety, plate, nonvolatile }: Board, wishes: LowerRequest): Answer<'lower'> {
  const inForce = onWire(plate.limits);
  const refusal = safety.step({ type: 'lower' }) ?? checkLowering(wishes, inForce);
  if (refusal !== undefined) return refusal;
  const lowered = withLowered(plate.lowered, wishes, inForce);
  if (!isWritten(() => nonvolatile?.writeLowered(lowered))) {
    return refuse('memory-failed', 'the limits could not be written and are as before');
  }
  plate.lower(lowered);
  return { reply: { ...onWire(plate.limits), identity: plate.documentCrc } };
}
