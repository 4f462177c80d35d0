// Quarter-period updates to stream, each unlike the one before it, so that every one of them has to be uploaded.
import { planOfBlocks, rowDrive, windowFrom, windowUntil } from '../dist/core/index.js';
import { deviceProfile, planUpdate } from '../dist/index.js';

const QUARTERS = 4;
const profile = deviceProfile('silver-chalcogenide');

/** Anything between -1 and 1, the same in every run. */
const between = (k, line) => Math.sin(1 + 12.9898 * k + 78.233 * line);

function update(crossbar, k, quarterSeconds) {
  const { rows, columns } = crossbar.shape;
  const window = quarterSeconds / 2;
  const scale = {
    voltsPerInput: 0.05,
    secondsPerErrorUp: window,
    secondsPerErrorDown: window,
    quarterSeconds,
    positiveThreshold: profile.positiveThreshold,
    negativeThreshold: profile.negativeThreshold,
  };
  const inputs = Float64Array.from({ length: rows }, (_, row) => between(k, row));
  const errors = Float64Array.from({ length: columns }, (_, column) => between(k, rows + column));
  return planUpdate(inputs, errors, scale, crossbar, profile);
}

/** Updates one after the other in one plan, each followed by a block with every row at 0 V and every switch open. */
function withRests(updates, restTicks) {
  const { array, shape } = updates[0].plan;
  const columns = Array.from({ length: shape.columns }, (_, column) => column);
  const rows = Array.from({ length: shape.rows }, (_, row) => row);
  const blocks = updates.flatMap(({ plan }) => [
    ...Array.from(plan.blocks.ticks, (ticks, block) => ({
      ticks,
      rows: rows.map((row) => rowDrive(plan, block, row)),
      windows: columns.map((column) => [windowFrom(plan, block, column), windowUntil(plan, block, column)]),
    })),
    { ticks: restTicks },
  ]);
  return { plan: planOfBlocks(array, shape, blocks), clippedWindows: 0 };
}

/**
 * A plan of this length that drives every line: one update of four quarters, or where the board lets no row stay away
 * from 0 V for so long, several of them with rests between.
 *
 * @param k which of the many
 */
export function planOf(crossbar, milliseconds, k) {
  const { tickSeconds, maxBlockTicks, maxOutputTicks } = crossbar.limits;
  const ticks = Math.round(milliseconds / 1e3 / tickSeconds);
  const longest = Math.min(maxBlockTicks, Math.floor(maxOutputTicks / QUARTERS));
  if (ticks <= QUARTERS * longest) return update(crossbar, k, (ticks / QUARTERS) * tickSeconds);
  const count = Math.ceil(ticks / ((QUARTERS + 1) * longest));
  const block = Math.round(ticks / count / (QUARTERS + 1));
  const updates = Array.from({ length: count }, (_, part) => update(crossbar, k * count + part, block * tickSeconds));
  return withRests(updates, block);
}

/** Plans of this length, never the same twice: `from` is the number of the first. */
export async function* plansOf(crossbar, milliseconds, count, from) {
  for (let k = from; k < from + count; k += 1) yield planOf(crossbar, milliseconds, k);
}
