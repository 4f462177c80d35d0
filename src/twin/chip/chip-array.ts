import { cellCount, ConfigError, formatShape, type Shape } from '../../core/index.js';
import { fieldAt, type CellParameters } from './cell-parameters.js';
import { LineCells } from './line-cells.js';
import { LineIntegrator } from './line-integrator.js';
import { LineSolver } from './line-solver.js';

/** Far above what any driver reaches; farther on e^V leaves the range of a double. */
const MAX_VOLTS = 300;

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
  readonly #line: LineCells;
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
    this.#line = new LineCells(Math.max(options.shape.rows, options.shape.columns), options.cells);
    this.#solver = new LineSolver(this.#line);
    this.#integrator = new LineIntegrator(this.#line, this.#solver);
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
    this.#checkVolts('row voltages', rowVolts, rows);
    this.#checkLines('column windows', columnOnSeconds, columns);
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
    this.#checkVolts('row voltages', rowVolts, rows);
    this.#checkLines('column currents', outColumnAmperes, columns);
    return this.#read(rowVolts, seconds, outColumnAmperes, 1);
  }

  /** The transpose: drives the columns and senses the current of every row, delta_i = -R0 I_i. */
  readBackward(columnVolts: Float64Array, seconds: number, outRowAmperes: Float64Array): number {
    const { rows, columns } = this.shape;
    this.#checkVolts('column voltages', columnVolts, columns);
    this.#checkLines('row currents', outRowAmperes, rows);
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
    const states = this.#integrator.states;
    for (let k = 0; k < this.#line.count; k += 1) states[k] = this.states[first + k * stride]!;
    this.#line.gather(first, stride, this.#stuck);
  }

  #scatter(first: number, stride: number): void {
    const states = this.#integrator.states;
    for (let k = 0; k < this.#line.count; k += 1) this.states[first + k * stride] = states[k]!;
  }

  #checkLines(what: string, values: Float64Array, expected: number): void {
    if (values.length === expected) return;
    throw new ConfigError(
      'bad-argument',
      `A ${formatShape(this.shape)} array takes ${expected} ${what}, got ${values.length}. Give one a line.`,
    );
  }

  #checkVolts(what: string, volts: Float64Array, expected: number): void {
    this.#checkLines(what, volts, expected);
    for (let k = 0; k < volts.length; k += 1) {
      if (Math.abs(volts[k]!) <= MAX_VOLTS) continue;
      throw new ConfigError(
        'bad-argument',
        `Line ${k} of the ${what} is at ${volts[k]} V, the model holds to ${MAX_VOLTS} V. Lower it.`,
      );
    }
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
