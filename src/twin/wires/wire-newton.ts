import { cellCount, ConfigError } from '../../core/index.js';
import type { WireSolver } from './wire-solver.js';

/**
 * The currents of all cells at given voltages, and how they rise with them; row-major, n m numbers each.
 *
 * @param volts from row to column across each cell
 * @param amperes to be filled: from row to column through each cell
 * @param slopes to be filled: siemens, at least 0
 */
export type EvaluateCells = (volts: Float64Array, amperes: Float64Array, slopes: Float64Array) => void;

/** Largest current missing from Kirchhoff's law at a node, as a part of the largest cell current. */
const DEFAULT_BALANCE = 1e-10;
const MAX_STEPS = 200;
/** How much of the slope along a step may be left, the other way, before the step is cut: no circling about a kink. */
const OVERSHOOT = 0.5;
const MAX_CUTS = 60;
/** What is missing must be this part of the largest current before a step is solved to the end. */
const NEAR = 1e-4;
const EXACT_TOLERANCE = 1e-13;
const FIRST_TOLERANCE = 1e-4;
const ROUNDING = 2 ** -49;

/**
 * The voltages of a crossbar with wires whose cells have curved currents: Newton over all nodes.
 *
 * In each step the cells are their tangents, i(v_k) + g_k (v - v_k): conductances with a current source beside, which
 * {@link WireSolver} solves from the drops of the step before, loosely while far from the end. So the lines always obey
 * Kirchhoff with the currents c of those tangents, and what is missing at the two nodes of a cell is its own current
 * less c. Where currents rise with voltages they are the gradient of a convex function of the node voltages; its slope
 * along a step d is sum (i - c) dv over the cells, whatever the lines are, and a step after which that has turned round
 * too far is cut. It ends when i - c is below `balance` times the largest current at every cell.
 */
export class WireNewton {
  /** Of the solution: across and through each cell, row-major. */
  readonly volts: Float64Array;
  readonly amperes: Float64Array;
  readonly slopes: Float64Array;

  readonly #solver: WireSolver;
  readonly #offset: Float64Array;
  /** The cells' currents in the lines, and where the last full step began. */
  readonly #lineAmperes: Float64Array;
  readonly #fromVolts: Float64Array;
  readonly #fromLineAmperes: Float64Array;
  /** How steeply the convex function falls where that step began. */
  #fall = 0;
  #roundingVolts = 0;
  #mostAmperes = 0;

  /** @param solver with ends as they are to be; its conductances will be the slopes of the cells */
  constructor(solver: WireSolver) {
    const cells = cellCount(solver.shape);
    this.#solver = solver;
    this.volts = new Float64Array(cells);
    this.amperes = new Float64Array(cells);
    this.slopes = new Float64Array(cells);
    this.#offset = new Float64Array(cells);
    this.#lineAmperes = new Float64Array(cells);
    this.#fromVolts = new Float64Array(cells);
    this.#fromLineAmperes = new Float64Array(cells);
  }

  /**
   * Starts from the drops that the solver has found last (none after its `restart`).
   *
   * @param balance the largest current missing at any node, as a part of the largest cell current
   * @returns steps
   * @throws ConfigError `bad-data` where slopes are negative or no numbers, or belong to other currents
   */
  solve(evaluate: EvaluateCells, balance = DEFAULT_BALANCE): number {
    const { volts, amperes, slopes } = this;
    const { highestVolts, highestSiemens } = this.#solver;
    this.#roundingVolts = ROUNDING * highestVolts;
    this.#mostAmperes = 4 * highestVolts * highestSiemens;
    this.#solver.presumedCellVolts(volts);
    evaluate(volts, amperes, slopes);
    // lines and their currents agree after the first step, whatever the guess
    let agree = !this.#isPlausible();
    if (agree) this.#begin(evaluate);
    let missing = 1;
    for (let step = 1; step <= MAX_STEPS; step += 1) {
      const tolerance = missing < NEAR ? EXACT_TOLERANCE : missing * FIRST_TOLERANCE;
      this.#step(tolerance);
      evaluate(volts, amperes, slopes);
      if (agree) this.#cut(evaluate);
      else if (!this.#isPlausible()) this.#begin(evaluate);
      agree = true;
      missing = Math.min(1, this.#missing());
      if (missing <= balance && tolerance <= EXACT_TOLERANCE) return step;
    }
    throw new ConfigError(
      'bad-data',
      `the currents of cells and lines do not meet in ${MAX_STEPS} steps, ${this.#missing().toExponential(1)} of the ` +
        'largest is missing: give currents that rise with the voltage, and the slopes of these currents',
    );
  }

  /** No more than drivers could send through a short. */
  #isPlausible(): boolean {
    return this.amperes.every((value) => Math.abs(value) <= this.#mostAmperes);
  }

  /**
   * Starts where cells conduct about as well as the lines: there is little voltage across any of them, so that their
   * currents are no larger than the lines', however steep they are further on.
   */
  #begin(evaluate: EvaluateCells): void {
    const { rowSegmentOhms, columnSegmentOhms } = this.#solver.settings;
    const ohms = rowSegmentOhms + columnSegmentOhms;
    const siemens = Math.min(1, this.#solver.highestSiemens, 1 / ohms);
    this.slopes.fill(siemens);
    this.#solver.setConductances(this.slopes);
    this.#solver.solve({ tolerance: FIRST_TOLERANCE });
    this.#solver.cellVolts(this.volts);
    for (let k = 0; k < this.volts.length; k += 1) this.#lineAmperes[k] = siemens * this.volts[k]!;
    evaluate(this.volts, this.amperes, this.slopes);
  }

  /** To the solution for tangents at the present voltages. */
  #step(tolerance: number): void {
    const { volts, amperes, slopes } = this;
    const offset = this.#offset;
    const from = this.#fromVolts;
    const fromLines = this.#fromLineAmperes;
    const lines = this.#lineAmperes;
    from.set(volts);
    fromLines.set(lines);
    for (let k = 0; k < offset.length; k += 1) offset[k] = amperes[k]! - slopes[k]! * volts[k]!;
    this.#solver.setConductances(slopes);
    this.#solver.solve({ tolerance, warm: true, offsetAmperes: offset });
    this.#solver.cellVolts(volts);
    let fall = 0;
    for (let k = 0; k < lines.length; k += 1) {
      const rise = volts[k]! - from[k]!;
      lines[k] = amperes[k]! + slopes[k]! * rise;
      fall -= (amperes[k]! - fromLines[k]!) * rise;
    }
    this.#fall = fall;
  }

  /** Halves the step just made until the slope along it has not turned round too far. */
  #cut(evaluate: EvaluateCells): void {
    if (this.#slopeAlong(this.volts) <= OVERSHOOT * this.#fall || this.#missing() < NEAR) return;
    const { volts, amperes, slopes } = this;
    const lines = this.#lineAmperes;
    const from = this.#fromVolts;
    const fromLines = this.#fromLineAmperes;
    const whole = volts.slice();
    const wholeLines = lines.slice();
    let part = 1;
    for (let cut = 0; cut < MAX_CUTS; cut += 1) {
      part /= 2;
      for (let k = 0; k < volts.length; k += 1) {
        volts[k] = from[k]! + part * (whole[k]! - from[k]!);
        lines[k] = fromLines[k]! + part * (wholeLines[k]! - fromLines[k]!);
      }
      evaluate(volts, amperes, slopes);
      if (this.#slopeAlong(whole) <= OVERSHOOT * this.#fall) return;
    }
  }

  /** NaN where currents overflow in both directions. */
  #slopeAlong(whole: Float64Array): number {
    const { amperes } = this;
    const lines = this.#lineAmperes;
    const from = this.#fromVolts;
    let sum = 0;
    for (let k = 0; k < whole.length; k += 1) sum += (amperes[k]! - lines[k]!) * (whole[k]! - from[k]!);
    return sum;
  }

  /** Of Kirchhoff's law, as a part of the largest cell current; what rounding of the voltages makes is not counted. */
  #missing(): number {
    const { amperes, slopes } = this;
    const lines = this.#lineAmperes;
    const rounding = this.#roundingVolts;
    let missing = 0;
    let largest = 0;
    for (let k = 0; k < amperes.length; k += 1) {
      missing = Math.max(missing, Math.abs(amperes[k]! - lines[k]!) - slopes[k]! * rounding);
      largest = Math.max(largest, Math.abs(amperes[k]!));
    }
    return missing > 0 ? missing / largest : missing;
  }
}
