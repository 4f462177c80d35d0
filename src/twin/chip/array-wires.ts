import type { ModelParameters } from '../models/index.js';
import { WireReads, type ReadSides } from '../wires/wire-reads.js';
import { WireSolver } from '../wires/wire-solver.js';
import type { Wires } from '../wires/wires.js';
import type { ArrayCircuit } from './array-circuit.js';
import { ArrayNetwork } from './array-network.js';
import type { ArraySolver } from './array-solver.js';
import { backwardDrive, readDrive, type BlockDrive, type SampledCurrents } from './block-drive.js';
import { CellView, conductancesOf } from './cell-parameters.js';
import type { CellPlace, MarkTrace } from './cell-trace.js';
import { WireCircuit } from './wire-circuit.js';
import { columnDrivers, rowSenses, WireSides } from './wire-sides.js';

/** Up to here cells count as ohmic in a read: what their I-V bends, (V bend)^2 / 6, over their current. */
const OHMIC_LIMIT = 1e-6;

/** The reads of one direction, and the solver they use, which takes the cells over when they have changed. */
interface DirectedReads {
  readonly solver: WireSolver;
  readonly reads: WireReads;
  isStale: boolean;
}

/** What cells are like in a read. */
interface Quiet {
  readonly steepest: number;
  readonly lowestRest: number;
  readonly highestRest: number;
}

function quietOf({ cells, shape }: ArrayCircuit): Quiet {
  const view = new CellView(cells);
  const count = cells.varied.size > 0 ? shape.rows * shape.columns : 1;
  let [steepest, lowestRest, highestRest] = [0, -Infinity, Infinity];
  for (let cell = 0; cell < count; cell += 1) {
    const fields = view.at(cell);
    const own: ModelParameters = Object.fromEntries(Object.entries(fields).map(([name, [value]]) => [name, value!]));
    const [lowest, highest] = cells.model.restVolts(own);
    steepest = Math.max(steepest, cells.model.bend(fields, 0));
    lowestRest = Math.max(lowestRest, lowest);
    highestRest = Math.min(highestRest, highest);
  }
  return { steepest, lowestRest, highestRest };
}

/**
 * Solves an array whose lines have resistance, at all of its 2 n m nodes. Reads in which cells rest and are ohmic to a
 * millionth go through the effective matrix of the wires, which is kept between writes; all else is solved by Newton.
 */
export class ArrayWires implements ArraySolver {
  readonly #circuit: ArrayCircuit;
  readonly #wires: Wires;
  readonly #states: Float64Array;
  readonly #whole: ArrayNetwork;
  readonly #quiet: Quiet;
  #forward: DirectedReads | undefined;
  #backward: DirectedReads | undefined;

  constructor(circuit: ArrayCircuit, wires: Wires, states: Float64Array) {
    this.#circuit = circuit;
    this.#wires = wires;
    this.#states = states;
    this.#whole = new ArrayNetwork(circuit, states, (cells) => new WireCircuit(circuit, wires, cells));
    this.#quiet = quietOf(circuit);
  }

  applyBlock(drive: BlockDrive, seconds: number, out: SampledCurrents | undefined): number {
    this.#forget();
    return this.#whole.applyBlock(drive, seconds, out);
  }

  read(volts: Float64Array, seconds: number, amperes: Float64Array, sign: 1 | -1): number {
    if (!this.#isQuiet(volts) || (sign === 1 && this.#wires.rowDrivers === 'both')) {
      this.#forget();
      return this.#whole.read(volts, seconds, amperes, sign);
    }
    return seconds * this.#fresh(sign === 1 ? this.#forwardReads : this.#backwardReads).read(volts, amperes);
  }

  trace(drive: BlockDrive, seconds: number, cells: readonly CellPlace[], marks: readonly MarkTrace[]): void {
    this.#whole.trace(drive, seconds, cells, marks);
  }

  /** Somebody has written the states: what was known of reads is of other cells. */
  takeStates(): void {
    this.#whole.takeStates();
    this.#forget();
  }

  giveStates(): void {}

  #forget(): void {
    if (this.#forward) this.#forward.isStale = true;
    if (this.#backward) this.#backward.isStale = true;
  }

  #isQuiet(volts: Float64Array): boolean {
    const { steepest, lowestRest, highestRest } = this.#quiet;
    // no cell sees more than all that is driven is apart, the sensed lines at 0 V among it
    const most =
      volts.reduce((highest, v) => Math.max(highest, v), 0) - volts.reduce((least, v) => Math.min(least, v), 0);
    return most <= highestRest && -most >= lowestRest && (most * steepest) ** 2 / 6 <= OHMIC_LIMIT;
  }

  get #forwardReads(): DirectedReads {
    const { rows, columns } = this.#circuit.shape;
    const inputs = this.#wires.rowDrivers === 'right' ? 'right' : 'left';
    const sides = { inputs, outputs: this.#wires.columnSenses } as const;
    this.#forward ??= this.#directed(readDrive(new Float64Array(rows), 1, columns), sides);
    return this.#forward;
  }

  get #backwardReads(): DirectedReads {
    const { rows, columns } = this.#circuit.shape;
    const sides = { inputs: columnDrivers(this.#wires), outputs: rowSenses(this.#wires) };
    this.#backward ??= this.#directed(backwardDrive(new Float64Array(columns), 1, rows), sides);
    return this.#backward;
  }

  /** A solver of its own for each direction, connected for it once. */
  #directed(drive: BlockDrive, sides: ReadSides): DirectedReads {
    const solver = new WireSolver({ shape: this.#circuit.shape, ...this.#wires });
    const ends = new WireSides(this.#circuit, this.#wires, solver);
    ends.enter(drive);
    ends.setSwitches(drive, 1);
    return { solver, reads: new WireReads(solver, sides), isStale: true };
  }

  #fresh(directed: DirectedReads): WireReads {
    if (directed.isStale) {
      directed.solver.setConductances(conductancesOf(this.#circuit.cells, this.#states));
      directed.isStale = false;
    }
    return directed.reads;
  }
}
