import type { BlockDrive, SampledCurrents } from '../chip/block-drive.js';
import { bookedCurve } from './curve-book.js';
import { curveNumbers } from './fall-curve.js';
import { canSolve, withinReach, type KernelCircuit } from './kernel-circuit.js';
import { linesInstance, type LinesExports } from './lines-exports.js';

type States = Float32Array | Float64Array;

/** Largest errors of a step of time: of x, and of the energy over the energy. */
const tolerances = { single: { state: 1e-5, energy: 0.03 }, double: { state: 1e-8, energy: 1e-3 } } as const;

/**
 * The fast twin of `ArrayLines` (../chip/array-lines.ts), which stays its reference: the same physics in WebAssembly.
 * The states live in the kernel's memory. Its methods allocate nothing.
 *
 * A column's node comes from four sums over its cells (assembly/node.ts). A cell's speed is A (e^(u - v) - e^Vth), so
 * that it needs of the node v(t) but the integral P of e^-v, the same for a whole column: tau = A (e^u P - e^Vth t), and
 * then x is a function of x and tau alone (assembly/flow.ts). P is found in steps that are cut until what is not known
 * of it moves no cell by more than a tolerance (assembly/hold.ts).
 *
 * Errors of x against the exact solution, whatever the length of a block, in single and double precision: the function
 * of x and tau up to 2e-5 and 2e-8 (`canSolve` refuses other windows; the two published devices have 1.3e-5 and 3e-9);
 * P up to 1e-5 and 1e-8 at the end of a hold, beside what a third-order formula leaves; and rounding. `ArrayLines` is
 * met within 1e-4 and 1e-7. Cells below threshold keep every bit.
 */
export class KernelLines {
  readonly #circuit: KernelCircuit;
  readonly #kernel: LinesExports;
  readonly #double: boolean;
  /** Column-major, columns padded. */
  readonly #states: States;
  readonly #columnLength: number;
  readonly #driveVolts: Float64Array;
  readonly #switchVolts: Float64Array;
  readonly #closeSeconds: Float64Array;
  readonly #openSeconds: Float64Array;
  readonly #amperes: Float64Array;

  /** @param states x of every cell, row-major, in [0, 1]; copied */
  constructor(circuit: KernelCircuit, states: Float64Array) {
    const { rows, columns } = circuit.shape;
    const { parameters } = circuit;
    const kernel = linesInstance();
    this.#circuit = circuit;
    this.#kernel = kernel;
    this.#double = circuit.precision === 'double';
    const bytes = this.#double ? 8 : 4;
    const varied = [circuit.stuck, circuit.amplitude, circuit.speedUp, circuit.speedDown].some((table) => table);
    const hasVaried = varied || circuit.thresholdUp !== undefined || circuit.thresholdDown !== undefined;
    kernel.layOut(rows, columns, bytes, hasVaried);
    // the memory never grows after this
    this.#columnLength = kernel.columnStep.value / bytes;
    this.#states = this.#view(kernel.states.value, this.#columnLength * columns);
    const longest = Math.max(rows, columns);
    const numbers = ({ value }: { value: number }): Float64Array =>
      new Float64Array(kernel.memory.buffer, value, longest);
    this.#driveVolts = numbers(kernel.driveVolts);
    this.#switchVolts = numbers(kernel.switchVolts);
    this.#closeSeconds = numbers(kernel.closeSeconds);
    this.#openSeconds = numbers(kernel.openSeconds);
    this.#amperes = numbers(kernel.amperes);
    kernel.setCell(parameters.a1, parameters.b, parameters.eta > 0);
    kernel.setLines(circuit.switchOnOhms, circuit.switchOffOhms, circuit.referenceSiemens);
    const { state, energy } = tolerances[circuit.precision];
    kernel.setTolerances(state, energy);
    this.#setCurves();
    this.#setMotion(hasVaried);
    this.setStates(states);
  }

  static canSolve(circuit: Pick<KernelCircuit, 'parameters' | 'precision'>): boolean {
    return canSolve(circuit);
  }

  /** Whether a block is within the kernel's reach; others are for the reference. */
  canApply(drive: BlockDrive): boolean {
    return withinReach(this.#circuit, drive.rowVolts, drive.columnVolts);
  }

  canRead(volts: Float64Array): boolean {
    return withinReach(this.#circuit, volts);
  }

  /** As `ArrayLines.applyBlock`. @returns joules */
  applyBlock(drive: BlockDrive, seconds: number, out: SampledCurrents | undefined): number {
    const sample = out && drive.sampleSeconds <= seconds ? drive.sampleSeconds : 0;
    const sampled = out && sample > 0 ? out.columnAmperes : undefined;
    this.#driveVolts.set(drive.rowVolts);
    this.#switchVolts.set(drive.columnVolts);
    this.#closeSeconds.set(drive.closeSeconds);
    this.#openSeconds.set(drive.openSeconds);
    if (sampled) this.#amperes.set(sampled);
    const apply = this.#double ? this.#kernel.applyBlockDouble : this.#kernel.applyBlockSingle;
    const joules = apply(seconds, sample, drive.referenceVolts);
    if (sampled) for (let column = 0; column < sampled.length; column += 1) sampled[column] = this.#amperes[column]!;
    return joules;
  }

  /** As `ArrayLines.read`. @returns joules */
  read(volts: Float64Array, seconds: number, amperes: Float64Array, sign: 1 | -1): number {
    let sum = 0;
    for (let k = 0; k < volts.length; k += 1) {
      this.#driveVolts[k] = sign * volts[k]!;
      sum += volts[k]!;
    }
    const read = this.#double ? this.#kernel.readDouble : this.#kernel.readSingle;
    const joules = read(sign < 0, seconds, -sign * sum);
    for (let line = 0; line < amperes.length; line += 1) amperes[line] = sign * this.#amperes[line]!;
    return joules;
  }

  /** @param into x of every cell, row-major */
  copyStates(into: Float64Array): void {
    const { rows, columns } = this.#circuit.shape;
    for (let column = 0; column < columns; column += 1) {
      const from = column * this.#columnLength;
      for (let row = 0; row < rows; row += 1) into[row * columns + column] = this.#states[from + row]!;
    }
  }

  /** Rounded to the kernel's precision. @param states x of every cell, row-major, in [0, 1] */
  setStates(states: Float64Array): void {
    this.#fill(this.#states, (cell) => states[cell]!);
    if (this.#double) this.#kernel.sumStatesDouble();
    else this.#kernel.sumStatesSingle();
  }

  #view(address: number, length: number): States {
    const { buffer } = this.#kernel.memory;
    return this.#double ? new Float64Array(buffer, address, length) : new Float32Array(buffer, address, length);
  }

  #fill(table: States, value: (cell: number) => number): void {
    const { rows, columns } = this.#circuit.shape;
    for (let column = 0; column < columns; column += 1) {
      const from = column * this.#columnLength;
      for (let row = 0; row < rows; row += 1) table[from + row] = value(row * columns + column);
    }
  }

  #setCurves(): void {
    const { parameters, precision } = this.#circuit;
    const { xp, xn, alphaP, alphaN } = parameters;
    const curves = [
      [this.#kernel.risingCurve, 1 - xp, alphaP, xp],
      [this.#kernel.fallingCurve, 1 - xn, alphaN, 1 - xn],
    ] as const;
    for (const [{ value }, distance, alpha, kink] of curves) {
      const numbers = curveNumbers(bookedCurve(distance, alpha, precision).curve, kink);
      this.#view(value, numbers.length).set(numbers);
    }
  }

  /** Speeds and thresholds: the nominal ones, their extremes, and tables of what differs. */
  #setMotion(varied: boolean): void {
    const { parameters, stuck, amplitude, speedUp, speedDown, thresholdUp, thresholdDown } = this.#circuit;
    const kernel = this.#kernel;
    const ways = [
      [kernel.setMotionUp, parameters.Ap, speedUp, parameters.Vp, thresholdUp, kernel.speedsUp, kernel.thresholdsUp],
      [
        kernel.setMotionDown,
        parameters.An,
        speedDown,
        parameters.Vn,
        thresholdDown,
        kernel.speedsDown,
        kernel.thresholdsDown,
      ],
    ] as const;
    const length = this.#columnLength * this.#circuit.shape.columns;
    const cells = this.#circuit.shape.rows * this.#circuit.shape.columns;
    for (const [set, nominalSpeed, ownSpeeds, nominalThreshold, ownThresholds, speeds, thresholds] of ways) {
      const speedOf = (cell: number): number => (stuck?.[cell] === 1 ? 0 : (ownSpeeds?.[cell] ?? nominalSpeed));
      const thresholdOf = (cell: number): number => ownThresholds?.[cell] ?? nominalThreshold;
      let fastest = 0;
      let lowest = Infinity;
      for (let cell = 0; cell < cells; cell += 1) {
        const speed = speedOf(cell);
        if (speed === 0) continue;
        fastest = Math.max(fastest, speed);
        lowest = Math.min(lowest, thresholdOf(cell));
      }
      const nominal = nominalSpeed > 0 ? nominalSpeed : 1;
      const expThreshold = Math.exp(nominalThreshold);
      set(nominal, expThreshold, fastest, lowest);
      if (!varied) continue;
      this.#fill(this.#view(speeds.value, length), (cell) => speedOf(cell) / nominal);
      this.#fill(this.#view(thresholds.value, length), (cell) => Math.exp(thresholdOf(cell)) - expThreshold);
    }
    if (varied) this.#fill(this.#view(kernel.amplitudes.value, length), (cell) => amplitude?.[cell] ?? 1);
  }
}
