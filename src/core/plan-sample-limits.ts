import type { BoardLimits } from './crossbar.js';
import { codeVolts } from './dac-codes.js';
import { limitExceeded, placeInPlan } from './limit-exceeded.js';
import type { OutputKind } from './output-times.js';
import { assertOnGrid } from './plan-window-limits.js';
import {
  columnDrive,
  isDriven,
  REFERENCE,
  rowDrive,
  SENSED,
  windowFrom,
  windowUntil,
  type PulsePlan,
} from './pulse-plan.js';

/** The least ticks from when a line is connected to its amplifier until its current may be sampled. */
const readTicks = ({ readSeconds, tickSeconds }: Pick<BoardLimits, 'readSeconds' | 'tickSeconds'>): number =>
  // the slack keeps a whole number of ticks as it is
  Math.ceil((readSeconds / tickSeconds) * (1 - 1e-9));

/**
 * Throws unless the sample of a block lies in it and every line that it measures has been connected for long enough.
 *
 * @returns lines that it measures
 * @throws LimitError `sample-seconds`, `edge-seconds`, `samples` on a board that cannot
 */
export function checkSample(plan: PulsePlan, block: number, limits: BoardLimits): number {
  const { tickSeconds, maxSamples } = limits;
  const at = plan.blocks.sampleTicks[block]!;
  const ticks = plan.blocks.ticks[block]!;
  const least = readTicks(limits);
  if (maxSamples === 0) {
    throw limitExceeded('The board cannot sample while a plan runs', 'Read between plans instead.', {
      quantity: 'samples',
      measured: 1,
      limit: 0,
      unit: 'samples',
      ...placeInPlan(plan, block),
    });
  }
  if (at > ticks) {
    throw limitExceeded('Sample after the end of its block', 'Sample earlier, or lengthen the block.', {
      quantity: 'sample-seconds',
      measured: at * tickSeconds,
      limit: ticks * tickSeconds,
      unit: 's',
      ...placeInPlan(plan, block),
    });
  }
  assertOnGrid(at, limits, () => placeInPlan(plan, block));
  const checkConnected = (kind: OutputKind, line: number, from: number): void => {
    if (at - from >= least) return;
    throw limitExceeded('Line sampled too soon after it was connected', 'Sample later, or connect it earlier.', {
      quantity: 'sample-seconds',
      measured: (at - from) * tickSeconds,
      limit: least * tickSeconds,
      unit: 's',
      ...placeInPlan(plan, block, kind, line),
    });
  };
  let lines = 0;
  for (let row = 0; row < plan.shape.rows; row += 1) {
    if (rowDrive(plan, block, row) !== SENSED) continue;
    checkConnected('row', row, 0);
    lines += 1;
  }
  for (let column = 0; column < plan.shape.columns; column += 1) {
    if (columnDrive(plan, block, column) !== SENSED) continue;
    const from = windowFrom(plan, block, column);
    if (from >= at || at > windowUntil(plan, block, column)) continue;
    checkConnected('column', column, from);
    lines += 1;
  }
  if (lines > 0) return lines;
  throw limitExceeded('Sample of nothing', 'Sense a row, or close the switch of a sensed column until then.', {
    quantity: 'sensed-lines',
    measured: 0,
    limit: 1,
    unit: 'sensed lines',
    ...placeInPlan(plan, block),
  });
}

/**
 * Throws unless the reference of a block can be driven: at minus the sum of the driven lines, within the full scale of a
 * DAC, on the side where no line is driven and one is sensed.
 *
 * @throws LimitError `reference-volts`, `sensed-lines`
 */
export function checkReference(plan: PulsePlan, block: number, limits: BoardLimits): void {
  const { rows, columns } = plan.shape;
  const isForward = plan.blocks.reference[block] === REFERENCE.forward;
  let rowSum = 0;
  let rowsDriven = 0;
  let rowsSensed = 0;
  for (let row = 0; row < rows; row += 1) {
    const drive = rowDrive(plan, block, row);
    if (drive === SENSED) rowsSensed += 1;
    if (!isDriven(drive)) continue;
    rowSum += drive;
    rowsDriven += 1;
  }
  let columnSum = 0;
  let columnsDriven = 0;
  for (let column = 0; column < columns; column += 1) {
    const drive = columnDrive(plan, block, column);
    if (!isDriven(drive)) continue;
    columnSum += drive;
    columnsDriven += 1;
  }
  const sensed = isForward ? columns - columnsDriven : rowsSensed;
  const driven = isForward ? columnsDriven : rowsDriven;
  if (driven > 0 || sensed === 0) {
    const side = isForward ? 'forward reference beside columns' : 'backward reference beside rows';
    throw limitExceeded(`A ${side} that are not sensed`, 'Sense the lines beside it, or leave the reference off.', {
      quantity: 'sensed-lines',
      measured: sensed,
      limit: isForward ? columns : rows,
      unit: 'sensed lines',
      ...placeInPlan(plan, block),
    });
  }
  const code = -(isForward ? rowSum : columnSum);
  if (Math.abs(code) <= 2 ** (limits.dacBits - 1)) return;
  throw limitExceeded('Reference voltage out of range', 'Lower the inputs, or drive fewer lines at a time.', {
    quantity: 'reference-volts',
    measured: codeVolts(code, limits),
    limit: limits.dacFullScaleVolts,
    unit: 'V',
    ...placeInPlan(plan, block),
  });
}
