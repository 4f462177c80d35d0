import type { ReadRequest } from '../../protocols/index.js';
import type { Board } from './board.js';
import { convertToCodes, convertToVolts, toPicojoules } from './converters.js';
import { checkRead } from './limit-checks.js';
import type { Answer } from './refusal.js';

/** Drives the lines for T_rd and senses the currents of the others. */
export function read(board: Board, request: ReadRequest): Answer<'read'> {
  const { limits } = board.plate;
  const refusal = board.safety.step({ type: 'read' }) ?? checkRead(request, board.shapes, limits);
  if (refusal !== undefined) return refusal;
  const array = board.chip.arrays[request.array]!;
  const { rows, columns } = array.shape;
  const forward = request.direction === 'forward';
  const driven = new Float64Array(request.codes.length);
  const sensed = new Float64Array(forward ? columns : rows);
  convertToVolts(request.codes, limits, driven);

  const { readSeconds, tickSeconds } = limits;
  const startTick = board.ticks.now;
  const durationTicks = Math.round(readSeconds / tickSeconds);
  board.chipTime.begin(request.array, startTick, durationTicks);
  const joules = forward
    ? array.readForward(driven, readSeconds, sensed)
    : array.readBackward(driven, readSeconds, sensed);
  board.ticks.advance(durationTicks);
  const codes = convertToCodes(sensed, board.adc);
  return { reply: { startTick, durationTicks, energyPicojoules: toPicojoules(joules), codes } };
}
