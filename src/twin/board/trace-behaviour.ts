import type { TraceRequest } from '../../protocols/index.js';
import type { Board } from './board.js';
import { EDGE_BYTES, edgesOf, encodeEdges } from './edge-trace.js';
import { refuse, type Answer } from './refusal.js';

/** Serves the edges of the last plan piece by piece: those that its outputs made, early and late as its switches are. */
export function trace({ engine }: Board, request: TraceRequest, maxBytes: number): Answer<'trace'> {
  const { serial, offset, count } = request;
  const { last } = engine;
  if (last?.serial !== serial) return refuse('no-record', `serial ${serial} is not the last plan of this boot`);
  const edges = edgesOf(last.run);
  const piece = edges.slice(offset, offset + Math.min(count, Math.floor(maxBytes / EDGE_BYTES)));
  return { reply: { total: edges.length, edges: encodeEdges(piece) } };
}
