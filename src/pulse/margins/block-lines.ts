import {
  codeVolts,
  columnDrive,
  FLOATING,
  gateCode,
  REFERENCE,
  referenceCode,
  rowDrive,
  SENSED,
  windowFrom,
  windowUntil,
  type AnalogPath,
  type BoardLimits,
  type PulsePlan,
} from '../../core/index.js';
import type { NodeTie } from './node-volts.js';

/** Below this a switch or driver is a short, 1e9 S, which keeps a node within a nanovolt at an ampere. */
const SHORT_OHMS = 1e-9;

/** Of a resistor in a path; never infinite. */
export const conductanceOf = (ohms: number): number => 1 / Math.max(ohms, SHORT_OHMS);

/** What turns a plan's codes and ticks into volts and currents. */
export interface PlanCircuit {
  readonly scale: Pick<BoardLimits, 'tickSeconds' | 'dacBits' | 'dacFullScaleVolts' | 'referenceSiemens'>;
  readonly analog: AnalogPath;
}

/** Columns that are in the same place for the same part of a block. Without known cells they are one to the arithmetic. */
export interface ColumnState {
  /** In rising order. */
  readonly columns: readonly number[];
  readonly isClosed: boolean;
  /** What the switch connects to, 0 V where the column is sensed; NaN while it is open. */
  readonly volts: number;
  readonly isSensed: boolean;
  readonly tie: NodeTie;
}

/** The lines of an array in one block, as the drivers, switches and reference conductances hold them. */
export interface BlockLines {
  /** What each row is held at, 0 V where it is sensed; NaN where it floats. */
  readonly rowVolts: Float64Array;
  readonly rowTies: readonly NodeTie[];
  /** Whether each row is held without any resistance worth the name. */
  readonly areRowsIdeal: boolean;
  /** 0 where a row's transistors are off; 1 where they are on or where there are none. */
  readonly rowConducts: Uint8Array;
  readonly states: readonly ColumnState[];
}

function columnStates(
  plan: PulsePlan,
  block: number,
  circuit: PlanCircuit,
  forwardVolts: number,
  apart: boolean,
): ColumnState[] {
  const { scale, analog } = circuit;
  const g = scale.referenceSiemens;
  const openTie = { siemens: g, amperes: g * forwardVolts };
  const switchSiemens = conductanceOf(analog.switchOnOhms);
  const states: ColumnState[] = [];
  const places = new Map<number | string, number[]>();
  const place = (key: number | string, column: number, state: Omit<ColumnState, 'columns'>): void => {
    const columns = apart ? undefined : places.get(key);
    if (columns !== undefined) return void columns.push(column);
    const first = [column];
    places.set(key, first);
    states.push({ ...state, columns: first });
  };
  const blockTicks = plan.blocks.ticks[block]!;
  for (let column = 0; column < plan.shape.columns; column += 1) {
    const from = windowFrom(plan, block, column);
    const until = windowUntil(plan, block, column);
    if (until > from) {
      const drive = columnDrive(plan, block, column);
      const isSensed = drive === SENSED;
      const volts = isSensed ? 0 : codeVolts(drive, scale);
      const tie = { siemens: switchSiemens + g, amperes: switchSiemens * volts + g * forwardVolts };
      place(drive, column, { isClosed: true, isSensed, volts, tie });
    }
    if (until <= from || from > 0 || until < blockTicks) {
      place('open', column, { isClosed: false, isSensed: false, volts: Number.NaN, tie: openTie });
    }
  }
  return states;
}

/**
 * How one block holds the lines of its array. A column that is open for a part of the block has two states in it.
 *
 * @param apart each column by itself, as known cells ask for
 */
export function blockLines(plan: PulsePlan, block: number, circuit: PlanCircuit, apart: boolean): BlockLines {
  const { rows } = plan.shape;
  const { scale, analog } = circuit;
  const reference = plan.blocks.reference[block];
  const referenceVolts = codeVolts(referenceCode(plan, block), circuit.scale);
  const forwardVolts = reference === REFERENCE.forward ? referenceVolts : 0;
  const backwardVolts = reference === REFERENCE.backward ? referenceVolts : 0;
  const driverSiemens = conductanceOf(analog.driverOhms);
  const senseSiemens = conductanceOf(analog.switchOnOhms);
  const g = scale.referenceSiemens;
  const rowVolts = new Float64Array(rows);
  const rowConducts = new Uint8Array(rows).fill(1);
  let areRowsIdeal = true;
  const rowTies = Array.from({ length: rows }, (_, row): NodeTie => {
    const drive = rowDrive(plan, block, row);
    if (plan.gated && gateCode(plan, block, row) <= 0) rowConducts[row] = 0;
    if (drive === FLOATING) {
      rowVolts[row] = Number.NaN;
      areRowsIdeal = false;
      return { siemens: 0, amperes: 0 };
    }
    if (drive === SENSED) {
      areRowsIdeal = false;
      return { siemens: senseSiemens + g, amperes: g * backwardVolts };
    }
    const volts = codeVolts(drive, scale);
    rowVolts[row] = volts;
    if (analog.driverOhms > SHORT_OHMS) areRowsIdeal = false;
    return { siemens: driverSiemens, amperes: driverSiemens * volts };
  });
  return {
    rowVolts,
    rowTies,
    areRowsIdeal,
    rowConducts,
    states: columnStates(plan, block, circuit, forwardVolts, apart),
  };
}
