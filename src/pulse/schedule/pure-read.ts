import {
  codeVolts,
  columnDrive,
  FLOATING,
  planBlocks,
  REFERENCE,
  rowDrive,
  SENSED,
  windowFrom,
  windowUntil,
  type BoardLimits,
  type PulsePlan,
  LIMIT_SLACK,
} from '../../core/index.js';

type ReadLimits = Pick<BoardLimits, 'maxReadVolts' | 'dacBits' | 'dacFullScaleVolts'>;

/** Lowest and highest of some lines' DAC codes, and their sum. */
class Spread {
  low = 0;
  high = 0;
  sum = 0;
  #any = false;

  add(code: number): void {
    this.low = this.#any ? Math.min(this.low, code) : code;
    this.high = this.#any ? Math.max(this.high, code) : code;
    this.sum += code;
    this.#any = true;
  }
}

/** The most that a cell can have across it in a block, in codes. */
function worstCellCode(plan: PulsePlan, block: number): number {
  const { rows, columns } = plan.shape;
  const driven = { rows: new Spread(), columns: new Spread() };
  let anyFloats = false;
  for (let row = 0; row < rows; row += 1) {
    const drive = rowDrive(plan, block, row);
    if (drive === FLOATING) anyFloats = true;
    else driven.rows.add(drive === SENSED ? 0 : drive);
  }
  for (let column = 0; column < columns; column += 1) {
    const isAlwaysClosed =
      windowFrom(plan, block, column) === 0 && windowUntil(plan, block, column) === plan.blocks.ticks[block];
    if (!isAlwaysClosed) anyFloats = true;
    const drive = columnDrive(plan, block, column);
    driven.columns.add(drive === SENSED ? 0 : drive);
  }
  if (!anyFloats) return Math.max(driven.rows.high - driven.columns.low, driven.columns.high - driven.rows.low);
  // a line that floats settles between all others, and can come close to any one of them
  const reference = plan.blocks.reference[block];
  const ends = [0, driven.rows.low, driven.rows.high, driven.columns.low, driven.columns.high];
  if (reference === REFERENCE.forward) ends.push(-driven.rows.sum);
  if (reference === REFERENCE.backward) ends.push(-driven.columns.sum);
  return Math.max(...ends) - Math.min(...ends);
}

/**
 * Whether no cell can have more across it than a read may put there, whatever its conductance and those around it: a
 * plan that moves no cell, and may be fired again. Where lines float their voltage is taken at its worst, so that some
 * reads are not recognised; no plan is that can move a cell.
 */
export function isPureRead(plan: PulsePlan, limits: ReadLimits): boolean {
  const most = limits.maxReadVolts * LIMIT_SLACK;
  for (let block = 0; block < planBlocks(plan); block += 1) {
    if (codeVolts(worstCellCode(plan, block), limits) > most) return false;
  }
  return true;
}
