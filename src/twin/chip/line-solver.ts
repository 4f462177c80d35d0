import { cellFields, nominalField, sharesOneCurve, type CellField, type CellParameters } from './cell-parameters.js';
import { cosh, sinh } from './hyperbolic.js';

/** Newton stops when its last step, times b, is below this: the residual left is its square, 1e-12 of the current. */
const STEP_LIMIT = 1e-6;
const MAX_ITERATIONS = 200;

/** Below this a switch is a short: 1 / R would swamp the cells' currents in rounding. */
const SHORT_OHMS = 1e-12;

/** Up to here, in b V, the addition theorem loses no digit that counts. */
const COLLAPSE_LIMIT = 1;

/** What hangs on a line's node beside its cells. */
export interface LineEnd {
  /** Series resistance from the node to ground or to a virtual ground. */
  readonly switchOhms: number;
  readonly referenceSiemens: number;
  /** What drives the far end of the reference conductance; 0 during an update. */
  readonly referenceVolts: number;
}

/**
 * The cells that share one node (a column; a row in a backward read), each driven from its other end. Finds the node's
 * voltage by Kirchhoff's current law, and from it how fast every cell moves. Holds one line at a time; every buffer is
 * reused.
 */
export class LineSolver {
  readonly capacity: number;
  /** Cells on the line held now. */
  count = 0;
  /** Results of the last `solve`, and the first guess of the next. */
  nodeVolts = 0;
  /** Power the drivers put in, watts. */
  powerWatts = 0;
  /** Current from the node through the switch, amperes. */
  switchAmperes = 0;

  readonly fields: Readonly<Record<CellField, Float64Array>>;
  readonly mobile: Uint8Array;
  readonly #eta: number;
  readonly #drive: Float64Array;
  readonly #expDrive: Float64Array;
  readonly #sinhDrive: Float64Array;
  readonly #coshDrive: Float64Array;
  readonly #sharesOneCurve: boolean;
  readonly #commonB: number;
  #collapses = false;
  #lowest = 0;
  #highest = 0;

  // sums over the cells at the node voltage looked at: current, power, and what each loses per volt of node voltage
  #amperes = 0;
  #slope = 0;
  #watts = 0;
  #wattsSlope = 0;

  // the same sums at node voltage 0, from which the addition theorem gives all others
  #sinhSum = 0;
  #coshSum = 0;
  #drivenSinhSum = 0;
  #drivenCoshSum = 0;

  constructor(capacity: number, cells: CellParameters) {
    this.capacity = capacity;
    const filled = cellFields.map((field) => [
      field,
      new Float64Array(capacity).fill(nominalField(cells.nominal, field)),
    ]);
    this.fields = Object.fromEntries(filled) as Record<CellField, Float64Array>;
    this.mobile = new Uint8Array(capacity).fill(1);
    this.#eta = cells.nominal.eta;
    this.#drive = new Float64Array(capacity);
    this.#expDrive = new Float64Array(capacity);
    this.#sinhDrive = new Float64Array(capacity);
    this.#coshDrive = new Float64Array(capacity);
    this.#sharesOneCurve = sharesOneCurve(cells);
    this.#commonB = cells.nominal.b;
  }

  /** @param sign -1 mirrors the line, for cells driven from their column end */
  setDrive(volts: Float64Array, sign: 1 | -1): void {
    const b = this.#commonB;
    this.count = volts.length;
    this.#lowest = 0;
    this.#highest = 0;
    for (let k = 0; k < volts.length; k += 1) {
      const u = sign * volts[k]!;
      this.#drive[k] = u;
      this.#expDrive[k] = Math.exp(u);
      if (u < this.#lowest) this.#lowest = u;
      if (u > this.#highest) this.#highest = u;
    }
    this.#collapses = this.#sharesOneCurve && b * Math.max(this.#highest, -this.#lowest) <= COLLAPSE_LIMIT;
    if (!this.#collapses) return;
    for (let k = 0; k < volts.length; k += 1) {
      this.#sinhDrive[k] = sinh(b * this.#drive[k]!);
      this.#coshDrive[k] = cosh(b * this.#drive[k]!);
    }
  }

  /** Kirchhoff at the node: sum I(u_k - v, x_k) + G (v_ref - v) = v / R. Newton from `nodeVolts`, kept in a bracket. */
  solve(states: Float64Array, end: LineEnd): void {
    const reference = end.referenceSiemens;
    const injected = reference * end.referenceVolts;
    const shorted = end.switchOhms < SHORT_OHMS;
    const fixed = shorted ? 0 : reference + 1 / end.switchOhms;
    if (this.#collapses) this.#sumDriven(states);
    let low = Math.min(this.#lowest, end.referenceVolts);
    let high = Math.max(this.#highest, end.referenceVolts);
    let v = shorted ? 0 : this.nodeVolts;
    let step = 0;
    for (let iteration = 0; iteration < MAX_ITERATIONS; iteration += 1) {
      const steepest = this.#collapses ? this.#collapsedSums(v) : this.#cellSums(states, v);
      if (shorted) break;
      const residual = this.#amperes + injected - fixed * v;
      const total = this.#slope + fixed;
      if (residual > 0) low = v;
      else high = v;
      let next = v + (total > 0 ? residual / total : 0);
      // far from the root a steep sinh can throw Newton out of the bracket
      if (next < low || next > high) next = (low + high) / 2;
      step = next - v;
      v = next;
      if (steepest * Math.abs(step) <= STEP_LIMIT) break;
    }
    this.nodeVolts = v;
    this.switchAmperes = this.#amperes - this.#slope * step + injected - reference * v;
    this.powerWatts = this.#watts - this.#wattsSlope * step + injected * (end.referenceVolts - v);
  }

  #cellSums(states: Float64Array, v: number): number {
    const { a1, a2, b } = this.fields;
    const drive = this.#drive;
    let amperes = 0;
    let slope = 0;
    let watts = 0;
    let wattsSlope = 0;
    let steepest = 0;
    for (let k = 0; k < this.count; k += 1) {
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
    this.#amperes = amperes;
    this.#slope = slope;
    this.#watts = watts;
    this.#wattsSlope = wattsSlope;
    return steepest;
  }

  #sumDriven(states: Float64Array): void {
    const { a1 } = this.fields;
    const drive = this.#drive;
    const sinhDrive = this.#sinhDrive;
    const coshDrive = this.#coshDrive;
    let sinhSum = 0;
    let coshSum = 0;
    let drivenSinhSum = 0;
    let drivenCoshSum = 0;
    for (let k = 0; k < this.count; k += 1) {
      const amplitude = a1[k]! * states[k]!;
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

  /** sinh(b (u - v)) = sinh(b u) cosh(b v) - cosh(b u) sinh(b v): the node voltage comes out of the sums. */
  #collapsedSums(v: number): number {
    const b = this.#commonB;
    const s = sinh(b * v);
    const c = cosh(b * v);
    this.#amperes = c * this.#sinhSum - s * this.#coshSum;
    this.#slope = b * (c * this.#coshSum - s * this.#sinhSum);
    this.#watts = c * this.#drivenSinhSum - s * this.#drivenCoshSum;
    this.#wattsSlope = b * (c * this.#drivenCoshSum - s * this.#drivenSinhSum);
    return b;
  }

  /** Whether any cell sees more than its threshold at the node voltage last solved. */
  anyBeyondThreshold(): boolean {
    const { Vp, Vn } = this.fields;
    const drive = this.#drive;
    const v = this.nodeVolts;
    for (let k = 0; k < this.count; k += 1) {
      const across = drive[k]! - v;
      if (across > Vp[k]! || across < -Vn[k]!) return true;
    }
    return false;
  }

  /**
   * dx/dt of every cell at the node voltage last solved, written to `rates[k * stride + offset]`.
   *
   * @param slowed bit 1: the cell is beyond xp, bit 2: beyond 1 - xn. Given rather than looked up, so that the right
   *   hand side stays smooth within a step of the integrator
   * @returns whether any cell moves
   */
  rates(states: Float64Array, slowed: Uint8Array, rates: Float64Array, stride: number, offset: number): boolean {
    const { Ap, An, Vp, Vn, xp, xn, alphaP, alphaN, expVp, expVn } = this.fields;
    const drive = this.#drive;
    const expDrive = this.#expDrive;
    const mobile = this.mobile;
    const v = this.nodeVolts;
    const eta = this.#eta;
    // e^(u - v) separates: one exponential a line instead of one a cell
    const expNode = Math.exp(-v);
    let moving = false;
    for (let k = 0; k < this.count; k += 1) {
      const across = drive[k]! - v;
      let speed = 0;
      if (across > Vp[k]!) speed = Ap[k]! * (expDrive[k]! * expNode - expVp[k]!);
      else if (across < -Vn[k]!) speed = An[k]! * (1 / (expDrive[k]! * expNode) - expVn[k]!);
      // rounding may leave a cell a hair above its threshold with a speed a hair below 0
      if (!(speed > 0) || mobile[k] === 0) {
        rates[k * stride + offset] = 0;
        continue;
      }
      const x = states[k]!;
      if (across > 0 === eta > 0) {
        if (slowed[k]! & 1) speed *= (Math.exp(alphaP[k]! * (xp[k]! - x)) * (1 - x)) / (1 - xp[k]!);
      } else {
        speed = -speed;
        if (slowed[k]! & 2) speed *= (Math.exp(alphaN[k]! * (x + xn[k]! - 1)) * x) / (1 - xn[k]!);
      }
      rates[k * stride + offset] = speed;
      if (speed !== 0) moving = true;
    }
    return moving;
  }
}
