import type { GroundReply } from '../../protocols/index.js';
import type { Board } from './board.js';

/** Opens every switch and puts every DAC to 0 V; the twin's lines have no charge left to read back. */
export function ground(board: Pick<Board, 'state' | 'clock'>): GroundReply {
  board.state = 'safe';
  return { grounded: 1, residualMicrovolts: 0, boardTicks: board.clock.now };
}
