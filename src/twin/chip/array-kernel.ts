import { KernelLines } from '../kernel/kernel-lines.js';
import type { KernelPrecision } from '../kernel/fall-curve.js';
import type { KernelCircuit } from '../kernel/kernel-circuit.js';
import { yakopcic, type CellModel, type YakopcicParameters } from '../models/index.js';
import type { ArrayCircuit } from './array-circuit.js';
import type { ArraySolver } from './array-solver.js';
import type { BlockDrive, SampledCurrents } from './block-drive.js';
import type { CellParameters } from './cell-parameters.js';

/** What the kernel knows of a cell by itself; a1 and a2 of a cell scale together or not at all. */
const OWN = new Set(['a1', 'a2', 'Ap', 'An', 'Vp', 'Vn']);

/** Currents of all cells over the nominal; undefined where the kernel has no form for how they differ. */
function amplitudesOf({ nominal, varied }: CellParameters): Float64Array | 'nominal' | undefined {
  const [positive, negative] = [varied.get('a1'), varied.get('a2')];
  if (!positive && !negative) return 'nominal';
  if (!positive || !negative || positive.some((value, cell) => value !== negative[cell])) return undefined;
  return positive.map((value) => value / nominal['a1']!);
}

const countStuck = ({ stuck }: KernelCircuit): number => stuck?.reduce((sum, mark) => sum + mark, 0) ?? 0;

/** {@link ArrayLines} in WebAssembly, for the arrays and drives it can take. */
export class ArrayKernel implements ArraySolver {
  readonly #circuit: KernelCircuit;
  readonly #states: Float64Array;
  #kernel: KernelLines;
  #stuckCells: number;
  #isAhead = false;

  /** @param states the array's, row-major */
  private constructor(circuit: KernelCircuit, states: Float64Array) {
    this.#circuit = circuit;
    this.#states = states;
    this.#stuckCells = countStuck(circuit);
    this.#kernel = this.#made();
  }

  /** The kernel of an array; undefined where it is one for the plain solvers. */
  static of(circuit: ArrayCircuit, states: Float64Array, precision: KernelPrecision): ArrayKernel | undefined {
    const { cells, shape, switchOnOhms, switchOffOhms, referenceSiemens, stuck } = circuit;
    const { model, nominal, varied } = cells;
    const amplitude = amplitudesOf(cells);
    const isKnown = model === (yakopcic as CellModel) && [...varied.keys()].every((name) => OWN.has(name));
    if (!isKnown || amplitude === undefined) return undefined;
    const parameters = nominal as YakopcicParameters;
    if (!KernelLines.canSolve({ parameters, precision })) return undefined;
    return new ArrayKernel(
      {
        shape,
        parameters,
        switchOnOhms,
        switchOffOhms,
        referenceSiemens,
        stuck,
        amplitude: amplitude === 'nominal' ? undefined : amplitude,
        speedUp: varied.get('Ap'),
        speedDown: varied.get('An'),
        thresholdUp: varied.get('Vp'),
        thresholdDown: varied.get('Vn'),
        precision,
      },
      states,
    );
  }

  canApply(drive: BlockDrive): boolean {
    return this.#kernel.canApply(drive);
  }

  canRead(volts: Float64Array): boolean {
    return this.#kernel.canRead(volts);
  }

  applyBlock(drive: BlockDrive, seconds: number, out: SampledCurrents | undefined): number {
    this.#isAhead = true;
    return this.#kernel.applyBlock(drive, seconds, out);
  }

  read(volts: Float64Array, seconds: number, amperes: Float64Array, sign: 1 | -1): number {
    this.#isAhead = true;
    return this.#kernel.read(volts, seconds, amperes, sign);
  }

  takeStates(): void {
    const stuckCells = countStuck(this.#circuit);
    // cells wear out one at a time, and rarely
    if (stuckCells === this.#stuckCells) this.#kernel.setStates(this.#states);
    else {
      this.#stuckCells = stuckCells;
      this.#kernel = this.#made();
    }
    this.#isAhead = false;
  }

  giveStates(): void {
    if (this.#isAhead) this.#kernel.copyStates(this.#states);
    this.#isAhead = false;
  }

  /** Cells that could be stuck and are not cost nothing, to the last bit. */
  #made(): KernelLines {
    const stuck = this.#stuckCells > 0 ? this.#circuit.stuck : undefined;
    return new KernelLines({ ...this.#circuit, stuck }, this.#states);
  }
}
