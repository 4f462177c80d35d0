import type { CellIntegrator } from './cell-integrator.js';

export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** Takes one point of a trace: time from the start of the block, volts across the cell from row to column, amperes. */
export type MarkTrace = (seconds: number, volts: number, amperes: number) => void;

/** Into how many pieces a time between two edges is cut where cells move, so that a curve through the points is smooth. */
const PIECES = 16;

/**
 * Follows a circuit from one edge to the next; both ends are marked, and nothing between them where nothing moves.
 *
 * @param mark told the time, with the circuit as it is then
 */
export function traceHold(
  integrator: CellIntegrator,
  from: number,
  until: number,
  mark: (seconds: number) => void,
): void {
  const piece = (until - from) / PIECES;
  integrator.advance(0);
  mark(from);
  for (let k = 1; k <= PIECES; k += 1) {
    const moved = integrator.advance(piece);
    // what is not beyond its threshold now will not be later
    if (!moved) return mark(until);
    mark(k < PIECES ? from + k * piece : until);
  }
}
