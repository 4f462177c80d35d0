import { WireNewton } from '../wires/wire-newton.js';
import { WireSolver } from '../wires/wire-solver.js';
import type { Wires } from '../wires/wires.js';
import type { ArrayCircuit } from './array-circuit.js';
import type { BlockDrive } from './block-drive.js';
import { CellCurrents } from './cell-currents.js';
import type { LineCells } from './line-cells.js';
import { channelsOf } from './transistor.js';
import type { WholeCircuit } from './whole-circuit.js';
import { rowSenses, WireSides } from './wire-sides.js';

/** An array whose lines have resistance from cell to cell. */
export class WireCircuit implements WholeCircuit {
  readonly cells: LineCells;
  readonly nodeVolts = 0;
  powerWatts = 0;
  readonly #circuit: ArrayCircuit;
  readonly #wires: Wires;
  readonly #solver: WireSolver;
  readonly #newton: WireNewton;
  readonly #sides: WireSides;
  readonly #currents: CellCurrents;

  /** @param cells all of the array's */
  constructor(circuit: ArrayCircuit, wires: Wires, cells: LineCells) {
    const { shape } = circuit;
    this.cells = cells;
    this.#circuit = circuit;
    this.#wires = wires;
    this.#solver = new WireSolver({ shape, ...wires });
    this.#newton = new WireNewton(this.#solver);
    this.#sides = new WireSides(circuit, wires, this.#solver);
    this.#currents = new CellCurrents(cells);
  }

  restart(): void {
    this.#solver.restart();
  }

  solve(states: Float64Array): void {
    const currents = this.#currents;
    const { rows, columns } = this.#circuit.shape;
    this.#newton.solve((volts, amperes, slopes) => {
      for (let row = 0, cell = 0; row < rows; row += 1) {
        for (let column = 0; column < columns; column += 1, cell += 1) {
          currents.set(cell, row, states[cell]!, volts[cell]!);
        }
      }
      amperes.set(currents.amperes);
      slopes.set(currents.slopes);
    });
    // what its transistor leaves of a cell's voltage
    this.cells.drive.set(currents.volts);
    this.powerWatts = this.#solver.watts();
  }

  enter(drive: BlockDrive): void {
    const { transistor } = this.#circuit;
    this.#currents.channels = transistor && drive.gateVolts && channelsOf(transistor, drive.gateVolts);
    this.#sides.enter(drive);
  }

  setSwitches(drive: BlockDrive, until: number): void {
    this.#sides.setSwitches(drive, until);
  }

  voltsAt(row: number, column: number): number {
    return this.#newton.volts[row * this.#circuit.shape.columns + column]!;
  }

  amperesAt(row: number, column: number): number {
    return this.#newton.amperes[row * this.#circuit.shape.columns + column]!;
  }

  rowAmperes(): Float64Array {
    return this.#solver.endAmperes(rowSenses(this.#wires));
  }

  columnAmperes(): Float64Array {
    return this.#solver.endAmperes(this.#sides.columnSide);
  }
}
