import { ConfigError } from '../../core/index.js';
import type { LineSide } from './line-side.js';
import type { SideName, WireSolver } from './wire-solver.js';
import { createWiresKernel, growTo, KERNEL_BASE_BYTES, type WiresKernel } from './wires-kernel.js';

/** Of the largest current of each solve that a matrix is made of. */
const MATRIX_TOLERANCE = 1e-8;

/** Which side drives and which is sensed; `backward` exchanges the two. */
export interface ReadSides {
  readonly inputs: SideName;
  readonly outputs: SideName;
}

/**
 * Reads of a crossbar with wires between writes. While cells and ends stay, the currents of the outputs are linear in
 * the voltages of the inputs, I = M'V + I0, with I0 what all other drivers send; backwards, from the outputs' drivers
 * to the inputs' amplifiers, it is the same M, for the network is reciprocal.
 *
 * M costs as many solves as there are inputs or outputs, whichever are fewer, and each read by it n m multiplications:
 * a solve costs some hundred times that. It is made when it has been paid for: after a change reads are solved one by
 * one, with the factors that are there, until there have been as many as M costs, and then M is made. So no read after a
 * write pays for more than itself, and whatever number of reads comes before the next write, all of them together cost
 * at most twice what the best choice would have (ski rental). {@link prepare} makes M at once, for who knows that many
 * reads will come.
 *
 * Drivers' voltages on both sides are this class's to set while it reads; those of other sides may be changed, and so
 * may cells and resistances: whatever was kept is then dropped.
 */
export class EffectiveRead {
  readonly #solver: WireSolver;
  readonly #sides: ReadSides;
  #matrix: TransferMatrix | undefined;
  #revision = -1;
  #solved = 0;

  /** @throws ConfigError `bad-argument` where both sides are the same */
  constructor(solver: WireSolver, sides: ReadSides = { inputs: 'left', outputs: 'bottom' }) {
    if (sides.inputs === sides.outputs) {
      throw new ConfigError(
        'bad-argument',
        `lines cannot be driven and sensed at the same side, ${sides.inputs}: name two`,
      );
    }
    this.#solver = solver;
    this.#sides = sides;
  }

  /** True where the next read is a product with M. */
  get isPrepared(): boolean {
    this.#notice();
    return this.#matrix !== undefined;
  }

  /**
   * @param volts of the drivers at the inputs; those at the outputs hold 0 V
   * @returns what the amplifiers at the outputs take, amperes
   */
  forward(volts: Float64Array, out?: Float64Array): Float64Array {
    const { inputs, outputs } = this.#sides;
    return this.#read(inputs, outputs, volts, out ?? new Float64Array(this.#solver[outputs].count));
  }

  /** The same from the outputs' side to the inputs': M V in place of M'V. */
  backward(volts: Float64Array, out?: Float64Array): Float64Array {
    const { inputs, outputs } = this.#sides;
    return this.#read(outputs, inputs, volts, out ?? new Float64Array(this.#solver[inputs].count));
  }

  /** Makes M now, unless it is there. */
  prepare(): void {
    this.#notice();
    if (this.#matrix) return;
    const solver = this.#solver;
    const { inputs, outputs } = this.#sides;
    const matrix = new TransferMatrix(solver[inputs].count, solver[outputs].count);
    const byInputs = solver[inputs].count <= solver[outputs].count;
    const [driven, sensed] = byInputs ? [inputs, outputs] : [outputs, inputs];
    const unit = new Float64Array(solver[driven].count);
    const atRest = this.#solve(driven, sensed, unit);
    for (let line = 0; line < unit.length; line += 1) {
      unit.fill(0);
      unit[line] = 1;
      const amperes = this.#solve(driven, sensed, unit);
      for (let k = 0; k < amperes.length; k += 1) amperes[k]! -= atRest[k]!;
      if (byInputs) matrix.setRow(line, amperes);
      else matrix.setColumn(line, amperes);
    }
    matrix.outputsAtRest.set(byInputs ? atRest : this.#solve(inputs, outputs, new Float64Array(solver[inputs].count)));
    matrix.inputsAtRest.set(byInputs ? this.#solve(outputs, inputs, new Float64Array(solver[outputs].count)) : atRest);
    this.#matrix = matrix;
  }

  #read(driven: SideName, sensed: SideName, volts: Float64Array, out: Float64Array): Float64Array {
    this.#assertLength(driven, volts);
    this.#notice();
    const solver = this.#solver;
    const price = Math.min(solver[driven].count, solver[sensed].count);
    if (!this.#matrix && this.#solved >= price) this.prepare();
    if (!this.#matrix) {
      this.#solved += 1;
      out.set(this.#solve(driven, sensed, volts));
    } else if (driven === this.#sides.inputs) this.#matrix.forward(volts, out);
    else this.#matrix.backward(volts, out);
    return out;
  }

  #solve(driven: SideName, sensed: SideName, volts: Float64Array): Float64Array {
    const solver = this.#solver;
    solver[driven].drive(volts);
    solver[sensed].drive(new Float64Array(solver[sensed].count));
    solver.solve({ tolerance: MATRIX_TOLERANCE });
    return solver.endAmperes(sensed);
  }

  /** Drops what was kept where the network, or what other sides are driven with, has changed. */
  #notice(): void {
    const others = (['left', 'right', 'top', 'bottom'] as const).filter(
      (name) => name !== this.#sides.inputs && name !== this.#sides.outputs,
    );
    const side = (name: SideName): LineSide => this.#solver[name];
    const revision = others.reduce((sum, name) => sum + side(name).revision, this.#solver.networkRevision);
    if (revision === this.#revision) return;
    this.#revision = revision;
    this.#matrix = undefined;
    this.#solved = 0;
  }

  #assertLength(name: SideName, volts: Float64Array): void {
    const { count } = this.#solver[name];
    if (volts.length === count) return;
    throw new ConfigError(
      'bad-argument',
      `there are ${volts.length} voltages for ${count} lines at the ${name}: give one each`,
    );
  }
}

/** M, inputs by outputs, in a kernel's memory. */
class TransferMatrix {
  readonly outputsAtRest: Float64Array;
  readonly inputsAtRest: Float64Array;

  readonly #kernel: WiresKernel;
  readonly #memory: Float64Array;
  /** Of a row, in pairs of numbers: an odd last one is beside a 0. */
  readonly #pairs: number;
  readonly #alongInputs: number;
  readonly #alongOutputs: number;

  constructor(inputs: number, outputs: number) {
    this.outputsAtRest = new Float64Array(outputs);
    this.inputsAtRest = new Float64Array(inputs);
    this.#pairs = Math.ceil(outputs / 2);
    this.#kernel = createWiresKernel();
    this.#alongInputs = KERNEL_BASE_BYTES + inputs * this.#pairs * 16;
    this.#alongOutputs = this.#alongInputs + Math.ceil(inputs / 2) * 16;
    this.#memory = growTo(this.#kernel.memory, this.#alongOutputs + this.#pairs * 16);
  }

  setRow(input: number, siemens: Float64Array): void {
    this.#memory.set(siemens, KERNEL_BASE_BYTES / 8 + input * this.#pairs * 2);
  }

  setColumn(output: number, siemens: Float64Array): void {
    const first = KERNEL_BASE_BYTES / 8 + output;
    for (let input = 0; input < siemens.length; input += 1)
      this.#memory[first + input * this.#pairs * 2] = siemens[input]!;
  }

  forward(volts: Float64Array, out: Float64Array): void {
    this.#memory.set(volts, this.#alongInputs / 8);
    this.#kernel.timesMatrix(KERNEL_BASE_BYTES, volts.length, this.#pairs, this.#alongInputs, this.#alongOutputs);
    this.#take(this.#alongOutputs, this.outputsAtRest, out);
  }

  backward(volts: Float64Array, out: Float64Array): void {
    this.#memory.fill(0, this.#alongOutputs / 8, this.#alongOutputs / 8 + this.#pairs * 2);
    this.#memory.set(volts, this.#alongOutputs / 8);
    this.#kernel.matrixTimes(
      KERNEL_BASE_BYTES,
      this.inputsAtRest.length,
      this.#pairs,
      this.#alongOutputs,
      this.#alongInputs,
    );
    this.#take(this.#alongInputs, this.inputsAtRest, out);
  }

  #take(bytes: number, atRest: Float64Array, out: Float64Array): void {
    const first = bytes / 8;
    for (let k = 0; k < atRest.length; k += 1) out[k] = this.#memory[first + k]! + atRest[k]!;
  }
}
