import { ConfigError, type Seconds, type Volts } from '../core/index.js';

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

function assertFinite(name: string, values: Float64Array): void {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  throw new ConfigError('bad-data', `${name}[${bad}] is ${values[bad]}. An update needs finite numbers.`, {
    name,
    index: bad,
  });
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
 * @throws ConfigError when a value is not finite
 */
export function encodeQuarterPeriods(
  inputs: Float64Array,
  errors: Float64Array,
  scale: QuarterPeriodScale,
): QuarterPeriodUpdate {
  assertFinite('inputs', inputs);
  assertFinite('errors', errors);
  const rows = inputs.length;
  const columns = errors.length;
  const overdriveVolts = new Float64Array(QUARTERS * rows);
  for (let row = 0; row < rows; row += 1) {
    const v = Math.abs(scale.voltsPerInput * inputs[row]!);
    const [raising, lowering] = inputs[row]! >= 0 ? [0, 1] : [3, 2];
    overdriveVolts[raising * rows + row] = v;
    overdriveVolts[lowering * rows + row] = -v;
  }
  const columnOnSeconds = new Float64Array(QUARTERS * columns);
  let clippedWindows = 0;
  const window = (quarter: number, column: number, asked: number): void => {
    if (asked > scale.quarterSeconds) clippedWindows += 1;
    columnOnSeconds[quarter * columns + column] = Math.min(asked, scale.quarterSeconds);
  };
  for (let column = 0; column < columns; column += 1) {
    const size = Math.abs(errors[column]!);
    const [raising, lowering] = errors[column]! >= 0 ? [3, 1] : [0, 2];
    window(raising, column, size * scale.secondsPerErrorUp);
    window(lowering, column, size * scale.secondsPerErrorDown);
  }
  const { positiveThreshold: up, negativeThreshold: down } = scale;
  return {
    rows,
    columns,
    quarterSeconds: scale.quarterSeconds,
    overdriveVolts,
    thresholdVolts: [up, down, down, up],
    columnOnSeconds,
    clippedWindows,
  };
}

/** The row voltages of an update, quarters x rows. */
export function rowVoltsOf(update: QuarterPeriodUpdate): Float64Array {
  return update.overdriveVolts.map(
    (overdrive, index) => overdrive + update.thresholdVolts[Math.floor(index / update.rows)]!,
  );
}
