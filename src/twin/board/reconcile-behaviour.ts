import type { ReconcileRequest } from '../../protocols/index.js';
import type { Board } from './board.js';
import { isWritten } from './nonvolatile-file.js';
import { refuse, type Answer } from './refusal.js';

/** Takes the host's word for what the cells say about a plan that was cut off. */
export function reconcile(board: Board, { serial, verdict }: ReconcileRequest): Answer<'reconcile'> {
  const { retained, nonvolatile, safety } = board;
  if (verdict === 'none') return refuse('bad-payload', 'a verdict is unchanged, partial or complete');
  const record = retained.find(serial);
  if (record !== undefined && record.verdict !== 'none') return { reply: record };
  if (safety.state === 'indeterminate' && serial !== retained.lastSerial) {
    return refuse('nothing-to-reconcile', `serial ${retained.lastSerial} was cut off, not ${serial}`);
  }
  if (safety.state !== 'indeterminate' || record === undefined) {
    return safety.step({ type: 'reconcile' }) ?? refuse('no-record', `no record of serial ${serial}`);
  }
  const reply = { ...record, verdict };
  if (!isWritten(() => nonvolatile?.writeSlot('record', reply))) {
    return refuse('memory-failed', 'the verdict could not be written');
  }
  retained.keep(reply);
  return safety.step({ type: 'reconcile' }) ?? { reply };
}
