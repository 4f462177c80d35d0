import type { BlockDrive, ChipArray } from '../../chip/index.js';
import { meanMissing, SETTLING_CUTS } from './settling.js';

/** The whole of the exponential, in time constants: the last hold has all of the rest of its integral. */
const END = 2 * SETTLING_CUTS.at(-1)!;

/** Mean of what is left of a column's charge in each hold, and the holds' lengths in time constants. */
const HOLDS = [...SETTLING_CUTS, END].map((until, index) => {
  const from = index === 0 ? 0 : SETTLING_CUTS[index - 1]!;
  const length = until - from;
  return { length, left: until === END ? Math.exp(-from) / length : meanMissing(from, until) };
});

interface Release {
  readonly column: number;
  /** Where the column's node ends. */
  readonly floatingVolts: number;
  /** How far from there it begins. */
  readonly jumpVolts: number;
  /** What holds it: its cells and its reference conductance. */
  readonly siemens: number;
}

/**
 * What a column does when its switch opens. Its capacitance C keeps the voltage V_on it was held at, the switch adds its
 * charge Q, and both flow off through the column's conductances G = sum of its cells + reference to where it floats:
 *
 *   v(t) = v* + (V_on + Q / C - v*) e^(-t G / C),   v* = (sum G_i V_i + G_ref V_ref) / G
 *
 * For so long its cells are held a little more. It is applied after the block in which the switch opened, with that
 * block's rows, in holds that have the integral of the exponential; cells are taken as linear for G and v*.
 */
export class ChargeInjection {
  readonly #array: ChipArray;
  readonly #coulombs: number;
  readonly #farads: number;

  /** @param farads above 0 */
  constructor(array: ChipArray, coulombs: number, farads: number) {
    this.#array = array;
    this.#coulombs = coulombs;
    this.#farads = farads;
  }

  /**
   * Lets the columns go that were opened in a block.
   *
   * @param drive as it was at the end of the block
   */
  release(drive: BlockDrive, blockSeconds: number): void {
    const released = this.#releases(drive, blockSeconds);
    if (released.length === 0) return;
    const { columns } = this.#array.shape;
    const columnVolts = drive.columnVolts.slice();
    const openSeconds = new Float64Array(columns);
    const hold = { ...drive, columnVolts, openSeconds, closeSeconds: new Float64Array(columns), sampleSeconds: 0 };
    for (const { length, left } of HOLDS) {
      for (const { column, floatingVolts, jumpVolts, siemens } of released) {
        const node = floatingVolts + left * jumpVolts;
        // the source behind the closed switch that puts the node there
        columnVolts[column] = node + this.#array.switchOnOhms * siemens * (node - floatingVolts);
        openSeconds[column] = (length * this.#farads) / siemens;
      }
      this.#array.applyBlock(
        hold,
        openSeconds.reduce((longest, seconds) => Math.max(longest, seconds), 0),
      );
    }
  }

  #releases(drive: BlockDrive, blockSeconds: number): Release[] {
    const { columns } = this.#array.shape;
    const released: Release[] = [];
    let conductances: Float64Array | undefined;
    for (let column = 0; column < columns; column += 1) {
      const close = Math.max(0, drive.closeSeconds[column]!);
      if (!(close < Math.min(drive.openSeconds[column]!, blockSeconds))) continue;
      conductances ??= this.#array.conductances();
      released.push(this.#release(drive, column, conductances));
    }
    return released;
  }

  #release(drive: BlockDrive, column: number, conductances: Float64Array): Release {
    const { shape, referenceSiemens } = this.#array;
    let siemens = referenceSiemens;
    let amperes = referenceSiemens * drive.referenceVolts;
    for (let row = 0; row < shape.rows; row += 1) {
      const rowVolts = drive.rowVolts[row]!;
      // a row that floats takes no current
      if (Number.isNaN(rowVolts)) continue;
      const cell = this.#behindGate(conductances[row * shape.columns + column]!, drive.gateVolts?.[row]);
      siemens += cell;
      amperes += cell * rowVolts;
    }
    const floatingVolts = amperes / siemens;
    const heldVolts = drive.columnVolts[column]!;
    return { column, floatingVolts, siemens, jumpVolts: heldVolts + this.#coulombs / this.#farads - floatingVolts };
  }

  #behindGate(cell: number, gateVolts: number | undefined): number {
    const { transistor } = this.#array;
    if (transistor === undefined || gateVolts === undefined) return cell;
    const channel = transistor.siemensPerVolt * Math.max(0, gateVolts - transistor.thresholdVolts);
    return channel === 0 ? 0 : (channel * cell) / (channel + cell);
  }
}
