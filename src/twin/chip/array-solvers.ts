import { isIdealDriver } from '../imperfections/imperfections.js';
import type { Arithmetic } from './arithmetic.js';
import type { ArrayCircuit } from './array-circuit.js';
import { ArrayKernel } from './array-kernel.js';
import { ArrayLines } from './array-lines.js';
import { ArrayNetwork } from './array-network.js';
import { ArrayWires } from './array-wires.js';
import type { ArraySolver } from './array-solver.js';
import { columnsAreSeparate, type BlockDrive } from './block-drive.js';

/** The solvers of one array, over the states they share: the fastest that can take it is chosen for every drive. */
export class ArraySolvers {
  readonly #circuit: ArrayCircuit;
  readonly #states: Float64Array;
  readonly #lines: ArrayLines;
  readonly #kernel: ArrayKernel | undefined;
  /** Whether the voltage of a row hangs on all of its cells, so that no column is separate. */
  readonly #rowsSag: boolean;
  readonly #wires: ArrayWires | undefined;
  #network: ArrayNetwork | undefined;
  /** The one that has moved the cells last. */
  #last: Pick<ArraySolver, 'giveStates' | 'takeStates'>;

  /** @param states x of every cell, row-major; they stay the array's */
  constructor(circuit: ArrayCircuit, states: Float64Array, arithmetic: Arithmetic) {
    this.#circuit = circuit;
    this.#states = states;
    this.#lines = new ArrayLines(circuit, states);
    this.#rowsSag = circuit.driver !== undefined && !isIdealDriver(circuit.driver);
    this.#wires = circuit.wires && new ArrayWires(circuit, circuit.wires, states);
    this.#kernel = arithmetic === 'plain' || this.#wires ? undefined : ArrayKernel.of(circuit, states, arithmetic);
    this.#last = this.#wires ?? this.#kernel ?? this.#lines;
  }

  /** The array's states, as they are now. */
  get states(): Float64Array {
    this.#last.giveStates();
    return this.#states;
  }

  /** Somebody else has written the states, all of which were fresh, or the marks of stuck cells. */
  wroteStates(): void {
    this.#last.takeStates();
  }

  forBlock(drive: BlockDrive): Pick<ArraySolver, 'applyBlock'> {
    if (this.#wires) return this.#wires;
    if (!this.#isSeparate(drive)) return this.#next(this.#whole);
    return this.#next(this.#kernel?.canApply(drive) ? this.#kernel : this.#lines);
  }

  forRead(volts: Float64Array, sign: 1 | -1): Pick<ArraySolver, 'read'> {
    if (this.#wires) return this.#wires;
    if (this.#rowsSag && sign === 1) return this.#next(this.#whole);
    return this.#next(this.#kernel?.canRead(volts) ? this.#kernel : this.#lines);
  }

  forTrace(drive: BlockDrive): Pick<ArrayLines, 'trace'> {
    if (this.#wires) return this.#wires;
    return this.#next(this.#isSeparate(drive) ? this.#lines : this.#whole);
  }

  #isSeparate(drive: BlockDrive): boolean {
    return !this.#rowsSag && columnsAreSeparate(drive);
  }

  /** Hands the states over where another solver has moved them last. */
  #next<Solver extends Pick<ArraySolver, 'giveStates' | 'takeStates'>>(solver: Solver): Solver {
    if (solver !== this.#last) {
      this.#last.giveStates();
      solver.takeStates();
      this.#last = solver;
    }
    return solver;
  }

  /** Made when it is first needed: it holds several numbers a cell. */
  get #whole(): ArrayNetwork {
    this.#network ??= new ArrayNetwork(this.#circuit, this.#states);
    return this.#network;
  }
}
