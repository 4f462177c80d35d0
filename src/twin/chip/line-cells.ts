import type { CellFields, CellModel } from '../models/index.js';
import { nominalFields, type CellParameters } from './cell-parameters.js';

/**
 * The cells that share one node (a column; a row in a backward read), each driven from its other end: their parameters
 * and drive, gathered so that the solvers run over plain consecutive numbers. Holds one line at a time.
 */
export class LineCells {
  readonly capacity: number;
  readonly model: CellModel;
  readonly fields: CellFields;
  /** 0 at cells that are stuck. */
  readonly mobile: Uint8Array;
  /** Driven voltages u_k. */
  readonly drive: Float64Array;
  /** Where rising and falling cells begin to slow down; out of reach where the model has no such place. */
  readonly risingKinks: Float64Array;
  readonly fallingKinks: Float64Array;
  /** Cells on the line held now. */
  count = 0;
  /** Between what the node must lie: the drive's extremes, 0 included, and those of {@link widenReach}. */
  lowest = 0;
  highest = 0;

  readonly #varied: readonly (readonly [string, Float64Array])[];

  constructor(capacity: number, parameters: CellParameters) {
    this.capacity = capacity;
    this.model = parameters.model;
    this.fields = nominalFields(parameters, capacity);
    this.#varied = [...parameters.varied];
    this.mobile = new Uint8Array(capacity).fill(1);
    this.drive = new Float64Array(capacity);
    this.risingKinks = new Float64Array(capacity).fill(Infinity);
    this.fallingKinks = new Float64Array(capacity).fill(-Infinity);
    this.#placeKinks(capacity);
  }

  /** @param sign -1 mirrors the line, for cells driven from their column end */
  setDrive(volts: Float64Array, sign: 1 | -1): void {
    this.count = volts.length;
    this.lowest = 0;
    this.highest = 0;
    for (let k = 0; k < volts.length; k += 1) {
      const u = sign * volts[k]!;
      this.drive[k] = u;
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
    for (const [name, values] of this.#varied) {
      const line = this.fields[name]!;
      for (let k = 0; k < count; k += 1) line[k] = values[first + k * stride]!;
    }
    if (this.#varied.length > 0) this.#placeKinks(count);
    if (!stuck) return;
    for (let k = 0; k < count; k += 1) this.mobile[k] = 1 - stuck[first + k * stride]!;
  }

  /** Current through cell k at this state and with these volts across it. */
  amperesAt(k: number, state: number, across: number): number {
    return this.model.current(this.fields, k, state, across);
  }

  /**
   * dx/dt of every cell, written to `rates[k * stride + offset]`.
   *
   * @param slowed the branch of the window that each cell is on; given rather than looked up, so that the right hand side
   *   stays smooth within a step of the integrator
   * @returns whether any cell moves
   */
  rates(
    nodeVolts: number,
    states: Float64Array,
    slowed: Uint8Array,
    rates: Float64Array,
    stride: number,
    offset: number,
  ): boolean {
    const { model, fields, drive, mobile, count } = this;
    let moving = false;
    for (let k = 0; k < count; k += 1) {
      const rate = mobile[k] === 0 ? 0 : model.rate(fields, k, states[k]!, drive[k]! - nodeVolts, slowed[k]!);
      rates[k * stride + offset] = rate;
      if (rate !== 0) moving = true;
    }
    return moving;
  }

  #placeKinks(count: number): void {
    const { kinks } = this.model;
    if (!kinks) return;
    for (let k = 0; k < count; k += 1) {
      this.risingKinks[k] = kinks.rising(this.fields, k);
      this.fallingKinks[k] = kinks.falling(this.fields, k);
    }
  }
}
