import { isClosedAt, type BlockDrive, type SampledCurrents } from '../chip/block-drive.js';
import { channelsOf, type Transistor } from '../chip/transistor.js';
import type { Sensing } from './sensing.js';

const upTo = (count: number): Int32Array => Int32Array.from({ length: count }, (_, line) => line);

/**
 * A read: the lines of one side driven, all of the other sensed at 0 V.
 *
 * @param amperes of the sensed lines; not copied
 * @param sign 1 where rows are driven, -1 where columns are
 */
export function readSensing(
  volts: Float64Array,
  amperes: Float64Array,
  sign: 1 | -1,
  states: Sensing['states'],
): Sensing {
  const [none, all, held] = [new Int32Array(0), upTo(amperes.length), new Float64Array(amperes.length)];
  return sign === 1
    ? { states, rowVolts: volts, columnVolts: held, channels: undefined, rows: none, columns: all, amperes }
    : { states, rowVolts: held, columnVolts: volts, channels: undefined, rows: all, columns: none, amperes };
}

/** The sample of a block: its sensed rows and the columns whose switches are closed at that instant. */
export function sampleSensing(
  drive: BlockDrive,
  { rowAmperes, columnAmperes }: SampledCurrents,
  states: Sensing['states'],
  transistor: Transistor | undefined,
): Sensing {
  const rows = upTo(rowAmperes.length).filter((row) => drive.rowSensed[row] === 1);
  const columns = upTo(columnAmperes.length).filter((column) => isClosedAt(drive, column, drive.sampleSeconds));
  const columnVolts = new Float64Array(columnAmperes.length).fill(NaN);
  for (const column of columns) columnVolts[column] = drive.columnVolts[column]!;
  return {
    states,
    rowVolts: drive.rowVolts.map((volts, row) => (drive.rowSensed[row] === 1 ? 0 : volts)),
    columnVolts,
    channels: transistor && drive.gateVolts && channelsOf(transistor, drive.gateVolts),
    rows,
    columns,
    amperes: Float64Array.of(
      ...Float64Array.from(rows, (row) => rowAmperes[row]!),
      ...Float64Array.from(columns, (column) => columnAmperes[column]!),
    ),
  };
}

/** Puts what became of the currents of a sample where they came from. */
export function returnSample({ rows, columns, amperes }: Sensing, out: SampledCurrents): void {
  for (let k = 0; k < rows.length; k += 1) out.rowAmperes[rows[k]!] = amperes[k]!;
  for (let k = 0; k < columns.length; k += 1) out.columnAmperes[columns[k]!] = amperes[rows.length + k]!;
}
