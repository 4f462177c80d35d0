import { ConfigError, formatQuantity, formatShape, planBlocks, type PulsePlan } from '../../core/index.js';
import type { ChipArray } from './chip-array.js';
import type { PlanScale } from './plan-drive.js';
import { spiceCell, spiceCellModel } from './spice-cell.js';
import {
  BACKWARD_NODE,
  columnNode,
  FORWARD_NODE,
  gateNode,
  rowNode,
  spiceChannel,
  spiceColumn,
  spiceRow,
} from './spice-lines.js';
import { spiceNumber } from './spice-number.js';
import { spiceScript } from './spice-script.js';
import { steppedSource, type SpiceTiming } from './spice-source.js';
import { PlanSteps } from './spice-steps.js';

/** P1's edges; a quarter of a tick on a board whose ticks are nearly as short. */
const EDGE_SECONDS = 1e-9;

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, line) => line);

function checkShapes(plan: PulsePlan, array: ChipArray): void {
  const [planned, held] = [formatShape(plan.shape), formatShape(array.shape)];
  if (planned === held) return;
  throw new ConfigError(
    'bad-argument',
    `The plan is for a ${planned} array, the array is ${held}. Give the array that the plan was made for.`,
    { planned, held },
  );
}

/** ngspice finds no solution beyond the corner in a driver's current. */
function checkDriver({ driver }: ChipArray): void {
  if (!driver || driver.limitAmperes === Infinity) return;
  throw new ConfigError(
    'bad-argument',
    `The row drivers have a limit of ${formatQuantity(driver.limitAmperes, 'A')}, which a netlist does not hold. ` +
      'Take driver.limitAmperes out of the chip file.',
  );
}

/** A cell, behind the channel of its transistor where the plan drives gates. */
function cellLines(array: ChipArray, row: number, column: number, isGated: boolean): string[] {
  const { transistor } = array;
  if (!isGated || !transistor) return [spiceCell(array, row, column, [rowNode(row), columnNode(column)])];
  const middle = `m${rowNode(row)}${columnNode(column)}`;
  return [
    spiceCell(array, row, column, [rowNode(row), middle]),
    spiceChannel(middle, [middle, columnNode(column)], row, transistor),
  ];
}

/**
 * A plan on an array as a complete netlist that `ngspice -b` runs as it is: rows, switches, reference conductances, and
 * every cell with its own parameters from its present state. It prints the state of every cell after the plan as
 * `x[w02b00] = ..`, and the currents that the plan samples as `i[b00_3] = ..` in amperes, the third block's. ngspice ends
 * with 0, or with 1 where it found no solution. The array is left as it is; what its effects do is not in the netlist.
 *
 * Edges take a nanosecond, or a quarter of a shorter tick, from the tick they belong to. At tick 0 all is at rest.
 *
 * @param scale of the board that the plan was compiled for
 * @param chip what the array is, for the title: `silver-chalcogenide, seed 7`
 * @throws ConfigError `bad-argument` where the plan is for another shape, or row drivers have a limit
 */
export function planNetlist(plan: PulsePlan, scale: PlanScale, array: ChipArray, chip: string): string {
  checkShapes(plan, array);
  checkDriver(array);
  const { tickSeconds } = scale;
  const timing: SpiceTiming = { tickSeconds, edgeSeconds: Math.min(EDGE_SECONDS, tickSeconds / 4) };
  const steps = new PlanSteps(plan, scale);
  const [rows, columns] = [range(plan.shape.rows), range(plan.shape.columns)];
  const about = `${planBlocks(plan)} blocks, ${formatQuantity(steps.ticks * tickSeconds, 's')}`;
  const lines = [
    `* quarterwave plan for array ${plan.array}, ${formatShape(plan.shape)}: ${about}; chip: ${chip.replaceAll(/\s+/gu, ' ')}`,
    '* Run it with: ngspice -b FILE. SI units throughout: V, A, s, Ohm, S.',
    '',
    ...spiceCellModel(array),
    '',
    '* Rows: volts of their drivers. Where a row floats or is sensed, w..don and w..son close the switches to its driver and',
    `* to its amplifier. Switches: ${spiceNumber(array.switchOnOhms)} Ohm closed, ${spiceNumber(array.switchOffOhms)} Ohm open.`,
    ...rows.flatMap((row) => spiceRow(row, steps, array, timing)),
    '* Columns: b..s is their DAC, or the 0 V of their amplifier; b..on closes the switch to it.',
    ...columns.flatMap((column) => spiceColumn(column, steps, array, timing)),
    `* The far ends of the reference conductances of ${spiceNumber(array.referenceSiemens)} S.`,
    ...steppedSource(FORWARD_NODE, `${FORWARD_NODE} 0`, steps.referenceVolts('forward'), timing),
    ...steppedSource(BACKWARD_NODE, `${BACKWARD_NODE} 0`, steps.referenceVolts('backward'), timing),
    '* Changes its level at every sample, so that there is a point of time at it.',
    ...steppedSource('samples', 'samples 0', steps.samples(), timing),
    ...(plan.gated
      ? rows.flatMap((row) => steppedSource(gateNode(row), `${gateNode(row)} 0`, steps.gateVolts(row), timing))
      : []),
    '',
    '* Cells: row, column, node of the state.',
    ...rows.flatMap((row) => columns.flatMap((column) => cellLines(array, row, column, plan.gated))),
    '',
    '.options method=gear reltol=1e-6 vntol=1e-9 abstol=1e-12 noacct',
    ...spiceScript(steps, timing),
    '.end',
  ];
  return `${lines.join('\n')}\n`;
}
