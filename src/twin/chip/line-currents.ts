import { shareOneCurve } from './cell-parameters.js';
import { cosh, sinh } from './hyperbolic.js';
import type { LineCells } from './line-cells.js';

/** Up to here, in b V, the addition theorem loses no digit that counts. */
const COLLAPSE_LIMIT = 1;

/** Sums over the cells of a line: their current into the node, their drivers' power, and how both fall per node volt. */
export class LineCurrents {
  amperes = 0;
  slope = 0;
  watts = 0;
  wattsSlope = 0;
  /** The largest b on the line: how sharply the sums bend. */
  steepest = 0;

  readonly #cells: LineCells;
  readonly #oneCurve: boolean;
  readonly #commonB: number;
  readonly #sinhDrive: Float64Array;
  readonly #coshDrive: Float64Array;
  #collapses = false;
  // the sums at node voltage 0, from which the addition theorem gives all others
  #sinhSum = 0;
  #coshSum = 0;
  #drivenSinhSum = 0;
  #drivenCoshSum = 0;

  constructor(cells: LineCells) {
    this.#cells = cells;
    this.#oneCurve = shareOneCurve(cells.parameters);
    this.#commonB = cells.parameters.nominal.b;
    this.#sinhDrive = new Float64Array(cells.capacity);
    this.#coshDrive = new Float64Array(cells.capacity);
  }

  /** Call when the drive has changed. */
  prepareDrive(): void {
    const { count, drive, highest, lowest } = this.#cells;
    const b = this.#commonB;
    this.#collapses = this.#oneCurve && b * Math.max(highest, -lowest) <= COLLAPSE_LIMIT;
    if (!this.#collapses) return;
    for (let k = 0; k < count; k += 1) {
      this.#sinhDrive[k] = sinh(b * drive[k]!);
      this.#coshDrive[k] = cosh(b * drive[k]!);
    }
  }

  /** Call when the states have changed. */
  prepareStates(states: Float64Array): void {
    if (!this.#collapses) return;
    const { count, drive, fields } = this.#cells;
    const a = fields.a1;
    const sinhDrive = this.#sinhDrive;
    const coshDrive = this.#coshDrive;
    let sinhSum = 0;
    let coshSum = 0;
    let drivenSinhSum = 0;
    let drivenCoshSum = 0;
    for (let k = 0; k < count; k += 1) {
      const amplitude = a[k]! * states[k]!;
      const s = amplitude * sinhDrive[k]!;
      const c = amplitude * coshDrive[k]!;
      sinhSum += s;
      coshSum += c;
      drivenSinhSum += drive[k]! * s;
      drivenCoshSum += drive[k]! * c;
    }
    this.#sinhSum = sinhSum;
    this.#coshSum = coshSum;
    this.#drivenSinhSum = drivenSinhSum;
    this.#drivenCoshSum = drivenCoshSum;
  }

  /** Sets the sums for node voltage v. */
  evaluate(states: Float64Array, v: number): void {
    if (this.#collapses) this.#evaluateCollapsed(v);
    else this.#evaluateEach(states, v);
  }

  /** sinh(b (u - v)) = sinh(b u) cosh(b v) - cosh(b u) sinh(b v): the node voltage comes out of the sums. */
  #evaluateCollapsed(v: number): void {
    const b = this.#commonB;
    const s = sinh(b * v);
    const c = cosh(b * v);
    this.amperes = c * this.#sinhSum - s * this.#coshSum;
    this.slope = b * (c * this.#coshSum - s * this.#sinhSum);
    this.watts = c * this.#drivenSinhSum - s * this.#drivenCoshSum;
    this.wattsSlope = b * (c * this.#drivenCoshSum - s * this.#drivenSinhSum);
    this.steepest = b;
  }

  #evaluateEach(states: Float64Array, v: number): void {
    const { count, drive, fields } = this.#cells;
    const { a1, a2, b } = fields;
    let amperes = 0;
    let slope = 0;
    let watts = 0;
    let wattsSlope = 0;
    let steepest = 0;
    for (let k = 0; k < count; k += 1) {
      const u = drive[k]!;
      const curvature = b[k]!;
      const z = curvature * (u - v);
      const amplitude = (z >= 0 ? a1[k]! : a2[k]!) * states[k]!;
      const cellAmperes = amplitude * sinh(z);
      const cellSlope = amplitude * curvature * cosh(z);
      amperes += cellAmperes;
      slope += cellSlope;
      watts += u * cellAmperes;
      wattsSlope += u * cellSlope;
      if (curvature > steepest) steepest = curvature;
    }
    this.amperes = amperes;
    this.slope = slope;
    this.watts = watts;
    this.wattsSlope = wattsSlope;
    this.steepest = steepest;
  }
}
