import { cellFields, nominalField, type CellField, type CellParameters } from './cell-parameters.js';

/**
 * The cells that share one node (a column; a row in a backward read), each driven from its other end: their parameters
 * and drive, gathered so that the solvers run over plain consecutive numbers. Holds one line at a time.
 */
export class LineCells {
  readonly capacity: number;
  readonly parameters: CellParameters;
  readonly fields: Readonly<Record<CellField, Float64Array>>;
  /** 0 at cells that are stuck. */
  readonly mobile: Uint8Array;
  /** Driven voltages u_k, and e^u_k. */
  readonly drive: Float64Array;
  readonly expDrive: Float64Array;
  /** Cells on the line held now. */
  count = 0;
  /** The drive's extremes, 0 included. */
  lowest = 0;
  highest = 0;

  constructor(capacity: number, parameters: CellParameters) {
    this.capacity = capacity;
    this.parameters = parameters;
    const filled = cellFields.map((field) => [
      field,
      new Float64Array(capacity).fill(nominalField(parameters.nominal, field)),
    ]);
    this.fields = Object.fromEntries(filled) as Record<CellField, Float64Array>;
    this.mobile = new Uint8Array(capacity).fill(1);
    this.drive = new Float64Array(capacity);
    this.expDrive = new Float64Array(capacity);
  }

  /** @param sign -1 mirrors the line, for cells driven from their column end */
  setDrive(volts: Float64Array, sign: 1 | -1): void {
    this.count = volts.length;
    this.lowest = 0;
    this.highest = 0;
    for (let k = 0; k < volts.length; k += 1) {
      const u = sign * volts[k]!;
      this.drive[k] = u;
      this.expDrive[k] = Math.exp(u);
      if (u < this.lowest) this.lowest = u;
      if (u > this.highest) this.highest = u;
    }
  }

  /** Takes the cells first, first + stride, .. of a row-major array. */
  gather(first: number, stride: number, stuck: Uint8Array | undefined): void {
    const count = this.count;
    for (const [field, values] of this.parameters.varied) {
      const line = this.fields[field];
      for (let k = 0; k < count; k += 1) line[k] = values[first + k * stride]!;
    }
    if (!stuck) return;
    for (let k = 0; k < count; k += 1) this.mobile[k] = 1 - stuck[first + k * stride]!;
  }
}
