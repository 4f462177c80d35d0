/**
 * What the board's drivers and amplifiers do to an array for one block, in volts and seconds. Lists have one entry a
 * line.
 */
export interface BlockDrive {
  /** NaN where the row floats: its switch is open, and leaks to 0 V as an open column switch does. */
  readonly rowVolts: Float64Array;
  /** 1 where the row is held at 0 V by the amplifier that measures its current, through a closed switch. */
  readonly rowSensed: Uint8Array;
  /** What the column's switch connects it to: 0 where it is sensed. */
  readonly columnVolts: Float64Array;
  /** When each column's switch closes, from the start of the block. */
  readonly closeSeconds: Float64Array;
  /** When it opens; at or before it closes for a switch that stays open. */
  readonly openSeconds: Float64Array;
  /** Of the gate of every row; undefined where no cell has a transistor, or all of them are shorts. */
  readonly gateVolts: Float64Array | undefined;
  /** The far end of the columns' reference conductances; 0 when off. */
  readonly referenceVolts: number;
  /** The same of the reference conductances that sensed rows hold. */
  readonly rowReferenceVolts: number;
  /** When the currents are sampled, from the start of the block; 0 for never. */
  readonly sampleSeconds: number;
}

/** The currents of a sample in amperes, positive from the driven lines into the amplifier; 0 on a line without one. */
export interface SampledCurrents {
  readonly rowAmperes: Float64Array;
  readonly columnAmperes: Float64Array;
}

/**
 * Rows driven, and every column sensed from the start of the block for its window, as in a quarter of an update.
 *
 * @param rowVolts one voltage a row; not copied, nor is the other
 * @param columnOnSeconds the window of each column, 0 for none
 */
export const updateDrive = (rowVolts: Float64Array, columnOnSeconds: Float64Array): BlockDrive => ({
  rowVolts,
  rowSensed: new Uint8Array(rowVolts.length),
  columnVolts: new Float64Array(columnOnSeconds.length),
  closeSeconds: new Float64Array(columnOnSeconds.length),
  openSeconds: columnOnSeconds,
  gateVolts: undefined,
  referenceVolts: 0,
  rowReferenceVolts: 0,
  sampleSeconds: 0,
});

/**
 * All rows driven and all columns sensed for the whole time, with the reference line at minus the sum of the drive, and
 * the sample at the end.
 *
 * @param rowVolts not copied
 */
export const readDrive = (rowVolts: Float64Array, seconds: number, columns: number): BlockDrive => ({
  ...updateDrive(rowVolts, new Float64Array(columns).fill(seconds)),
  referenceVolts: -rowVolts.reduce((sum, volts) => sum + volts, 0),
  sampleSeconds: seconds,
});

/** The transpose: every column driven, every row sensed, and the rows' reference at minus the columns' sum. */
export const backwardDrive = (columnVolts: Float64Array, seconds: number, rows: number): BlockDrive => ({
  rowVolts: new Float64Array(rows),
  rowSensed: new Uint8Array(rows).fill(1),
  columnVolts,
  closeSeconds: new Float64Array(columnVolts.length),
  openSeconds: new Float64Array(columnVolts.length).fill(seconds),
  gateVolts: undefined,
  referenceVolts: 0,
  rowReferenceVolts: columnVolts.reduce((sum, volts) => sum - volts, 0),
  sampleSeconds: seconds,
});

/** Whether each column sees nothing but driven rows, so that no column knows of another. */
export function columnsAreSeparate(drive: BlockDrive): boolean {
  if (drive.gateVolts) return false;
  const { rowVolts, rowSensed } = drive;
  for (let row = 0; row < rowVolts.length; row += 1) {
    if (rowSensed[row] === 1 || Number.isNaN(rowVolts[row])) return false;
  }
  return true;
}

/** Whether a column's switch has been closed before a time in the block, and is not open before it. */
export const isClosedAt = ({ closeSeconds, openSeconds }: BlockDrive, column: number, seconds: number): boolean =>
  Math.max(closeSeconds[column]!, 0) < seconds && seconds <= openSeconds[column]!;
