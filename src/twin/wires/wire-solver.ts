import { cellCount, ConfigError, formatShape, type Shape } from '../../core/index.js';
import { LineSide } from './line-side.js';
import { createWiresKernel, growTo, Plane, Vector, type WiresKernel } from './wires-kernel.js';

/** Of the largest current out of a column. */
const DEFAULT_TOLERANCE = 1e-6;
const MAX_ITERATIONS = 5000;

export interface WireSettings {
  readonly shape: Shape;
  /** Resistance of a line from one cell to the next, and from its first and last cell to its ends; 0 lumps the line. */
  readonly rowSegmentOhms: number;
  readonly columnSegmentOhms: number;
}

export interface SolveOptions {
  /** Largest error of the current out of a column, as a part of the largest; 1e-6 where it is not given. */
  readonly tolerance?: number;
  /** Start from the drops found last: worth it where cells and drivers have changed by a few percent. */
  readonly warm?: boolean;
  /** A current source beside each cell from its row to its column, amperes, row-major, for this solve alone. */
  readonly offsetAmperes?: Float64Array;
}

/** The four sides on which lines end. */
export type SideName = 'left' | 'right' | 'top' | 'bottom';

/**
 * The voltages of all 2 n m nodes of a crossbar with resistance in its lines, for cells that are conductances: what
 * badcrossbar and CrossSim solve, to full accuracy.
 *
 * **Circuit.** Row i is a chain of nodes w_i0 .. w_i,m-1 with `rowSegmentOhms` between neighbours and between the outer
 * nodes and the row's ends; column j a chain b_0j .. b_n-1,j with `columnSegmentOhms`; cell (i, j) is a conductance G_ij
 * between w_ij and b_ij. What hangs on the ends is said by {@link left}, {@link right}, {@link top} and {@link bottom}.
 *
 * **Equations.** All unknowns are drops: w is what a row's node differs from its strongest driver by, b the same of
 * columns, so that small currents are no differences of large voltages. With T_w and T_b the conductance matrices of the
 * chains with their ends, and c the currents of the cells with no drop anywhere,
 *
 *     (T_w + G) w - G b = s_w - c,      (T_b + G) b - G w = s_b + c.
 *
 * Rows are eliminated: S b = s_b + c + G (T_w + G)^-1 (s_w - c) with S = T_b + G - G (T_w + G)^-1 G, which conjugate
 * gradients solve with T_b + G as preconditioner (the reduced system of a two-cyclic matrix: Concus, Golub, O'Leary,
 * "A generalized conjugate gradient method for the numerical solution of elliptic partial differential equations",
 * 1976). Both inner systems are chains, solved by sweeps with factors kept until cells or ends change: with Y the
 * conductance to ground seen at a node, Y' = G + Y / (1 + R Y), which has no difference and holds at R = 0 too.
 *
 * **Growth.** A chain's modes have eigenvalues l_k ~ (pi (2 k + 1) / 2 n)^2 / R, and modes k and l of rows and columns
 * shrink by G/(G + l_k) * G/(G + l_l) an iteration: only the smoothest few are slow, and of them only where
 * G R n^2 > 1. At 1 ohm and 55 uS 2, 3, 4, 5 and 8 iterations do for n = 32, 64, 128, 256, 512 (tolerance 1e-6), each of
 * them linear in cells. An iteration looks at each cell twice; new factors cost less than one iteration, which is why
 * factors of other conductances are never used again, not even as a preconditioner.
 *
 * **Error.** With r the residual and e the error of b, e'Se = r'S^-1 r <= r'(T_b + G)^-1 r / mu, mu the smallest
 * eigenvalue of the preconditioned system, for which the smallest 1 / alpha met stands. The current out of column j
 * is wrong by sum_i G_ij (e_w - e_b)_ij plus the residual's own current, at most sqrt(Y_j e'Se) + |sum_i r_ij| with Y_j
 * the conductance of the column's cells to its end. Iterations stop when this is below `tolerance` times the largest
 * current out of a column. Where no column has an end, it is the energy of the error that counts: below tolerance^2.
 *
 * A line, or a group of lines, without any path to an end stays at 0 V.
 */
export class WireSolver {
  readonly shape: Shape;
  readonly left: LineSide;
  readonly right: LineSide;
  readonly top: LineSide;
  readonly bottom: LineSide;

  readonly #settings: WireSettings;
  readonly #kernel: WiresKernel;
  readonly #memory: Float64Array;
  readonly #stride: number;
  readonly #rowReference: Float64Array;
  readonly #columnReference: Float64Array;
  #cellRevision = 0;
  #factoredRevision = -1;
  #solvedRevision = -1;
  #ready = false;
  #finished = true;

  /** @throws ConfigError `bad-argument` where the shape has no cells or a resistance is negative or no number */
  constructor(settings: WireSettings) {
    const { shape, rowSegmentOhms, columnSegmentOhms } = settings;
    if (!(shape.rows >= 1 && shape.columns >= 1)) {
      throw new ConfigError(
        'bad-argument',
        `an array of ${formatShape(shape)} has no cells: give it a row and a column`,
      );
    }
    for (const ohms of [rowSegmentOhms, columnSegmentOhms]) {
      if (ohms >= 0 && ohms < Infinity) continue;
      throw new ConfigError('bad-argument', `a segment of a line cannot have ${ohms} ohm: give 0 or more, and finite`);
    }
    this.#settings = settings;
    this.shape = shape;
    this.left = new LineSide(shape.rows, rowSegmentOhms);
    this.right = new LineSide(shape.rows, rowSegmentOhms);
    this.top = new LineSide(shape.columns, columnSegmentOhms);
    this.bottom = new LineSide(shape.columns, columnSegmentOhms);
    this.#kernel = createWiresKernel();
    const bytes = this.#kernel.place(shape.rows, shape.columns, rowSegmentOhms, columnSegmentOhms);
    this.#memory = growTo(this.#kernel.memory, bytes);
    this.#stride = this.#kernel.strideBytes() / 8;
    this.#rowReference = this.#vector(this.#kernel.rowVectorAt(Vector.reference), shape.rows);
    this.#columnReference = this.#vector(this.#kernel.columnVectorAt(Vector.reference), shape.columns);
  }

  get settings(): WireSettings {
    return this.#settings;
  }

  /** The highest voltage that any end is driven with, whatever its sign. */
  get highestVolts(): number {
    return Math.max(
      ...this.#sides().map(({ sourceVolts }) => sourceVolts.reduce((most, v) => Math.max(most, Math.abs(v)), 0)),
    );
  }

  /** The best conductance of a last cell to an end, its segment included. */
  get highestSiemens(): number {
    return Math.max(...this.#sides().map(({ siemens }) => siemens.reduce((most, value) => Math.max(most, value), 0)));
  }

  /** Changes whenever the network does: cells, or resistances of ends, but not with voltages. */
  get networkRevision(): number {
    return this.#cellRevision + this.#sides().reduce((sum, side) => sum + side.networkRevision, 0);
  }

  /**
   * @param siemens of all cells, row-major, n m numbers of at least 0; 0 is a cell that is not there
   * @throws ConfigError `bad-data` where there are others, and nothing can be solved until there are none
   */
  setConductances(siemens: Float64Array): void {
    const cells = cellCount(this.shape);
    this.#cellRevision += 1;
    this.#ready = siemens.length === cells;
    if (this.#ready) {
      this.#memory.set(siemens, this.#kernel.planeAt(Plane.packed) / 8);
      this.#ready = this.#kernel.takeCells() !== 0;
    }
    if (this.#ready) return;
    const index = siemens.findIndex((value) => !(value >= 0 && value < Infinity));
    const what = index < 0 ? `are ${siemens.length} conductances` : `is a conductance of ${siemens[index]} S`;
    throw new ConfigError(
      'bad-data',
      `there ${what} for an array of ${formatShape(this.shape)}: give ${cells} of 0 S or more, and finite ` +
        '(a cell of 0 ohm is a short: give it the resistance of a segment)',
    );
  }

  /**
   * Finds all voltages for the cells and ends as they are.
   *
   * @returns iterations of conjugate gradients
   * @throws ConfigError `bad-config` before the first conductances, where a line without resistance is shorted to two
   *   voltages, or where lines conduct so much less than cells that the iterations come to no end
   */
  solve({ tolerance = DEFAULT_TOLERANCE, warm = false, offsetAmperes }: SolveOptions = {}): number {
    if (!this.#ready)
      throw new ConfigError('bad-config', 'the array has no conductances yet: call setConductances first');
    const kernel = this.#kernel;
    this.#connect();
    if (this.#factoredRevision !== this.networkRevision) kernel.factor();
    this.#factoredRevision = this.networkRevision;
    if (offsetAmperes) this.#memory.set(offsetAmperes, kernel.planeAt(Plane.packed) / 8);
    kernel.driveCells(offsetAmperes !== undefined);
    if (warm) this.#settle();
    const iterations = kernel.solve(warm, tolerance, MAX_ITERATIONS);
    this.#finished = false;
    this.#solvedRevision = iterations < 0 ? -1 : this.#revision();
    if (iterations >= 0) return iterations;
    throw new ConfigError(
      'bad-config',
      `the voltages of ${formatShape(this.shape)} cells with segments of ${this.#settings.rowSegmentOhms} and ` +
        `${this.#settings.columnSegmentOhms} ohm are not found to ${tolerance} in ${MAX_ITERATIONS} iterations: ` +
        'make the segments conduct better than the cells, or ask for a larger tolerance',
    );
  }

  /** Forgets what was solved: all lines are at their drivers' voltages, and a warm start begins there. */
  restart(): void {
    this.#kernel.forget();
    this.#finished = true;
    this.#solvedRevision = -1;
  }

  /** Of every row at every cell, volts, row-major. */
  rowNodeVolts(out: Float64Array = new Float64Array(cellCount(this.shape))): Float64Array {
    this.#assertSolved();
    this.#settle();
    return this.#nodes(Plane.rowDrops, out, (row) => this.#rowReference[row]!);
  }

  /** Of every column at every cell, volts, row-major. */
  columnNodeVolts(out: Float64Array = new Float64Array(cellCount(this.shape))): Float64Array {
    this.#assertSolved();
    this.#settle();
    return this.#nodes(Plane.columnDrops, out, (_, column) => this.#columnReference[column]!);
  }

  /** From row to column across every cell, volts, row-major. */
  cellVolts(out: Float64Array = new Float64Array(cellCount(this.shape))): Float64Array {
    this.#assertSolved();
    this.#settle();
    this.#packCellVolts(out);
    return out;
  }

  /** The same with the drops found last and the drivers as they are now: a guess at what the next solve will find. */
  presumedCellVolts(out: Float64Array): void {
    this.#settle();
    this.#connect();
    this.#packCellVolts(out);
  }

  /** What the drivers or amplifiers of one side take out of the lines, amperes; references take theirs beside. */
  endAmperes(name: SideName, out: Float64Array = new Float64Array(this[name].count)): Float64Array {
    this.#eachEnd(name, (line, amperes, nodeVolts) => {
      out[line] = this[name].driverAmperes(line, amperes, nodeVolts);
    });
    return out;
  }

  /** What all references of one side together take out of the lines, amperes. */
  referenceAmperes(name: SideName): number {
    let sum = 0;
    this.#eachEnd(name, (line, amperes, nodeVolts) => {
      sum += amperes - this[name].driverAmperes(line, amperes, nodeVolts);
    });
    return sum;
  }

  /** Power of all drivers and references, which is what cells and lines turn into heat, watts. */
  watts(): number {
    let sum = 0;
    for (const name of ['left', 'right', 'top', 'bottom'] as const) {
      this.#eachEnd(name, (line, amperes, nodeVolts) => {
        sum += this[name].watts(line, amperes, nodeVolts);
      });
    }
    return sum;
  }

  /** All current that leaves each line of a side, and the voltage of its last cell there. */
  #eachEnd(name: SideName, visit: (line: number, amperes: number, nodeVolts: number) => void): void {
    const { rows, columns } = this.shape;
    const side = this[name];
    const ofRows = name === 'left' || name === 'right';
    this.#assertSolved();
    if (ofRows) this.#settle();
    const reference = ofRows ? this.#rowReference : this.#columnReference;
    const drops = this.#kernel.planeAt(ofRows ? Plane.rowDrops : Plane.columnDrops) / 8;
    const step = this.#kernel.planeAt(Plane.step) / 8;
    const pending = ofRows ? 0 : this.#kernel.pendingStep();
    for (let line = 0; line < side.count; line += 1) {
      const row = ofRows ? line : name === 'top' ? 0 : rows - 1;
      const column = ofRows ? (name === 'left' ? 0 : columns - 1) : line;
      const at = row * this.#stride + column;
      const drop = this.#memory[drops + at]! + pending * this.#memory[step + at]!;
      const siemens = side.siemens[line]!;
      const amperes = siemens * drop - siemens * (side.sourceVolts[line]! - reference[line]!);
      visit(line, amperes, reference[line]! + drop);
    }
  }

  #nodes(plane: number, out: Float64Array, reference: (row: number, column: number) => number): Float64Array {
    const { rows, columns } = this.shape;
    const drops = this.#kernel.planeAt(plane) / 8;
    for (let row = 0, cell = 0; row < rows; row += 1) {
      const at = drops + row * this.#stride;
      for (let column = 0; column < columns; column += 1, cell += 1) {
        out[cell] = reference(row, column) + this.#memory[at + column]!;
      }
    }
    return out;
  }

  #packCellVolts(out: Float64Array): void {
    this.#kernel.acrossCells();
    out.set(this.#vector(this.#kernel.planeAt(Plane.packed), cellCount(this.shape)));
  }

  /** Counts all changes: each of them changes one of the numbers that are added, and none goes down. */
  #revision(): number {
    return this.#cellRevision + this.#sides().reduce((sum, side) => sum + side.revision, 0);
  }

  #sides(): readonly LineSide[] {
    return [this.left, this.right, this.top, this.bottom];
  }

  /** Brings the drops of all nodes to where the solve has left them. */
  #settle(): void {
    if (!this.#finished) this.#kernel.finish();
    this.#finished = true;
  }

  #assertSolved(): void {
    if (this.#solvedRevision === this.#revision()) return;
    throw new ConfigError('bad-config', 'cells or ends have changed since voltages were found last: call solve again');
  }

  #connect(): void {
    const { rows, columns } = this.shape;
    const kernel = this.#kernel;
    this.#connectLines(this.left, this.right, (index) => this.#vector(kernel.rowVectorAt(index), rows));
    this.#connectLines(this.top, this.bottom, (index) => this.#vector(kernel.columnVectorAt(index), columns));
  }

  /** A line's drops are counted from the end that holds it best; the other end drives it away from there. */
  #connectLines(near: LineSide, far: LineSide, vector: (index: number) => Float64Array): void {
    vector(Vector.nearSiemens).set(near.siemens);
    vector(Vector.farSiemens).set(far.siemens);
    const nearAmperes = vector(Vector.nearAmperes);
    const farAmperes = vector(Vector.farAmperes);
    const reference = vector(Vector.reference);
    for (let line = 0; line < near.count; line += 1) {
      const nearHolds = near.siemens[line]! >= far.siemens[line]!;
      const apart = far.sourceVolts[line]! - near.sourceVolts[line]!;
      if (apart !== 0 && near.isShorted(line) && far.isShorted(line)) {
        throw new ConfigError(
          'bad-config',
          `line ${line} has no resistance and is shorted to ${near.sourceVolts[line]} V at one end and to ` +
            `${far.sourceVolts[line]} V at the other: give its segments or one of its drivers a resistance`,
        );
      }
      reference[line] = nearHolds ? near.sourceVolts[line]! : far.sourceVolts[line]!;
      nearAmperes[line] = nearHolds ? 0 : near.siemens[line]! * -apart;
      farAmperes[line] = nearHolds ? far.siemens[line]! * apart : 0;
    }
  }

  #vector(bytes: number, length: number): Float64Array {
    return this.#memory.subarray(bytes / 8, bytes / 8 + length);
  }
}
