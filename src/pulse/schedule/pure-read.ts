import {
  codeVolts,
  FLOATING,
  planBlocks,
  REFERENCE,
  SENSED,
  WINDOW_EDGES,
  type BoardLimits,
  type PulsePlan,
  LIMIT_SLACK,
} from '../../core/index.js';

type ReadLimits = Pick<BoardLimits, 'maxReadVolts' | 'dacBits' | 'dacFullScaleVolts'>;

/** Lowest and highest of some lines' DAC codes, and their sum. */
interface Spread {
  readonly low: number;
  readonly high: number;
  readonly sum: number;
  readonly anyFloats: boolean;
}

/** Of one vector of a library. */
function spreadOf(codes: Int32Array, vector: number, lines: number): Spread {
  let low = Infinity;
  let high = -Infinity;
  let sum = 0;
  let anyFloats = false;
  for (let at = vector * lines; at < (vector + 1) * lines; at += 1) {
    const drive = codes[at]!;
    if (drive === FLOATING) {
      anyFloats = true;
      continue;
    }
    const code = drive === SENSED ? 0 : drive;
    if (code < low) low = code;
    if (code > high) high = code;
    sum += code;
  }
  return low > high ? { low: 0, high: 0, sum, anyFloats } : { low, high, sum, anyFloats };
}

function allStayClosed({ blocks, shape, windowVectors }: PulsePlan, block: number): boolean {
  const first = WINDOW_EDGES * blocks.windows[block]! * shape.columns;
  for (let at = first; at < first + WINDOW_EDGES * shape.columns; at += WINDOW_EDGES) {
    if (windowVectors[at] !== 0 || windowVectors[at + 1] !== blocks.ticks[block]) return false;
  }
  return true;
}

/** The most that a cell can have across it in a block, in codes. */
function worstCellCode(plan: PulsePlan, block: number): number {
  const { blocks, shape } = plan;
  const driven = {
    rows: spreadOf(plan.rowVectors, blocks.rows[block]!, shape.rows),
    columns: spreadOf(plan.columnVectors, blocks.columns[block]!, shape.columns),
  };
  const anyFloats = driven.rows.anyFloats || !allStayClosed(plan, block);
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
