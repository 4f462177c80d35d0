import type { LineSide } from '../wires/line-side.js';
import type { SideName, WireSolver } from '../wires/wire-solver.js';
import type { Wires } from '../wires/wires.js';
import { sourceOhms } from '../imperfections/imperfections.js';
import type { ArrayCircuit } from './array-circuit.js';
import { isClosedAt, type BlockDrive } from './block-drive.js';

const opposite = { left: 'right', right: 'left', both: 'right', bottom: 'top', top: 'bottom' } as const;

export const rowSenses = ({ rowDrivers }: Wires): 'left' | 'right' => opposite[rowDrivers];
export const columnDrivers = ({ columnSenses }: Wires): 'top' | 'bottom' => opposite[columnSenses];

/** Connects a board to the ends of an array's lines, as P1's figure 4 has it. */
export class WireSides {
  readonly #circuit: ArrayCircuit;
  readonly #wires: Wires;
  readonly #solver: WireSolver;
  /** Rows are sensed in this block, so that columns are driven rather than sensed. */
  #isBackward = false;

  constructor(circuit: ArrayCircuit, wires: Wires, solver: WireSolver) {
    this.#circuit = circuit;
    this.#wires = wires;
    this.#solver = solver;
  }

  /** At which side the columns' switches are in this block. */
  get columnSide(): SideName {
    return this.#isBackward ? columnDrivers(this.#wires) : this.#wires.columnSenses;
  }

  /** Connects the rows, which stay as they are for the block, and leaves the columns to {@link setSwitches}. */
  enter(drive: BlockDrive): void {
    const { switchOnOhms, switchOffOhms, referenceSiemens, driver } = this.#circuit;
    const { left, right, top, bottom } = this.#solver;
    const senses = this.#solver[rowSenses(this.#wires)];
    const drivers: readonly LineSide[] =
      this.#wires.rowDrivers === 'both' ? [left, right] : [this.#solver[this.#wires.rowDrivers]];
    this.#isBackward = drive.rowSensed.includes(1);
    for (const side of [left, right, top, bottom]) side.connectAll(0, Infinity);
    for (let row = 0; row < left.count; row += 1) {
      if (drive.rowSensed[row] === 1) {
        senses.connect(row, 0, switchOnOhms, referenceSiemens, drive.rowReferenceVolts);
        continue;
      }
      const volts = drive.rowVolts[row]!;
      const ohms = Number.isNaN(volts) ? switchOffOhms : driver ? sourceOhms(driver) : 0;
      for (const side of drivers) side.connect(row, Number.isNaN(volts) ? 0 : volts, ohms);
    }
  }

  setSwitches(drive: BlockDrive, until: number): void {
    const { switchOnOhms, switchOffOhms, referenceSiemens } = this.#circuit;
    const side = this.#solver[this.columnSide];
    for (let column = 0; column < side.count; column += 1) {
      const ohms = isClosedAt(drive, column, until) ? switchOnOhms : switchOffOhms;
      side.connect(column, drive.columnVolts[column]!, ohms, referenceSiemens, drive.referenceVolts);
    }
  }
}
