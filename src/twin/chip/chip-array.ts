import { cellCount, ConfigError, formatShape, type Shape } from '../../core/index.js';
import { fieldAt, type CellParameters } from './cell-parameters.js';
import { LineIntegrator } from './line-integrator.js';
import { LineSolver } from './line-solver.js';

export interface ChipArrayOptions {
  readonly shape: Shape;
  readonly cells: CellParameters;
  /** x of every cell, row-major, in [0, 1]; copied. */
  readonly states: Float64Array;
  readonly switchOnOhms: number;
  readonly switchOffOhms: number;
  readonly referenceSiemens: number;
  /** 1 at every cell that never moves, row-major. */
  readonly stuck?: Uint8Array;
  /** Disturbs the sensed currents of one read in place; `read` counts the reads of this array from 0. */
  readonly readNoise?: (amperes: Float64Array, read: number) => void;
}

/**
 * One crossbar of memristors without transistors, solved by Kirchhoff at every instant: rows driven, each column's node
 * behind its switch with the reference conductance beside it. Nothing here knows of thresholds or limits: a voltage
 * that moves a cell moves it, in a read as in an update. The methods allocate nothing.
 */
export class ChipArray {
  readonly shape: Shape;
  /** x of every cell, row-major. Read it; write through {@link loadStates}. */
  readonly states: Float64Array;
  readonly cells: CellParameters;

  readonly #options: ChipArrayOptions;
  readonly #stuck: Uint8Array | undefined;
  readonly #solver: LineSolver;
  readonly #integrator: LineIntegrator;
  readonly #end = { switchOhms: 0, referenceSiemens: 0, referenceVolts: 0 };
  #reads = 0;

  constructor(options: ChipArrayOptions) {
    this.shape = options.shape;
    this.cells = options.cells;
    this.#options = options;
    this.#stuck = options.stuck?.includes(1) ? options.stuck : undefined;
    this.states = new Float64Array(cellCount(options.shape));
    this.#checkStates(options.states);
    this.states.set(options.states);
    this.#solver = new LineSolver(Math.max(options.shape.rows, options.shape.columns), options.cells);
    this.#integrator = new LineIntegrator(this.#solver);
    this.#end.referenceSiemens = options.referenceSiemens;
  }

  /** Reads made so far; with the seed it decides the next read's noise. */
  get reads(): number {
    return this.#reads;
  }

  /**
   * Puts the array where an earlier run left it. Stuck cells stay where they are stuck.
   *
   * @param states x of every cell, row-major, in [0, 1]
   * @param reads reads made until then
   * @throws ConfigError `bad-data` where the states do not fit
   */
  loadStates(states: Float64Array, reads = this.#reads): void {
    this.#checkStates(states);
    for (let cell = 0; cell < states.length; cell += 1) {
      if (this.#stuck?.[cell] !== 1) this.states[cell] = states[cell]!;
    }
    this.#reads = reads;
  }

  /** Small-signal conductance of every cell in siemens, row-major. */
  conductances(): Float64Array {
    return this.states.map((x, cell) => fieldAt(this.cells, 'a1', cell) * fieldAt(this.cells, 'b', cell) * x);
  }

  /**
   * Holds the rows at their voltages for one block. Every column switch is closed from the start for its window and then
   * open, its column floating behind the switch's leak; cells that see more than a threshold move in either state.
   *
   * @param rowVolts one voltage a row
   * @param columnOnSeconds the window of each column; 0 keeps it open, more than the block is all of it
   * @returns joules drawn from the row drivers
   */
  applyBlock(rowVolts: Float64Array, columnOnSeconds: Float64Array, blockSeconds: number): number {
    const { rows, columns } = this.shape;
    this.#checkLine('row voltages', rowVolts, rows);
    this.#checkLine('column windows', columnOnSeconds, columns);
    const { switchOnOhms, switchOffOhms } = this.#options;
    let joules = 0;
    this.#solver.setDrive(rowVolts, 1);
    this.#end.referenceVolts = 0;
    for (let column = 0; column < columns; column += 1) {
      const on = Math.min(Math.max(columnOnSeconds[column]!, 0), blockSeconds);
      this.#gather(column, columns);
      let moved = false;
      if (on > 0) {
        this.#end.switchOhms = switchOnOhms;
        moved = this.#integrator.advance(on, this.#end);
        joules += this.#integrator.joules;
      }
      if (on < blockSeconds) {
        this.#end.switchOhms = switchOffOhms;
        moved = this.#integrator.advance(blockSeconds - on, this.#end) || moved;
        joules += this.#integrator.joules;
      }
      if (moved) this.#scatter(column, columns);
    }
    return joules;
  }

  /**
   * Drives the rows, and the reference line at minus their sum; senses the current of every column into its virtual
   * ground at the end of the read: r_j = -R0 I_j (P1 eq. IV.2).
   *
   * @returns joules drawn from the row and reference drivers
   */
  readForward(rowVolts: Float64Array, seconds: number, outColumnAmperes: Float64Array): number {
    const { rows, columns } = this.shape;
    this.#checkLine('row voltages', rowVolts, rows);
    this.#checkLine('column currents', outColumnAmperes, columns);
    return this.#read(rowVolts, seconds, outColumnAmperes, 1);
  }

  /** The transpose: drives the columns and senses the current of every row, delta_i = -R0 I_i. */
  readBackward(columnVolts: Float64Array, seconds: number, outRowAmperes: Float64Array): number {
    const { rows, columns } = this.shape;
    this.#checkLine('column voltages', columnVolts, columns);
    this.#checkLine('row currents', outRowAmperes, rows);
    return this.#read(columnVolts, seconds, outRowAmperes, -1);
  }

  /** A cell's voltage is row minus column, so a backward read is a forward one with every voltage and current negated. */
  #read(volts: Float64Array, seconds: number, amperes: Float64Array, sign: 1 | -1): number {
    const { columns } = this.shape;
    const stride = sign === 1 ? columns : 1;
    this.#solver.setDrive(volts, sign);
    this.#end.switchOhms = this.#options.switchOnOhms;
    let sum = 0;
    for (let k = 0; k < volts.length; k += 1) sum += volts[k]!;
    this.#end.referenceVolts = -sign * sum;
    let joules = 0;
    for (let line = 0; line < amperes.length; line += 1) {
      const first = sign === 1 ? line : line * columns;
      this.#gather(first, stride);
      if (this.#integrator.advance(seconds, this.#end)) this.#scatter(first, stride);
      joules += this.#integrator.joules;
      amperes[line] = sign * this.#solver.switchAmperes;
    }
    this.#options.readNoise?.(amperes, this.#reads);
    this.#reads += 1;
    return joules;
  }

  /** Brings the cells first, first + stride, .. of the array to the solver. */
  #gather(first: number, stride: number): void {
    const { count, fields, mobile } = this.#solver;
    const states = this.#integrator.states;
    for (let k = 0; k < count; k += 1) states[k] = this.states[first + k * stride]!;
    for (const [field, values] of this.cells.varied) {
      const line = fields[field];
      for (let k = 0; k < count; k += 1) line[k] = values[first + k * stride]!;
    }
    if (!this.#stuck) return;
    for (let k = 0; k < count; k += 1) mobile[k] = 1 - this.#stuck[first + k * stride]!;
  }

  #scatter(first: number, stride: number): void {
    const states = this.#integrator.states;
    for (let k = 0; k < this.#solver.count; k += 1) this.states[first + k * stride] = states[k]!;
  }

  #checkLine(what: string, values: Float64Array, expected: number): void {
    let sum = 0;
    for (let k = 0; k < values.length; k += 1) sum += values[k]!;
    if (values.length === expected && Number.isFinite(sum)) return;
    throw new ConfigError(
      'bad-argument',
      `A ${formatShape(this.shape)} array takes ${expected} finite ${what}, got ${values.length}: ` +
        `[${values.slice(0, 8).join(', ')}${values.length > 8 ? ', ..' : ''}]. Give one a line.`,
    );
  }

  #checkStates(states: Float64Array): void {
    const expected = cellCount(this.shape);
    const bad = states.findIndex((x) => !(x >= 0 && x <= 1));
    if (states.length === expected && bad < 0) return;
    const what = states.length === expected ? `state ${bad} is ${states[bad]}` : `${states.length} were given`;
    throw new ConfigError(
      'bad-data',
      `A ${formatShape(this.shape)} array takes ${expected} states in [0, 1]; ${what}. Load states saved from this chip.`,
    );
  }
}
