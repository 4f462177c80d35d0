import { sourceOhms } from '../imperfections/imperfections.js';
import type { ArrayCircuit } from './array-circuit.js';
import type { ArraySolver } from './array-solver.js';
import { isClosedAt, readDrive, type BlockDrive, type SampledCurrents } from './block-drive.js';
import { CellIntegrator } from './cell-integrator.js';
import { areEven } from './cell-parameters.js';
import { traceHold, type CellPlace, type MarkTrace } from './cell-trace.js';
import { LineCells } from './line-cells.js';
import { NetworkSolver } from './network-solver.js';
import { channelsOf } from './transistor.js';

/**
 * Solves a whole array at once, for the blocks in which rows float or are sensed, or cells have transistors. The states
 * are the array's, row-major, and are moved in place.
 */
export class ArrayNetwork implements ArraySolver {
  readonly #circuit: ArrayCircuit;
  readonly #states: Float64Array;
  readonly #solver: NetworkSolver;
  readonly #integrator: CellIntegrator;

  constructor(circuit: ArrayCircuit, states: Float64Array) {
    const cells = new LineCells(states.length, circuit.cells);
    cells.count = states.length;
    cells.gather(0, 1, circuit.stuck);
    this.#circuit = circuit;
    this.#states = states;
    const isSmooth = areEven(circuit.cells, states.length) && (circuit.driver?.limitAmperes ?? Infinity) === Infinity;
    this.#solver = new NetworkSolver(circuit.shape, cells, isSmooth);
    this.#integrator = new CellIntegrator(this.#solver);
  }

  /** Its cells are where the array's are; more of them may be stuck. */
  takeStates(): void {
    const { stuck } = this.#circuit;
    if (stuck) for (let cell = 0; cell < stuck.length; cell += 1) this.#solver.cells.mobile[cell] = 1 - stuck[cell]!;
  }

  giveStates(): void {}

  applyBlock(drive: BlockDrive, seconds: number, out: SampledCurrents | undefined): number {
    const { rows, columns } = this.#circuit.shape;
    const { currents, rows: rowEnds, columns: columnEnds } = this.#solver;
    const edges = edgesOf(drive, seconds);
    let joules = 0;
    this.#enter(drive);
    for (let k = 1; k < edges.length; k += 1) {
      const until = edges[k]!;
      this.#setSwitches(drive, edges[k]!);
      this.#integrator.advance(until - edges[k - 1]!);
      joules += this.#integrator.joules;
      if (!out || until !== drive.sampleSeconds) continue;
      for (let row = 0; row < rows; row += 1) {
        if (drive.rowSensed[row] === 1) out.rowAmperes[row] = rowEnds.switchAmperes(row, currents.rowAmperes, -1);
      }
      for (let column = 0; column < columns; column += 1) {
        if (!isClosedAt(drive, column, until)) continue;
        out.columnAmperes[column] = columnEnds.switchAmperes(column, currents.columnAmperes, 1);
      }
    }
    this.#states.set(this.#integrator.states);
    return joules;
  }

  /** Rows are driven; a backward read has no use for a whole array, since its rows are all held. */
  read(volts: Float64Array, seconds: number, amperes: Float64Array): number {
    const out = { rowAmperes: new Float64Array(volts.length), columnAmperes: amperes };
    return this.applyBlock(readDrive(volts, seconds, amperes.length), seconds, out);
  }

  /** What cells see in a block that is still to come; moves nothing. */
  trace(drive: BlockDrive, seconds: number, cells: readonly CellPlace[], marks: readonly MarkTrace[]): void {
    const { currents, rows, columns } = this.#solver;
    const edges = edgesOf(drive, seconds);
    this.#enter(drive);
    for (let k = 1; k < edges.length; k += 1) {
      this.#setSwitches(drive, edges[k]!);
      traceHold(this.#integrator, edges[k - 1]!, edges[k]!, (time) => {
        for (const [index, { row, column }] of cells.entries()) {
          const volts = rows.volts[row]! - columns.volts[column]!;
          marks[index]!(time, volts, currents.amperes[row * columns.count + column]!);
        }
      });
    }
  }

  /** Connects all that stays as it is for the whole block. */
  #enter(drive: BlockDrive): void {
    const { switchOnOhms, switchOffOhms, referenceSiemens, transistor, driver } = this.#circuit;
    const { rows, columns, currents } = this.#solver;
    this.#integrator.states.set(this.#states);
    rows.referenceVolts = drive.rowReferenceVolts;
    columns.referenceVolts = drive.referenceVolts;
    for (let row = 0; row < rows.count; row += 1) {
      const volts = drive.rowVolts[row]!;
      if (drive.rowSensed[row] === 1) rows.connect(row, 0, switchOnOhms, referenceSiemens);
      else if (Number.isNaN(volts)) rows.connect(row, 0, switchOffOhms, 0);
      else rows.connect(row, volts, driver ? sourceOhms(driver) : 0, 0, driver?.limitAmperes);
    }
    currents.channels = transistor && drive.gateVolts && channelsOf(transistor, drive.gateVolts);
  }

  /** Puts all switches as they are until this edge. */
  #setSwitches(drive: BlockDrive, until: number): void {
    const { switchOnOhms, switchOffOhms, referenceSiemens } = this.#circuit;
    const { columns } = this.#solver;
    for (let column = 0; column < columns.count; column += 1) {
      const ohms = isClosedAt(drive, column, until) ? switchOnOhms : switchOffOhms;
      columns.connect(column, drive.columnVolts[column]!, ohms, referenceSiemens);
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
