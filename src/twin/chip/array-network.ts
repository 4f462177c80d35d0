import type { ArrayCircuit } from './array-circuit.js';
import type { ArraySolver } from './array-solver.js';
import { backwardDrive, isClosedAt, readDrive, type BlockDrive, type SampledCurrents } from './block-drive.js';
import { CellIntegrator } from './cell-integrator.js';
import { traceHold, type CellPlace, type MarkTrace } from './cell-trace.js';
import { LineCells } from './line-cells.js';
import { NetworkCircuit } from './network-circuit.js';
import type { WholeCircuit } from './whole-circuit.js';

/**
 * Solves a whole array at once: where rows float or are sensed or sag, where cells have transistors, and where lines
 * have resistance. The states are the array's, row-major, and are moved in place.
 */
export class ArrayNetwork implements ArraySolver {
  readonly #array: ArrayCircuit;
  readonly #states: Float64Array;
  readonly #circuit: WholeCircuit;
  readonly #integrator: CellIntegrator;

  constructor(
    array: ArrayCircuit,
    states: Float64Array,
    circuitOf: (cells: LineCells) => WholeCircuit = (cells) => new NetworkCircuit(array, cells),
  ) {
    const cells = new LineCells(states.length, array.cells);
    cells.count = states.length;
    cells.gather(0, 1, array.stuck);
    this.#array = array;
    this.#states = states;
    this.#circuit = circuitOf(cells);
    this.#integrator = new CellIntegrator(this.#circuit);
  }

  /** Its cells are where the array's are; more of them may be stuck. */
  takeStates(): void {
    const { stuck } = this.#array;
    const { mobile } = this.#circuit.cells;
    if (stuck) for (let cell = 0; cell < stuck.length; cell += 1) mobile[cell] = 1 - stuck[cell]!;
  }

  giveStates(): void {}

  applyBlock(drive: BlockDrive, seconds: number, out: SampledCurrents | undefined): number {
    const edges = edgesOf(drive, seconds);
    let joules = 0;
    this.#enter(drive);
    for (let k = 1; k < edges.length; k += 1) {
      const until = edges[k]!;
      this.#circuit.setSwitches(drive, until);
      this.#integrator.advance(until - edges[k - 1]!);
      joules += this.#integrator.joules;
      if (out && until === drive.sampleSeconds) this.#sample(drive, out);
    }
    this.#states.set(this.#integrator.states);
    return joules;
  }

  /** Of a backward read every row is sensed. */
  read(volts: Float64Array, seconds: number, amperes: Float64Array, sign: 1 | -1): number {
    const driven = new Float64Array(volts.length);
    return sign === 1
      ? this.applyBlock(readDrive(volts, seconds, amperes.length), seconds, {
          rowAmperes: driven,
          columnAmperes: amperes,
        })
      : this.applyBlock(backwardDrive(volts, seconds, amperes.length), seconds, {
          rowAmperes: amperes,
          columnAmperes: driven,
        });
  }

  /** What cells see in a block that is still to come; moves nothing. */
  trace(drive: BlockDrive, seconds: number, cells: readonly CellPlace[], marks: readonly MarkTrace[]): void {
    const circuit = this.#circuit;
    const edges = edgesOf(drive, seconds);
    this.#enter(drive);
    for (let k = 1; k < edges.length; k += 1) {
      circuit.setSwitches(drive, edges[k]!);
      traceHold(this.#integrator, edges[k - 1]!, edges[k]!, (time) => {
        for (const [index, { row, column }] of cells.entries()) {
          marks[index]!(time, circuit.voltsAt(row, column), circuit.amperesAt(row, column));
        }
      });
    }
  }

  #enter(drive: BlockDrive): void {
    this.#integrator.states.set(this.#states);
    this.#circuit.enter(drive);
  }

  #sample(drive: BlockDrive, { rowAmperes, columnAmperes }: SampledCurrents): void {
    for (const [row, amperes] of this.#circuit.rowAmperes().entries()) {
      if (drive.rowSensed[row] === 1) rowAmperes[row] = amperes;
    }
    for (const [column, amperes] of this.#circuit.columnAmperes().entries()) {
      if (isClosedAt(drive, column, drive.sampleSeconds)) columnAmperes[column] = amperes;
    }
  }
}

/** When anything changes, in order, from 0 to the end of the block. */
function edgesOf({ closeSeconds, openSeconds, sampleSeconds }: BlockDrive, seconds: number): number[] {
  const edges = new Set([0, seconds]);
  const add = (time: number): void => {
    if (time > 0 && time < seconds) edges.add(time);
  };
  for (const [column, open] of openSeconds.entries()) {
    if (!(closeSeconds[column]! < open)) continue;
    add(closeSeconds[column]!);
    add(open);
  }
  add(sampleSeconds);
  return [...edges].toSorted((a, b) => a - b);
}
