import { SHORT_OHMS } from './line-solver.js';

/** What hangs on the ends of all rows, or of all columns, of an array, and the voltages that come of it. */
export class LineEnds {
  /** Of each line: found by the solver where the line is free, else given. */
  readonly volts: Float64Array;
  /** 1 where the voltage is to be found. */
  readonly free: Uint8Array;
  /**
   * All conductances that hang on a line besides its cells, and the current they bring in while it is at 0 V. Of a driver
   * at its limit, which is a source of current, there is no conductance.
   */
  readonly fixedSiemens: Float64Array;
  readonly injectedAmperes: Float64Array;
  /** Kirchhoff's sum into each free line, and the solver's step; 0 on the others. */
  readonly excess: Float64Array;
  readonly step: Float64Array;

  /** What a line's driver or amplifier holds, whether or not through a resistance. */
  readonly #driven: Float64Array;
  readonly #referenceSiemens: Float64Array;
  /** Of the driver, and the largest current it gives. */
  readonly #siemens: Float64Array;
  readonly #limitAmperes: Float64Array;
  #anyLimit = false;
  #referenceVolts = 0;

  constructor(lines: number) {
    this.volts = new Float64Array(lines);
    this.free = new Uint8Array(lines);
    this.fixedSiemens = new Float64Array(lines);
    this.injectedAmperes = new Float64Array(lines);
    this.excess = new Float64Array(lines);
    this.step = new Float64Array(lines);
    this.#driven = new Float64Array(lines);
    this.#referenceSiemens = new Float64Array(lines);
    this.#siemens = new Float64Array(lines);
    this.#limitAmperes = new Float64Array(lines).fill(Infinity);
  }

  get count(): number {
    return this.volts.length;
  }

  /** The far end of every reference conductance. */
  set referenceVolts(volts: number) {
    this.#referenceVolts = volts;
  }

  /**
   * Connects a line to a voltage through a resistance, a short where it is 0, with a reference conductance beside.
   *
   * @param limitAmperes beyond it the driver's voltage sags so that this is its current; a short has none
   */
  connect(line: number, driven: number, ohms: number, referenceSiemens: number, limitAmperes = Infinity): void {
    const short = ohms < SHORT_OHMS;
    const siemens = short ? 0 : 1 / ohms;
    if (limitAmperes < Infinity) this.#anyLimit = true;
    this.#siemens[line] = siemens;
    this.#limitAmperes[line] = limitAmperes;
    this.#driven[line] = driven;
    this.#referenceSiemens[line] = referenceSiemens;
    this.free[line] = short ? 0 : 1;
    this.fixedSiemens[line] = referenceSiemens + siemens;
    this.injectedAmperes[line] = referenceSiemens * this.#referenceVolts + siemens * driven;
    this.volts[line] = short ? driven : 0;
  }

  restart(): void {
    for (let line = 0; line < this.count; line += 1) {
      if (this.free[line] === 0) continue;
      // a driver that starts at its limit on a line that conducts nothing would stay there
      this.volts[line] = this.#limitAmperes[line]! < Infinity ? this.#driven[line]! : 0;
    }
  }

  /** @param sign 1 where the cells' currents flow into these lines, -1 where they flow out of them */
  balance(cellAmperes: Float64Array, sign: 1 | -1): void {
    if (this.#anyLimit) this.#limit();
    for (let line = 0; line < this.count; line += 1) {
      const ends = this.injectedAmperes[line]! - this.fixedSiemens[line]! * this.volts[line]!;
      this.excess[line] = this.free[line] === 1 ? sign * cellAmperes[line]! + ends : 0;
    }
  }

  /** Current that leaves a line through its switch, by Kirchhoff: the voltage across a small resistance says little. */
  switchAmperes(line: number, cellAmperes: Float64Array, sign: 1 | -1): number {
    const reference = this.#referenceSiemens[line]!;
    return sign * cellAmperes[line]! + reference * (this.#referenceVolts - this.volts[line]!);
  }

  /** Power of the drivers and the reference of these lines, watts. */
  watts(cellAmperes: Float64Array, sign: 1 | -1): number {
    let sum = 0;
    for (let line = 0; line < this.count; line += 1) {
      sum -= this.#driven[line]! * this.switchAmperes(line, cellAmperes, sign);
      const reference = this.#referenceSiemens[line]! * this.#referenceVolts;
      sum += reference * (this.#referenceVolts - this.volts[line]!);
    }
    return sum;
  }

  /** Makes a source of current of every driver that is beyond its limit at the present voltages. */
  #limit(): void {
    for (let line = 0; line < this.count; line += 1) {
      const limit = this.#limitAmperes[line]!;
      if (limit === Infinity) continue;
      const reference = this.#referenceSiemens[line]!;
      const siemens = this.#siemens[line]!;
      const wanted = siemens * (this.#driven[line]! - this.volts[line]!);
      const isBeyond = Math.abs(wanted) > limit;
      this.fixedSiemens[line] = isBeyond ? reference : reference + siemens;
      this.injectedAmperes[line] =
        reference * this.#referenceVolts + (isBeyond ? Math.sign(wanted) * limit : siemens * this.#driven[line]!);
    }
  }

  move(part: number): void {
    for (let line = 0; line < this.count; line += 1) this.volts[line]! += part * this.step[line]!;
  }

  slopeAlongStep(): number {
    let sum = 0;
    for (let line = 0; line < this.count; line += 1) sum += this.excess[line]! * this.step[line]!;
    return sum;
  }

  largestStep(): number {
    let largest = 0;
    for (let line = 0; line < this.count; line += 1) largest = Math.max(largest, Math.abs(this.step[line]!));
    return largest;
  }

  /** Extremes of all that drives these lines, 0 included. */
  lowest(): number {
    return this.#driven.reduce((least, volts) => Math.min(least, volts), Math.min(0, this.#referenceVolts));
  }

  highest(): number {
    return this.#driven.reduce((most, volts) => Math.max(most, volts), Math.max(0, this.#referenceVolts));
  }
}
