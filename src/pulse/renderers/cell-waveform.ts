/** What one cell of an array saw and carried over a plan, as a prediction gives it: points by rising time. */
export interface CellWaveform {
  readonly row: number;
  readonly column: number;
  /** From the first edge of the plan; two points at one time are the two sides of an edge. */
  readonly seconds: Float64Array;
  /** Row minus column. */
  readonly volts: Float64Array;
  /** From row to column. */
  readonly amperes: Float64Array;
}
