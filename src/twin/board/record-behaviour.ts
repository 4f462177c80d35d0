import type { RecordRequest } from '../../protocols/index.js';
import type { Board } from './board.js';
import { refuse, type Answer } from './refusal.js';

/** What is retained of a serial, complete or not. */
export function record({ retained }: Pick<Board, 'retained'>, { serial }: RecordRequest): Answer<'record'> {
  const reply = retained.find(serial);
  return reply === undefined ? refuse('no-record', `no record of serial ${serial}`) : { reply };
}
