import type { BlockLines, ColumnState } from './block-lines.js';
import type { CellBounds } from './cell-bounds.js';
import { columnSlots, type ColumnSlot } from './column-slots.js';
import { extremeNodeVolts } from './node-volts.js';
import { wireDrops, type WireDrops } from './wire-drops.js';

/** A column state with the least and the greatest voltage its cells can find on it. */
export interface BoundedState extends ColumnState {
  readonly lowVolts: number;
  readonly highVolts: number;
  /** The same at its switch, where wires have taken their part: what its amplifier is fed from. */
  readonly lowSwitchVolts: number;
  readonly highSwitchVolts: number;
}

/** The lines of an array while nothing switches, or over all of a block whose columns switch at many times. */
export interface PhaseBounds {
  /** What each row is held at, 0 V where it is sensed; NaN where it floats. */
  readonly rowVolts: Float64Array;
  readonly rowConducts: Uint8Array;
  readonly rowLowVolts: Float64Array;
  readonly rowHighVolts: Float64Array;
  readonly states: readonly BoundedState[];
}

/** Bounds that come in by less than this, volts, are done; they hold wherever the sweeps end. */
const SETTLED_VOLTS = 1e-7;
const BOTH_SIDES = [1, -1] as const;
const SWEEPS = { known: 100, range: 20 } as const;

/** The lines that meet in one node, filled anew for every node. */
const bundleOf = (lines: number) => ({
  volts: new Float64Array(lines),
  leastSiemens: new Float64Array(lines),
  mostSiemens: new Float64Array(lines),
});

/**
 * Bounds of every node by sweeps: each is a weighted mean of its neighbours, so bounds of the neighbours bound it. They
 * begin at the extremes of all that is driven and only ever close in. With rows that are held firmly one sweep does,
 * and each bound is attained; with rows that give way, float or are sensed the true voltages lie within.
 */
export class PhaseSolver {
  readonly #lines: BlockLines;
  readonly #cells: CellBounds;
  readonly #gated: boolean;
  readonly #drops: WireDrops;
  readonly #slots: readonly ColumnSlot[];
  readonly #onColumn: ReturnType<typeof bundleOf>;
  readonly #onRow: ReturnType<typeof bundleOf>;
  /** Extremes of all that is driven; nothing lies outside. */
  #floor = Number.POSITIVE_INFINITY;
  #ceiling = Number.NEGATIVE_INFINITY;
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  readonly #rowLow: Float64Array;
  readonly #rowHigh: Float64Array;

  constructor(lines: BlockLines, cells: CellBounds, gated: boolean, segmentOhms: number) {
    const rows = lines.rowVolts.length;
    this.#lines = lines;
    this.#cells = cells;
    this.#gated = gated;
    for (const { siemens, amperes } of [...lines.rowTies, ...lines.states.map(({ tie }) => tie)]) {
      if (siemens === 0) continue;
      this.#floor = Math.min(this.#floor, amperes / siemens);
      this.#ceiling = Math.max(this.#ceiling, amperes / siemens);
    }
    // with nothing driven all is at rest
    if (this.#floor > this.#ceiling) this.#floor = this.#ceiling = 0;
    this.#drops = wireDrops(cells, segmentOhms, this.#ceiling - this.#floor);
    this.#slots = lines.areRowsIdeal ? [] : columnSlots(cells.shape.columns, lines.states);
    this.#onColumn = bundleOf(rows);
    this.#onRow = bundleOf(this.#slots.length);
    this.#low = new Float64Array(lines.states.length).fill(this.#floor);
    this.#high = new Float64Array(lines.states.length).fill(this.#ceiling);
    this.#rowLow = lines.areRowsIdeal ? lines.rowVolts.slice() : new Float64Array(rows).fill(this.#floor);
    this.#rowHigh = lines.areRowsIdeal ? lines.rowVolts.slice() : new Float64Array(rows).fill(this.#ceiling);
  }

  solve(): PhaseBounds {
    this.#boundColumns();
    const sweeps = this.#lines.areRowsIdeal ? 0 : this.#cells.areKnown ? SWEEPS.known : SWEEPS.range;
    for (let sweep = 0; sweep < sweeps; sweep += 1) {
      const closer = this.#boundRows();
      this.#boundColumns();
      if (closer < SETTLED_VOLTS) break;
    }
    const { rowVolts, rowConducts, states } = this.#lines;
    const { row, column } = this.#drops;
    return {
      rowVolts,
      rowConducts,
      rowLowVolts: this.#rowLow.map((volts) => this.#within(volts - row)),
      rowHighVolts: this.#rowHigh.map((volts) => this.#within(volts + row)),
      states: states.map((state, place) => ({
        ...state,
        lowVolts: this.#within(this.#low[place]! - column),
        highVolts: this.#within(this.#high[place]! + column),
        lowSwitchVolts: this.#low[place]!,
        highSwitchVolts: this.#high[place]!,
      })),
    };
  }

  #within(volts: number): number {
    return Math.min(this.#ceiling, Math.max(this.#floor, volts));
  }

  #least(row: number, column: number): number {
    return this.#gated ? 0 : this.#cells.least(row, column);
  }

  #most(row: number, column: number): number {
    return this.#lines.rowConducts[row] === 1 ? this.#cells.most(row, column) : 0;
  }

  #boundColumns(): void {
    const { volts, leastSiemens, mostSiemens } = this.#onColumn;
    const { both } = this.#drops;
    const { states } = this.#lines;
    // with known cells on firm rows the two sides are one
    const sides =
      this.#cells.areKnown && this.#lines.areRowsIdeal && both === 0 && !this.#gated ? ([1] as const) : BOTH_SIDES;
    for (const side of sides) {
      const reach = side === 1 ? this.#rowHigh : this.#rowLow;
      for (let row = 0; row < volts.length; row += 1) volts[row] = this.#within(reach[row]! + side * both);
      for (let place = 0; place < states.length; place += 1) {
        const { tie, columns } = states[place]!;
        // columns of unknown cells are all alike
        if (place === 0 || this.#cells.areKnown) this.#fillColumn(columns[0]!, leastSiemens, mostSiemens);
        const extreme = extremeNodeVolts(this.#onColumn, tie, side);
        if (side === 1 && extreme < this.#high[place]!) this.#high[place] = extreme;
        else if (side === -1 && extreme > this.#low[place]!) this.#low[place] = extreme;
      }
    }
    if (sides.length === 1) this.#low.set(this.#high);
  }

  #fillColumn(column: number, leastSiemens: Float64Array, mostSiemens: Float64Array): void {
    for (let row = 0; row < leastSiemens.length; row += 1) {
      leastSiemens[row] = this.#least(row, column);
      mostSiemens[row] = this.#most(row, column);
    }
  }

  /** @returns by how much a bound came in at most, volts */
  #boundRows(): number {
    const { volts } = this.#onRow;
    const { both } = this.#drops;
    let closer = 0;
    for (const side of BOTH_SIDES) {
      for (let place = 0; place < this.#slots.length; place += 1) {
        const { states } = this.#slots[place]!;
        const ends = states.map((state) => (side === 1 ? this.#high : this.#low)[state]!);
        volts[place] = this.#within((side === 1 ? Math.max(...ends) : Math.min(...ends)) + side * both);
      }
      const bounds = side === 1 ? this.#rowHigh : this.#rowLow;
      for (let row = 0; row < bounds.length; row += 1) {
        // rows of unknown cells are all alike, but for transistors
        if (row === 0 || this.#cells.areKnown || this.#gated) this.#fillRow(row);
        const extreme = extremeNodeVolts(this.#onRow, this.#lines.rowTies[row]!, side);
        const gain = side * (bounds[row]! - extreme);
        if (!(gain > 0)) continue;
        bounds[row] = extreme;
        if (gain > closer) closer = gain;
      }
    }
    return closer;
  }

  #fillRow(row: number): void {
    const { leastSiemens, mostSiemens } = this.#onRow;
    for (let place = 0; place < this.#slots.length; place += 1) {
      const { column, count } = this.#slots[place]!;
      leastSiemens[place] = count * this.#least(row, column);
      mostSiemens[place] = count * this.#most(row, column);
    }
  }
}
