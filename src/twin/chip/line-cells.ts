import { cellFields, nominalField, type CellField, type CellParameters } from './cell-parameters.js';
import { sinh } from './hyperbolic.js';

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
  /** Between what the node must lie: the drive's extremes, 0 included, and those of {@link widenReach}. */
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

  /** Counts in what the node's switch may connect it to; until the next drive. */
  widenReach(volts: Float64Array): void {
    for (let k = 0; k < volts.length; k += 1) {
      if (volts[k]! < this.lowest) this.lowest = volts[k]!;
      if (volts[k]! > this.highest) this.highest = volts[k]!;
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

  /** Current through cell k at this state and with these volts across it (Yakopcic 2013, eq. 1). */
  amperesAt(k: number, state: number, across: number): number {
    const { a1, a2, b } = this.fields;
    return (across >= 0 ? a1[k]! : a2[k]!) * state * sinh(b[k]! * across);
  }
}
