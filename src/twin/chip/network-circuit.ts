import { sourceOhms } from '../imperfections/imperfections.js';
import type { ArrayCircuit } from './array-circuit.js';
import { isClosedAt, type BlockDrive } from './block-drive.js';
import { areEven } from './cell-parameters.js';
import type { LineCells } from './line-cells.js';
import { NetworkSolver } from './network-solver.js';
import { channelsOf } from './transistor.js';
import type { WholeCircuit } from './whole-circuit.js';

/** An array whose lines conduct so well that each has one voltage. */
export class NetworkCircuit implements WholeCircuit {
  readonly cells: LineCells;
  readonly nodeVolts = 0;
  readonly #circuit: ArrayCircuit;
  readonly #solver: NetworkSolver;

  /** @param cells all of the array's */
  constructor(circuit: ArrayCircuit, cells: LineCells) {
    const isSmooth = areEven(circuit.cells, cells.count) && (circuit.driver?.limitAmperes ?? Infinity) === Infinity;
    this.cells = cells;
    this.#circuit = circuit;
    this.#solver = new NetworkSolver(circuit.shape, cells, isSmooth);
  }

  get powerWatts(): number {
    return this.#solver.powerWatts;
  }

  restart(): void {
    this.#solver.restart();
  }

  solve(states: Float64Array): void {
    this.#solver.solve(states);
  }

  enter(drive: BlockDrive): void {
    const { switchOnOhms, switchOffOhms, referenceSiemens, transistor, driver } = this.#circuit;
    const { rows, columns, currents } = this.#solver;
    rows.referenceVolts = drive.rowReferenceVolts;
    columns.referenceVolts = drive.referenceVolts;
    for (let row = 0; row < rows.count; row += 1) {
      const volts = drive.rowVolts[row]!;
      if (drive.rowSensed[row] === 1) rows.connect(row, 0, switchOnOhms, referenceSiemens);
      else if (Number.isNaN(volts)) rows.connect(row, 0, switchOffOhms, 0);
      else rows.connect(row, volts, driver ? sourceOhms(driver) : 0, 0, driver?.limitAmperes);
    }
    currents.cells.channels = transistor && drive.gateVolts && channelsOf(transistor, drive.gateVolts);
  }

  setSwitches(drive: BlockDrive, until: number): void {
    const { switchOnOhms, switchOffOhms, referenceSiemens } = this.#circuit;
    const { columns } = this.#solver;
    for (let column = 0; column < columns.count; column += 1) {
      const ohms = isClosedAt(drive, column, until) ? switchOnOhms : switchOffOhms;
      columns.connect(column, drive.columnVolts[column]!, ohms, referenceSiemens);
    }
  }

  voltsAt(row: number, column: number): number {
    return this.#solver.rows.volts[row]! - this.#solver.columns.volts[column]!;
  }

  amperesAt(row: number, column: number): number {
    return this.#solver.currents.cells.amperes[row * this.#solver.columns.count + column]!;
  }

  rowAmperes(): Float64Array {
    const { rows, currents } = this.#solver;
    return rows.volts.map((_, row) => rows.switchAmperes(row, currents.rowAmperes, -1));
  }

  columnAmperes(): Float64Array {
    const { columns, currents } = this.#solver;
    return columns.volts.map((_, column) => columns.switchAmperes(column, currents.columnAmperes, 1));
  }
}
