import { ConfigError } from '../../core/index.js';
import { TransferMatrix } from './transfer-matrix.js';
import type { SideName, WireSolver } from './wire-solver.js';

/** Of the largest current of each solve. */
const TOLERANCE = 1e-8;

/** Which side drives and which is sensed. */
export interface ReadSides {
  readonly inputs: SideName;
  readonly outputs: SideName;
}

/** What a drive of the inputs gives: currents of the outputs through M, and power through the inputs' own P. */
interface Matrices {
  readonly currents: TransferMatrix;
  readonly powers: TransferMatrix;
}

/**
 * Reads of a crossbar with wires between writes, in one direction. The inputs' drivers are at the voltages of the read,
 * the outputs' amplifiers at 0 V, and the far ends of the outputs' reference conductances at minus the sum of the
 * inputs, as P1's are. While cells and ends stay, the outputs' currents are linear in the inputs' voltages, I = M'V, and
 * the power of all drivers is V'P V.
 *
 * Both matrices together cost as many solves as there are inputs, and each read by them n m + n^2 multiplications: a
 * solve costs some hundred times that. They are made when they have been paid for: after a change reads are solved one
 * by one, with the factors that are there, until there have been as many as the matrices cost. So no read after a write
 * pays for more than itself, and all reads before the next write together cost at most twice what the best choice would
 * have (ski rental). {@link prepare} makes them at once, for who knows that many reads will come.
 *
 * The solver is this class's while it reads: nobody else may drive its ends. New conductances are noticed.
 */
export class WireReads {
  readonly #solver: WireSolver;
  readonly #sides: ReadSides;
  readonly #zeros: Float64Array;
  readonly #ownAmperes: Float64Array;
  #matrices: Matrices | undefined;
  #revision = -1;
  #solved = 0;

  /** @throws ConfigError `bad-argument` where both sides are the same */
  constructor(solver: WireSolver, sides: ReadSides) {
    if (sides.inputs === sides.outputs) {
      throw new ConfigError(
        'bad-argument',
        `Lines cannot be driven and sensed at the same side, ${sides.inputs}. Name two.`,
      );
    }
    this.#solver = solver;
    this.#sides = sides;
    this.#zeros = new Float64Array(solver[sides.outputs].count);
    this.#ownAmperes = new Float64Array(solver[sides.inputs].count);
  }

  /** Whether the next read is a product with the matrices. */
  get isPrepared(): boolean {
    this.#notice();
    return this.#matrices !== undefined;
  }

  /**
   * @param volts of the inputs' drivers
   * @param amperes to be filled: what the outputs' amplifiers take
   * @returns watts, drawn from all drivers and references
   */
  read(volts: Float64Array, amperes: Float64Array): number {
    const solver = this.#solver;
    const { inputs, outputs } = this.#sides;
    if (volts.length !== solver[inputs].count) {
      const what = `There are ${volts.length} voltages for ${solver[inputs].count} lines at the ${inputs}. Give one each.`;
      throw new ConfigError('bad-argument', what);
    }
    this.#notice();
    if (!this.#matrices && this.#solved >= volts.length) this.prepare();
    if (!this.#matrices) {
      this.#solved += 1;
      this.#solve(volts);
      solver.endAmperes(outputs, amperes);
      return solver.watts();
    }
    this.#matrices.currents.times(volts, amperes);
    this.#matrices.powers.times(volts, this.#ownAmperes);
    return this.#ownAmperes.reduce((sum, current, line) => sum + current * volts[line]!, 0);
  }

  /** Makes the matrices now, unless they are there. */
  prepare(): void {
    this.#notice();
    if (this.#matrices) return;
    const solver = this.#solver;
    const { inputs, outputs } = this.#sides;
    const lines = solver[inputs].count;
    const currents = new TransferMatrix(lines, solver[outputs].count);
    const powers = new TransferMatrix(lines, lines);
    const unit = new Float64Array(lines);
    for (let line = 0; line < lines; line += 1) {
      unit.fill(0);
      unit[line] = 1;
      this.#solve(unit);
      currents.setRow(line, solver.endAmperes(outputs));
      // a volt more at input k costs what flows in there, and what the references take for being a volt lower
      const references = solver.referenceAmperes(outputs);
      powers.setRow(
        line,
        solver.endAmperes(inputs).map((amperes) => references - amperes),
      );
    }
    this.#matrices = { currents, powers };
  }

  #solve(volts: Float64Array): void {
    const solver = this.#solver;
    const { inputs, outputs } = this.#sides;
    solver[inputs].drive(volts);
    solver[outputs].drive(
      this.#zeros,
      volts.reduce((sum, v) => sum - v, 0),
    );
    solver.solve({ tolerance: TOLERANCE });
  }

  /** Drops what was kept where the network has changed. */
  #notice(): void {
    const revision = this.#solver.networkRevision;
    if (revision === this.#revision) return;
    this.#revision = revision;
    this.#matrices = undefined;
    this.#solved = 0;
  }
}
