import { SLOWED_FALLING, SLOWED_RISING } from '../models/index.js';
import type { CellCircuit } from './cell-circuit.js';
import { ERROR_WEIGHTS, STAGE_WEIGHTS, STAGES } from './dormand-prince.js';
import type { LineCells } from './line-cells.js';

/** Local error of a step in x. A whole update ends within a few of these of the exact solution. */
const TOLERANCE = 1e-8;
/** Local error of a step in energy, as a part of it: power may bend where x does not. */
const ENERGY_TOLERANCE = 1e-5;
/** Largest change of x that a first step is tried with. */
const FIRST_CHANGE = 0.25;
/** A cell this close to a kink of its window counts as beyond it; the error is about 4 of its squares. */
const KINK_REACH = 1e-5;
/** A step that carries a cell farther past a kink than this is cut back to it. */
const KINK_OVERSHOOT = 1e-4;
/** A cell approaching an end is set on it from here, or the stiffness of the approach would hold up all others. */
const END_REACH = 1e-9;
/** A cell that begins or ceases to move within a step moves at most this far in it: estimates of the error miss it. */
const CROSSING_REACH = 1e-6;
/** Steps are never cut below this part of the interval, so that every integration ends. */
const SMALLEST_STEP = 1e-9;

/**
 * Moves cells through a time in which nothing but the cells themselves changes. The window f(x) has
 * kinks: its branches are frozen within a step and steps are laid to end on the kinks, so that the fifth order holds.
 */
export class CellIntegrator {
  /** The cells' states, before and after. */
  readonly states: Float64Array;
  /** Energy the drivers put in during the last `advance`. */
  joules = 0;

  readonly #cells: LineCells;
  readonly #circuit: CellCircuit;
  readonly #trial: Float64Array;
  /** dx/dt of cell k at stage s at `k * STAGES + s`. */
  readonly #rates: Float64Array;
  readonly #watts = new Float64Array(STAGES);
  readonly #slowed: Uint8Array;

  constructor(circuit: CellCircuit) {
    const { cells } = circuit;
    this.#cells = cells;
    this.#circuit = circuit;
    this.states = new Float64Array(cells.capacity);
    this.#trial = new Float64Array(cells.capacity);
    this.#rates = new Float64Array(cells.capacity * STAGES);
    this.#slowed = new Uint8Array(cells.capacity);
  }

  /** @returns whether any cell moved; the circuit is left as it is at the end */
  advance(duration: number): boolean {
    const circuit = this.#circuit;
    this.joules = 0;
    circuit.restart();
    let moving = this.#firstStage();
    if (!moving) {
      this.joules = circuit.powerWatts * duration;
      return false;
    }
    let left = duration;
    let step = Math.min(duration, FIRST_CHANGE / this.#fastest());
    const smallest = duration * SMALLEST_STEP;
    while (left > 0) {
      if (!moving) {
        this.joules += circuit.powerWatts * left;
        break;
      }
      const tried = Math.max(Math.min(step, left, this.#timeToKink()), Math.min(smallest, left));
      const error = Math.max(this.#try(tried) / TOLERANCE, this.#energyError() / ENERGY_TOLERANCE);
      const kept = this.#keptByKinks();
      if ((error > 1 || kept < 1) && tried > smallest) {
        step = tried * Math.min(kept, error > 1 ? Math.max(0.2, 0.9 * error ** -0.2) : 1);
        continue;
      }
      left = tried >= left ? 0 : left - tried;
      // a step cut short by a kink says nothing against the longer one that was meant
      step = Math.max(tried * Math.min(5, 0.9 * Math.max(error, 1e-4) ** -0.2), tried < step ? step : 0);
      moving = this.#accept(tried);
    }
    return true;
  }

  /** Rates at the present states, with the branches of the window chosen for the step that starts here. */
  #firstStage(): boolean {
    for (let k = 0; k < this.#cells.count; k += 1) this.#slowed[k] = this.#slowedAt(k, this.states[k]!);
    this.#circuit.solve(this.states);
    this.#watts[0] = this.#circuit.powerWatts;
    return this.#motion(this.states, 0);
  }

  #motion(states: Float64Array, stage: number): boolean {
    return this.#cells.rates(this.#circuit.nodeVolts, states, this.#slowed, this.#rates, STAGES, stage);
  }

  /** The branches of the window of cell k at this state. */
  #slowedAt(k: number, x: number): number {
    const { risingKinks, fallingKinks } = this.#cells;
    const rising = x >= risingKinks[k]! - KINK_REACH ? SLOWED_RISING : 0;
    return rising | (x <= fallingKinks[k]! + KINK_REACH ? SLOWED_FALLING : 0);
  }

  #fastest(): number {
    let fastest = 0;
    for (let k = 0; k < this.#cells.count; k += 1) fastest = Math.max(fastest, Math.abs(this.#rates[k * STAGES]!));
    return fastest;
  }

  /** When the first cell, at its present speed, will meet the kink ahead of it. */
  #timeToKink(): number {
    const { risingKinks, fallingKinks, count } = this.#cells;
    let time = Infinity;
    for (let k = 0; k < count; k += 1) {
      const rate = this.#rates[k * STAGES]!;
      if (rate > 0 && !(this.#slowed[k]! & SLOWED_RISING)) {
        time = Math.min(time, (risingKinks[k]! - this.states[k]!) / rate);
      } else if (rate < 0 && !(this.#slowed[k]! & SLOWED_FALLING)) {
        time = Math.min(time, (fallingKinks[k]! - this.states[k]!) / rate);
      }
    }
    return time;
  }

  /** Runs the stages of one step into `#trial`. Returns the largest estimated error of any cell. */
  #try(step: number): number {
    const rates = this.#rates;
    const trial = this.#trial;
    const count = this.#cells.count;
    for (let stage = 1; stage < STAGES; stage += 1) {
      for (let k = 0; k < count; k += 1) {
        let sum = 0;
        for (let s = 0; s < stage; s += 1) sum += STAGE_WEIGHTS[stage * STAGES + s]! * rates[k * STAGES + s]!;
        const x = this.states[k]! + step * sum;
        trial[k] = x < 0 ? 0 : x > 1 ? 1 : x;
      }
      this.#circuit.solve(trial);
      this.#watts[stage] = this.#circuit.powerWatts;
      this.#motion(trial, stage);
    }
    let largest = 0;
    for (let k = 0; k < count; k += 1) {
      let sum = 0;
      for (let s = 0; s < STAGES; s += 1) sum += ERROR_WEIGHTS[s]! * rates[k * STAGES + s]!;
      largest = Math.max(largest, Math.abs(step * sum));
    }
    return largest;
  }

  /** Estimated error of the energy of the step just tried, as a part of what its largest power would give. */
  #energyError(): number {
    let sum = 0;
    let largest = 0;
    for (let s = 0; s < STAGES; s += 1) {
      sum += ERROR_WEIGHTS[s]! * this.#watts[s]!;
      largest = Math.max(largest, Math.abs(this.#watts[s]!));
    }
    return largest > 0 ? Math.abs(sum) / largest : 0;
  }

  /**
   * 1 where no cell has overshot its kink, else the part of the step after which the first one met it; half, where a cell
   * has gone far in a step in which it crossed its threshold.
   */
  #keptByKinks(): number {
    const { risingKinks, fallingKinks, count } = this.#cells;
    let kept = 1;
    for (let k = 0; k < count; k += 1) {
      const from = this.states[k]!;
      const to = this.#trial[k]!;
      const crosses = (this.#rates[k * STAGES] === 0) !== (this.#rates[(k + 1) * STAGES - 1] === 0);
      if (crosses && to > 0 && to < 1 && Math.abs(to - from) > CROSSING_REACH) kept = Math.min(kept, 0.5);
      let kink: number;
      if (to > from && !(this.#slowed[k]! & SLOWED_RISING)) kink = risingKinks[k]!;
      else if (to < from && !(this.#slowed[k]! & SLOWED_FALLING)) kink = fallingKinks[k]!;
      else continue;
      const past = (to - kink) / (to - from);
      if (past * Math.abs(to - from) > KINK_OVERSHOOT) kept = Math.min(kept, 1 - past);
    }
    return kept;
  }

  /** Takes the trial step over. Returns whether any cell still moves. */
  #accept(step: number): boolean {
    const { count } = this.#cells;
    for (let s = 0; s < STAGES; s += 1) {
      this.joules += step * STAGE_WEIGHTS[(STAGES - 1) * STAGES + s]! * this.#watts[s]!;
    }
    // on an end at which its window is 0 either way a cell would stay for good
    const end = this.#cells.model.locksAtEnds ? END_REACH : 0;
    let smooth = true;
    let moving = false;
    for (let k = 0; k < count; k += 1) {
      const from = this.states[k]!;
      let to = this.#trial[k]!;
      if (to > from && to > 1 - END_REACH) to = 1 - end;
      if (to < from && to < END_REACH) to = end;
      if (to !== this.#trial[k]) smooth = false;
      if (this.#slowedAt(k, to) !== this.#slowed[k]) smooth = false;
      this.states[k] = to;
      const next = this.#rates[k * STAGES + STAGES - 1]!;
      this.#rates[k * STAGES] = next;
      if (next !== 0) moving = true;
    }
    this.#watts[0] = this.#watts[STAGES - 1]!;
    return smooth ? moving : this.#firstStage();
  }
}
