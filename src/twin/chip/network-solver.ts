import type { Shape } from '../../core/index.js';
import type { CellCircuit } from './cell-circuit.js';
import type { LineCells } from './line-cells.js';
import { LineEnds } from './line-ends.js';
import { NetworkCurrents } from './network-currents.js';
import { NodalMatrix } from './nodal-matrix.js';

/** As in line-solver.ts: the residual left by such a last step, times b, is its square. */
const STEP_LIMIT = 1e-6;
const KINKED_STEP_LIMIT = 1e-13;
/** Steps this small a part of the voltages that no longer halve are rounding. */
const ROUNDING_LIMIT = 1e-8;
const MAX_ITERATIONS = 200;
/** How much of the slope along a step may be left, the other way, before the step is cut: no circling about a kink. */
const OVERSHOOT = 0.5;
const MAX_CUTS = 60;

/** Finds the voltages of all lines of an array that are not driven by Kirchhoff's current law at each. */
export class NetworkSolver implements CellCircuit {
  readonly cells: LineCells;
  /** The cells' drive is what they see. */
  readonly nodeVolts = 0;
  powerWatts = 0;
  /** Set them before `solve`. */
  readonly rows: LineEnds;
  readonly columns: LineEnds;
  readonly currents: NetworkCurrents;

  readonly #even: boolean;
  readonly #steepest: number;
  readonly #matrix: NodalMatrix;

  /**
   * @param cells all cells of the array, row-major
   * @param isEven whether no cell's current has a kink at 0 V
   */
  constructor(shape: Shape, cells: LineCells, isEven: boolean) {
    this.cells = cells;
    this.rows = new LineEnds(shape.rows);
    this.columns = new LineEnds(shape.columns);
    this.currents = new NetworkCurrents(shape, cells);
    this.#even = isEven;
    let steepest = 0;
    for (let k = 0; k < cells.count; k += 1) steepest = Math.max(steepest, cells.model.bend(cells.fields, k));
    this.#steepest = steepest;
    this.#matrix = new NodalMatrix(shape);
  }

  restart(): void {
    this.rows.restart();
    this.columns.restart();
  }

  /**
   * Newton over all lines. The currents of the cells rise with their voltages, so they are the gradient of a convex
   * function and there is one solution; a step that overshoots its minimum is cut. No line leaves the span of what drives
   * the array, so no step is longer: one from saturated channels, whose currents do not rise, would be. A line without
   * any path to a driver stays at 0 V.
   */
  solve(states: Float64Array): void {
    const { rows, columns, currents } = this;
    const span = this.#span();
    // a channel bends without end as it saturates
    const even = this.#even && !currents.cells.channels;
    let last = Infinity;
    this.#evaluate(states);
    for (let iteration = 0; iteration < MAX_ITERATIONS; iteration += 1) {
      this.#matrix.solve(currents, rows, columns);
      const size = Math.max(rows.largestStep(), columns.largestStep());
      const exact = even ? this.#steepest * size <= STEP_LIMIT : size <= KINKED_STEP_LIMIT * span;
      const done = exact || (size <= ROUNDING_LIMIT * span && size > last / 2);
      last = size;
      const slope = this.#slopeAlong();
      let part = size > span ? span / size : 1;
      this.#move(part);
      this.#evaluate(states);
      if (done) break;
      for (let cut = 0; cut < MAX_CUTS && this.#slopeAlong() < -OVERSHOOT * slope; cut += 1) {
        part /= 2;
        this.#move(-part);
        this.#evaluate(states);
      }
    }
    this.#conclude();
  }

  #evaluate(states: Float64Array): void {
    this.currents.evaluate(states, this.rows.volts, this.columns.volts);
    const { rowAmperes, columnAmperes } = this.currents;
    this.rows.balance(rowAmperes, -1);
    this.columns.balance(columnAmperes, 1);
  }

  #move(part: number): void {
    this.rows.move(part);
    this.columns.move(part);
  }

  #slopeAlong(): number {
    return this.rows.slopeAlongStep() + this.columns.slopeAlongStep();
  }

  #span(): number {
    return Math.max(this.rows.highest(), this.columns.highest()) - Math.min(this.rows.lowest(), this.columns.lowest());
  }

  /** What the cells see, and the power of all drivers. */
  #conclude(): void {
    const { cells, currents } = this;
    cells.drive.set(currents.cells.volts);
    this.powerWatts = this.rows.watts(currents.rowAmperes, -1) + this.columns.watts(currents.columnAmperes, 1);
  }
}
