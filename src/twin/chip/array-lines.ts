import type { ArrayCircuit } from './array-circuit.js';
import type { ArraySolver } from './array-solver.js';
import type { BlockDrive, SampledCurrents } from './block-drive.js';
import { CellIntegrator } from './cell-integrator.js';
import { areEven } from './cell-parameters.js';
import { traceHold, type CellPlace, type MarkTrace } from './cell-trace.js';
import { LineCells } from './line-cells.js';
import { LineSolver } from './line-solver.js';

/**
 * Solves an array line by line, where the other end of every cell of a line is driven: columns in an update or a
 * forward read, rows in a backward read. The states are the array's, row-major, and are moved in place. Its methods
 * allocate nothing.
 */
export class ArrayLines implements ArraySolver {
  readonly #circuit: ArrayCircuit;
  readonly #states: Float64Array;
  readonly #cells: LineCells;
  readonly #solver: LineSolver;
  readonly #integrator: CellIntegrator;
  #moved = false;
  #joules = 0;

  constructor(circuit: ArrayCircuit, states: Float64Array) {
    const { rows, columns } = circuit.shape;
    this.#circuit = circuit;
    this.#states = states;
    this.#cells = new LineCells(Math.max(rows, columns), circuit.cells);
    this.#solver = new LineSolver(this.#cells, areEven(circuit.cells, states.length));
    this.#integrator = new CellIntegrator(this.#solver);
    this.#solver.end.referenceSiemens = circuit.referenceSiemens;
  }

  /** Its cells are where the array's are. */
  takeStates(): void {}
  giveStates(): void {}

  applyBlock(drive: BlockDrive, seconds: number, out: SampledCurrents | undefined): number {
    const { columns } = this.#circuit.shape;
    const sample = out && drive.sampleSeconds <= seconds ? drive.sampleSeconds : 0;
    this.#setDrive(drive);
    this.#joules = 0;
    for (let column = 0; column < columns; column += 1) {
      this.#enter(drive, column);
      const close = Math.max(drive.closeSeconds[column]!, 0);
      const open = Math.min(drive.openSeconds[column]!, seconds);
      if (!(close < open)) {
        this.#hold(seconds, false);
      } else {
        this.#hold(close, false);
        const sampled = close < sample && sample <= open;
        if (sampled) {
          this.#hold(sample - close, true);
          out!.columnAmperes[column] = this.#solver.switchAmperes;
        }
        this.#hold(open - (sampled ? sample : close), true);
        this.#hold(seconds - open, false);
      }
      if (this.#moved) this.#scatter(column, columns);
    }
    return this.#joules;
  }

  /** A cell's voltage is row minus column, so a backward read is a forward one with every voltage and current negated. */
  read(volts: Float64Array, seconds: number, amperes: Float64Array, sign: 1 | -1): number {
    const { columns } = this.#circuit.shape;
    const { end } = this.#solver;
    const stride = sign === 1 ? columns : 1;
    this.#solver.setDrive(volts, sign);
    end.switchVolts = 0;
    let sum = 0;
    for (let k = 0; k < volts.length; k += 1) sum += volts[k]!;
    end.referenceVolts = -sign * sum;
    end.switchOhms = this.#circuit.switchOnOhms;
    let joules = 0;
    for (let line = 0; line < amperes.length; line += 1) {
      const first = sign === 1 ? line : line * columns;
      this.#gather(first, stride);
      if (this.#integrator.advance(seconds)) this.#scatter(first, stride);
      joules += this.#integrator.joules;
      amperes[line] = sign * this.#solver.switchAmperes;
    }
    return joules;
  }

  /** What cells see in a block that is still to come; moves nothing. */
  trace(drive: BlockDrive, seconds: number, cells: readonly CellPlace[], marks: readonly MarkTrace[]): void {
    for (const [index, cell] of cells.entries()) this.#traceOne(drive, seconds, cell, marks[index]!);
  }

  #traceOne(drive: BlockDrive, seconds: number, { row, column }: CellPlace, mark: MarkTrace): void {
    const solver = this.#solver;
    this.#setDrive(drive);
    this.#enter(drive, column);
    const close = Math.max(drive.closeSeconds[column]!, 0);
    const open = Math.min(drive.openSeconds[column]!, seconds);
    const edges = close < open ? [0, close, open, seconds] : [0, seconds];
    for (let k = 1; k < edges.length; k += 1) {
      if (edges[k - 1] === edges[k]) continue;
      solver.end.switchOhms = edges[k - 1] === close && close < open ? this.#on : this.#off;
      traceHold(this.#integrator, edges[k - 1]!, edges[k]!, (time) => {
        const across = drive.rowVolts[row]! - solver.nodeVolts;
        mark(time, across, this.#cells.amperesAt(row, this.#integrator.states[row]!, across));
      });
    }
  }

  get #on(): number {
    return this.#circuit.switchOnOhms;
  }

  get #off(): number {
    return this.#circuit.switchOffOhms;
  }

  #setDrive(drive: BlockDrive): void {
    this.#solver.setDrive(drive.rowVolts, 1, drive.columnVolts);
    this.#solver.end.referenceVolts = drive.referenceVolts;
  }

  #enter(drive: BlockDrive, column: number): void {
    this.#solver.end.switchVolts = drive.columnVolts[column]!;
    this.#gather(column, this.#circuit.shape.columns);
    this.#moved = false;
  }

  /** Lets time pass with the column's switch closed or open. */
  #hold(seconds: number, closed: boolean): void {
    if (!(seconds > 0)) return;
    this.#solver.end.switchOhms = closed ? this.#on : this.#off;
    if (this.#integrator.advance(seconds)) this.#moved = true;
    this.#joules += this.#integrator.joules;
  }

  /** Brings the cells first, first + stride, .. of the array to the solver. */
  #gather(first: number, stride: number): void {
    const states = this.#integrator.states;
    for (let k = 0; k < this.#cells.count; k += 1) states[k] = this.#states[first + k * stride]!;
    this.#cells.gather(first, stride, this.#circuit.stuck);
  }

  #scatter(first: number, stride: number): void {
    const states = this.#integrator.states;
    for (let k = 0; k < this.#cells.count; k += 1) this.#states[first + k * stride] = states[k]!;
  }
}
