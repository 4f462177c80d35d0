import type { StatusReply } from '../../protocols/index.js';
import type { Board } from './board.js';

/** What was received and dropped since boot. */
export type Discards = Pick<StatusReply, 'framesDiscarded' | 'bytesDiscarded'>;

export function status(board: Board, discards: Discards): StatusReply {
  const { safety, retained, ticks, lease, clock, outputs } = board;
  const { residualMicrovolts, boardTicks: groundedTicks } = outputs.proof;
  return {
    state: safety.state,
    cause: safety.now.cause,
    lastSerial: retained.lastSerial,
    boardTicks: ticks.now,
    leaseMilliseconds: clock === undefined ? 0 : lease.left(clock.now()),
    groundedTicks,
    residualMicrovolts,
    framesDiscarded: discards.framesDiscarded,
    bytesDiscarded: discards.bytesDiscarded,
  };
}
