import type { ReadRequest } from '../../protocols/index.js';
import type { Board } from './board.js';
import { toPicojoules } from './converters.js';
import { checkRead } from './limit-checks.js';
import type { Answer } from './refusal.js';

/** Drives the lines for T_rd and senses the currents of the others. */
export function read(board: Board, request: ReadRequest): Answer<'read'> {
  const { limits } = board.plate;
  const refusal = board.safety.step({ type: 'read' }) ?? checkRead(request, board.shapes, limits);
  if (refusal !== undefined) return refusal;
  const startTick = board.ticks.now;
  const durationTicks = Math.round(limits.readSeconds / limits.tickSeconds);
  board.chipTime.begin(request.array, startTick, durationTicks);
  const { codes, joules } = board.frontEnds[request.array]!.read(request.direction, request.codes);
  board.ticks.advance(durationTicks);
  return { reply: { startTick, durationTicks, energyPicojoules: toPicojoules(joules), codes } };
}
