import { ConfigError, seconds, type Seconds, type Volts } from '../core/index.js';

/** The number of sub-periods of an update, T_wr / 4 each. */
export const QUARTERS = 4;

/** How inputs and errors become volts and seconds. */
export interface QuarterPeriodScale {
  /** a: volts per unit of input. */
  readonly voltsPerInput: number;
  /** Window that raises G by one unit of (input x error): k / s_up. */
  readonly secondsPerErrorUp: number;
  /** Window that lowers G by as much: k / s_down. */
  readonly secondsPerErrorDown: number;
  /** T_wr / 4; windows are clipped to it. */
  readonly quarterSeconds: Seconds;
  readonly positiveThreshold: Volts;
  /** Negative. */
  readonly negativeThreshold: Volts;
}

/** One update of a whole array as the paper draws it, before it is fitted to a board's ticks and codes. */
export interface QuarterPeriodUpdate {
  readonly rows: number;
  readonly columns: number;
  readonly quarterSeconds: Seconds;
  /** What a row adds to its threshold in each quarter, quarters x rows, signed; 0 rests exactly on the threshold. */
  readonly overdriveVolts: Float64Array;
  /** The threshold each quarter stands on: v_th+ in Q1 and Q4, v_th- in Q2 and Q3. */
  readonly thresholdVolts: readonly [number, number, number, number];
  /** Column switch windows from the start of each quarter, quarters x columns. */
  readonly columnOnSeconds: Float64Array;
  /** Windows cut at the quarter's end: the error was larger than an update can carry. */
  readonly clippedWindows: number;
}

/** An update's memory, to be written again for the next. */
export interface UpdateRoom extends QuarterPeriodUpdate {
  quarterSeconds: Seconds;
  readonly thresholdVolts: [number, number, number, number];
  clippedWindows: number;
}

/** Memory for an update of an array of this shape. */
export const updateRoom = (rows: number, columns: number): UpdateRoom => ({
  rows,
  columns,
  quarterSeconds: seconds(0),
  overdriveVolts: new Float64Array(QUARTERS * rows),
  thresholdVolts: [0, 0, 0, 0],
  columnOnSeconds: new Float64Array(QUARTERS * columns),
  clippedWindows: 0,
});

function assertRoom(into: UpdateRoom, rows: number, columns: number): void {
  if (into.rows === rows && into.columns === columns) return;
  throw new ConfigError(
    'bad-argument',
    `${rows} inputs and ${columns} errors do not fit an update of ${into.rows}x${into.columns}. Give one a line.`,
    { rows, columns },
  );
}

function assertFinite(name: string, values: Float64Array): void {
  // a loop: a callback would be handed every number in memory of its own
  let bad = 0;
  while (bad < values.length && Number.isFinite(values[bad])) bad += 1;
  if (bad === values.length) return;
  throw new ConfigError('bad-data', `${name}[${bad}] is ${values[bad]}. An update needs finite numbers.`, {
    name,
    index: bad,
  });
}

function writeOverdrives(inputs: Float64Array, voltsPerInput: number, { rows, overdriveVolts }: UpdateRoom): void {
  overdriveVolts.fill(0);
  for (let row = 0; row < rows; row += 1) {
    const v = Math.abs(voltsPerInput * inputs[row]!);
    const isPositive = inputs[row]! >= 0;
    overdriveVolts[(isPositive ? 0 : 3) * rows + row] = v;
    overdriveVolts[(isPositive ? 1 : 2) * rows + row] = -v;
  }
}

function writeWindows(errors: Float64Array, scale: QuarterPeriodScale, into: UpdateRoom): void {
  const { columns, columnOnSeconds } = into;
  const { quarterSeconds } = scale;
  columnOnSeconds.fill(0);
  into.clippedWindows = 0;
  for (let column = 0; column < columns; column += 1) {
    const size = Math.abs(errors[column]!);
    const isPositive = errors[column]! >= 0;
    const up = size * scale.secondsPerErrorUp;
    const down = size * scale.secondsPerErrorDown;
    if (up > quarterSeconds) into.clippedWindows += 1;
    if (down > quarterSeconds) into.clippedWindows += 1;
    columnOnSeconds[(isPositive ? 3 : 0) * columns + column] = Math.min(up, quarterSeconds);
    columnOnSeconds[(isPositive ? 1 : 2) * columns + column] = Math.min(down, quarterSeconds);
  }
}

/**
 * Encodes one outer-product update, P1 section III-B and III-C: rows carry |a x_i| above their threshold, by sign of
 * x_i in Q1 and Q2 or in Q3 and Q4; columns close their switch for a time in proportion to |y_j|, by sign of y_j in Q2
 * and Q4 or in Q1 and Q3. Every cell then moves by dw_ji in proportion to y_j x_i, all at once.
 *
 * | | Q1 | Q2 | Q3 | Q4 |
 * |---|---|---|---|---|
 * | row, x >= 0 | v + v_th+ | -v + v_th- | v_th- | v_th+ |
 * | row, x < 0 | v_th+ | v_th- | -v + v_th- | v + v_th+ |
 * | column, y >= 0 | off | t_down | off | t_up |
 * | column, y < 0 | t_up | off | t_down | off |
 *
 * @param inputs x, one a row, any unit `scale` is made for
 * @param errors y, one a column
 * @param into where the update is to be written; its own memory unless given
 * @throws ConfigError when a value is not finite, or `into` is for another shape
 */
export function encodeQuarterPeriods(
  inputs: Float64Array,
  errors: Float64Array,
  scale: QuarterPeriodScale,
  into: UpdateRoom = updateRoom(inputs.length, errors.length),
): QuarterPeriodUpdate {
  assertFinite('inputs', inputs);
  assertFinite('errors', errors);
  assertRoom(into, inputs.length, errors.length);
  writeOverdrives(inputs, scale.voltsPerInput, into);
  writeWindows(errors, scale, into);
  const { thresholdVolts } = into;
  thresholdVolts[0] = scale.positiveThreshold;
  thresholdVolts[1] = scale.negativeThreshold;
  thresholdVolts[2] = scale.negativeThreshold;
  thresholdVolts[3] = scale.positiveThreshold;
  into.quarterSeconds = scale.quarterSeconds;
  return into;
}

/** The row voltages of an update, quarters x rows. */
export function rowVoltsOf(update: QuarterPeriodUpdate): Float64Array {
  return update.overdriveVolts.map(
    (overdrive, index) => overdrive + update.thresholdVolts[Math.floor(index / update.rows)]!,
  );
}
