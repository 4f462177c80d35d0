import { formatColumn, formatRow } from '../../core/index.js';
import { isIdealDriver } from '../imperfections/imperfections.js';
import type { ChipArray } from './chip-array.js';
import { spiceNumber } from './spice-number.js';
import { steppedSource, type SpiceTiming } from './spice-source.js';
import type { PlanSteps } from './spice-steps.js';

/** Of the switch to an ideal driver; the model has none, for it closes without resistance and opens without leaking. */
const DRIVER_ON_OHMS = 1e-6;
const DRIVER_OFF_OHMS = 1e15;
/** A switch without resistance would leave no current to be solved for. */
const LEAST_OHMS = 1e-9;
/** What a channel that is off still conducts, or its cell would hang on nothing. */
const OFF_SIEMENS = 1e-12;

/** Far ends of the reference conductances: of the columns, and of the rows that are sensed. */
export const FORWARD_NODE = 'forward';
export const BACKWARD_NODE = 'backward';

export const rowNode = (row: number): string => formatRow(row).toLowerCase();
export const columnNode = (column: number): string => formatColumn(column).toLowerCase();

/** The source through which a sensed line's current flows into its amplifier. */
export const rowAmplifier = (row: number): string => `v${rowNode(row)}s`;
export const columnAmplifier = (column: number): string => `v${columnNode(column)}`;

/**
 * Conductance of a switch whose control node goes from 0 (open) to 1 (closed): by equal factors, which ngspice can
 * follow over a dozen decades. Its own switch elements jump.
 */
function switchSiemens(control: string, closedOhms: number, openOhms: number): string {
  const open = -Math.log(openOhms);
  const closed = -Math.log(Math.max(closedOhms, LEAST_OHMS));
  return `exp(${spiceNumber(open)}+${spiceNumber(closed - open)}*V(${control}))`;
}

/** A row that is driven throughout is its source. Another hangs on it, or on its amplifier, behind switches. */
export function spiceRow(row: number, steps: PlanSteps, array: ChipArray, timing: SpiceTiming): string[] {
  const w = rowNode(row);
  const { driver } = array;
  const ohms = Math.max(driver?.ohms ?? 0, DRIVER_ON_OHMS);
  if (steps.isAlwaysDriven(row)) {
    if (!driver || isIdealDriver(driver)) return steppedSource(w, `${w} 0`, steps.rowVolts(row), timing);
    return [
      ...steppedSource(w, `${w}d 0`, steps.rowVolts(row), timing),
      `B${w}d ${w}d ${w} I = V(${w}d,${w})/${spiceNumber(ohms)}`,
    ];
  }
  return [
    ...steppedSource(w, `${w}d 0`, steps.rowVolts(row), timing),
    ...steppedSource(`${w}don`, `${w}don 0`, steps.rowDriven(row), timing),
    `B${w}d ${w}d ${w} I = V(${w}d,${w})*${switchSiemens(`${w}don`, ohms, DRIVER_OFF_OHMS)}`,
    `${rowAmplifier(row)} ${w}s 0 DC 0`,
    ...steppedSource(`${w}son`, `${w}son 0`, steps.rowSensed(row), timing),
    `B${w}s ${w} ${w}s I = V(${w},${w}s)*${switchSiemens(`${w}son`, array.switchOnOhms, array.switchOffOhms)}`,
    `B${w}r ${w} ${BACKWARD_NODE} I = V(${w},${BACKWARD_NODE})*V(${w}son)*${spiceNumber(array.referenceSiemens)}`,
  ];
}

/** A column: its DAC or amplifier, the switch to it, and its reference conductance. */
export function spiceColumn(column: number, steps: PlanSteps, array: ChipArray, timing: SpiceTiming): string[] {
  const b = columnNode(column);
  return [
    ...steppedSource(b, `${b}s 0`, steps.columnVolts(column), timing),
    ...steppedSource(`${b}on`, `${b}on 0`, steps.columnClosed(column), timing),
    `B${b} ${b} ${b}s I = V(${b},${b}s)*${switchSiemens(`${b}on`, array.switchOnOhms, array.switchOffOhms)}`,
    `B${b}r ${b} ${FORWARD_NODE} I = V(${b},${FORWARD_NODE})*${spiceNumber(array.referenceSiemens)}`,
  ];
}

/** The channel of a transistor between a cell and its column, by the square law. */
export function spiceChannel(
  name: string,
  nodes: readonly [cell: string, column: string],
  row: number,
  { thresholdVolts, siemensPerVolt }: NonNullable<ChipArray['transistor']>,
): string {
  const across = `V(${nodes.join(',')})`;
  const overdrive = `max(V(${gateNode(row)})-${spiceNumber(thresholdVolts)},0)`;
  const triode = `min(abs(${across}),${overdrive})`;
  const law = `${spiceNumber(siemensPerVolt)}*sgn(${across})*${triode}*(${overdrive}-${triode}/2)`;
  return `B${name} ${nodes.join(' ')} I = ${across}*${OFF_SIEMENS}+${law}`;
}

export const gateNode = (row: number): string => `g${String(row).padStart(2, '0')}`;
