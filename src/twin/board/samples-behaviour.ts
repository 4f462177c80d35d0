import { BODY_OVERHEAD, type SamplesRequest } from '../../protocols/index.js';
import type { Board } from './board.js';
import { refuse, type Answer } from './refusal.js';

const CODE_BYTES = 4;
/** What a reply has beside its codes: the total and their count. */
const SAMPLES_OVERHEAD = BODY_OVERHEAD + 6;

/** Serves the currents that the last plan has sampled, piece by piece. */
export function samples({ engine, maxBody }: Board, { serial, offset, count }: SamplesRequest): Answer<'samples'> {
  const { last } = engine;
  if (last?.serial !== serial) return refuse('no-record', `serial ${serial} is not the last plan of this boot`);
  const codes = last.run.sampledCodes;
  const most = Math.floor((maxBody - SAMPLES_OVERHEAD) / CODE_BYTES);
  return { reply: { total: codes.length, codes: codes.slice(offset, offset + Math.min(count, most)) } };
}
