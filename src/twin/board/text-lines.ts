import type { BoardIdentity } from '../../core/index.js';
import type { Board } from './board.js';
import { ground } from './ground-behaviour.js';

/**
 * What a person at a terminal can ask. Nothing here can move a cell, and an unknown line is met with silence: a terminal
 * that echoes, or a modem manager's `AT`, must never start a conversation.
 *
 * @returns the answer without its line feed; undefined for none
 */
export function answerLine(board: Board, identity: BoardIdentity, line: string): string | undefined {
  switch (line.trim().toUpperCase()) {
    case '*IDN?':
      return [identity.vendor, identity.model, identity.serialNumber, identity.firmware].join(',');
    case 'STAT?':
      return `STAT ${board.state} ${board.retained.lastSerial} ${board.clock.now}`;
    case 'ABOR': {
      const { grounded, residualMicrovolts, boardTicks } = ground(board);
      return `GROUNDED ${grounded} ${residualMicrovolts} ${boardTicks}`;
    }
    default:
      return undefined;
  }
}
