import type { CellCircuit } from './cell-circuit.js';
import type { LineCells } from './line-cells.js';
import { LineCurrents } from './line-currents.js';

/** Newton stops when its last step, times b, is below this: the residual left is its square, 1e-12 of the current. */
const STEP_LIMIT = 1e-6;
/** Currents with a kink at 0 V have no such square: there the last step must be this small a part of the voltages. */
const KINKED_STEP_LIMIT = 1e-13;
const MAX_ITERATIONS = 200;

/** Below this a switch is a short: 1 / R would swamp the cells' currents in rounding. */
export const SHORT_OHMS = 1e-12;

/** What hangs on a line's node beside its cells. */
export interface LineEnd {
  /** Series resistance from the node to its driver or amplifier. */
  switchOhms: number;
  /** What the switch connects to: 0 for ground or a virtual ground. */
  switchVolts: number;
  referenceSiemens: number;
  /** What drives the far end of the reference conductance; 0 during an update. */
  referenceVolts: number;
}

/** Finds the voltage of a line's node by Kirchhoff's current law. */
export class LineSolver implements CellCircuit {
  readonly cells: LineCells;
  /** Set it before `solve`. */
  readonly end: LineEnd = { switchOhms: 0, switchVolts: 0, referenceSiemens: 0, referenceVolts: 0 };
  /** Result of the last `solve`, and the first guess of the next. */
  nodeVolts = 0;
  /** Power the drivers put in, reference included, watts. */
  powerWatts = 0;
  /** Current from the node through the switch, amperes. */
  switchAmperes = 0;

  readonly #currents: LineCurrents;
  readonly #even: boolean;

  /** @param isEven whether no cell's current has a kink at 0 V */
  constructor(cells: LineCells, isEven: boolean) {
    this.cells = cells;
    this.#currents = new LineCurrents(cells);
    this.#even = isEven;
  }

  /**
   * @param sign -1 mirrors the line, for cells driven from their column end
   * @param switchVolts all that the switches of the lines to come connect to, where that is not 0 V
   */
  setDrive(volts: Float64Array, sign: 1 | -1, switchVolts?: Float64Array): void {
    this.cells.setDrive(volts, sign);
    if (switchVolts) this.cells.widenReach(switchVolts);
  }

  restart(): void {
    this.nodeVolts = 0;
  }

  /** sum I(u_k - v, x_k) + G (v_ref - v) = (v - v_s) / R (P1 eq. IV.1 with the cells' own I-V). Newton, kept in a bracket. */
  solve(states: Float64Array): void {
    const end = this.end;
    const currents = this.#currents;
    const reference = end.referenceSiemens;
    const referred = reference * end.referenceVolts;
    const shorted = end.switchOhms < SHORT_OHMS;
    const fixed = shorted ? 0 : reference + 1 / end.switchOhms;
    const injected = shorted ? referred : referred + end.switchVolts / end.switchOhms;
    let low = Math.min(this.cells.lowest, end.referenceVolts);
    let high = Math.max(this.cells.highest, end.referenceVolts);
    const kinkedLimit = KINKED_STEP_LIMIT * (high - low);
    let v = shorted ? end.switchVolts : this.nodeVolts;
    let step = 0;
    for (let iteration = 0; iteration < MAX_ITERATIONS; iteration += 1) {
      currents.evaluate(states, v);
      if (shorted) break;
      const residual = currents.amperes + injected - fixed * v;
      const total = currents.slope + fixed;
      if (residual > 0) low = v;
      else high = v;
      step = total > 0 ? residual / total : 0;
      const size = Math.abs(step);
      const last = this.#even ? currents.steepest * size <= STEP_LIMIT : size <= kinkedLimit;
      // far from the root a steep sinh throws Newton out of the bracket, and kinks can send it round in circles
      if (!last && (v + step <= low || v + step >= high)) step = (low + high) / 2 - v;
      v += step;
      if (last) break;
    }
    this.nodeVolts = v;
    this.switchAmperes = currents.amperes - currents.slope * step + referred - reference * v;
    this.powerWatts =
      currents.watts -
      currents.wattsSlope * step +
      referred * (end.referenceVolts - v) -
      end.switchVolts * this.switchAmperes;
  }
}
