import { formatCell, type DeviceProfile, LIMIT_SLACK } from '../../core/index.js';
import type { BoundedState, PhaseBounds } from './phase-solver.js';

/** Cells that lose the same volts to within this are equally badly off. */
const EQUAL_VOLTS = 1e-12;

export interface CellAt {
  readonly row: number;
  readonly column: number;
}

/** One cell in one block, its voltages signed, row minus column. */
export interface CellPlace extends CellAt {
  readonly block: number;
  readonly thresholdVolts: number;
}

/** The cell that misses most of what it was to see. */
export interface OverdriveMargin extends CellPlace {
  /** Between its row's driver and its column's, as ordered. */
  readonly wantedVolts: number;
  /** What it is sure to see, and what it can see at best. */
  readonly leastVolts: number;
  readonly mostVolts: number;
  /** Where its column's node is when the cell sees least. */
  readonly columnVolts: number;
  /** What it can miss; cells that are ordered less than this over their threshold may not move at all. */
  readonly lostVolts: number;
}

/** The cell that comes nearest to a threshold, or farthest over it, among those that are to stay as they are. */
export interface DisturbMargin extends CellPlace {
  /** The worst it can see, and what it sees whatever the conductances. */
  readonly worstVolts: number;
  readonly leastVolts: number;
  /** From its worst to the threshold; negative where it can pass. */
  readonly marginVolts: number;
}

/** How far a cell gets over its threshold at best; negative where it stays under it. */
const reach = ({ thresholdVolts, mostVolts }: OverdriveMargin): number =>
  Math.sign(thresholdVolts) * (mostVolts - thresholdVolts);

/** By the volts it misses; where a whole column misses as much, the cell that is ordered most speaks for it. */
function isWorse(lostVolts: number, wantedVolts: number, than: OverdriveMargin | undefined): boolean {
  if (than === undefined) return true;
  const more = lostVolts - than.lostVolts;
  if (Math.abs(more) > EQUAL_VOLTS) return more > 0;
  return Math.abs(wantedVolts) > Math.abs(than.wantedVolts);
}

/** Of its overdrive that a cell must keep at best for anybody to say that the plan moves it. */
const KEPT_SHARE = 0.01;

/** Whether a cell that is ordered over its threshold gets there at best, by more than nothing. */
export const canMove = (margin: OverdriveMargin): boolean =>
  reach(margin) > KEPT_SHARE * Math.abs(margin.wantedVolts - margin.thresholdVolts);

/** Goes over the cells of a plan, phase by phase, and keeps the worst of each kind. */
export class CellMargins {
  readonly #profile: DeviceProfile;
  /** Whether wires make the far end of a line worse than the near one. */
  readonly #isFarWorse: boolean;
  /** Of cells ordered over the positive and the negative threshold, the one that misses most volts. */
  readonly missed: { up?: OverdriveMargin; down?: OverdriveMargin } = {};
  /** Most overdrive that any cell is ordered, over either threshold; 0 where none is. */
  readonly wanted = { up: 0, down: 0 };
  /** The cell that at best gets farthest over its threshold, or stays least under it. */
  best: OverdriveMargin | undefined;
  /** Among cells on open columns, and on closed ones below their threshold. */
  open: DisturbMargin | undefined;
  closed: DisturbMargin | undefined;

  readonly #targets: ReadonlySet<string> | undefined;

  /** @param targets the cells that are to move, where these are not all that are ordered over a threshold */
  constructor(profile: DeviceProfile, segmentOhms: number, targets: readonly CellAt[] | undefined) {
    this.#profile = profile;
    this.#targets = targets && new Set(targets.map(({ row, column }) => formatCell(row, column)));
    this.#isFarWorse = segmentOhms > 0;
  }

  add(block: number, phase: PhaseBounds): void {
    for (const state of phase.states) this.#addState(block, phase, state);
  }

  #addState(block: number, phase: PhaseBounds, state: BoundedState): void {
    const { positiveThreshold, negativeThreshold } = this.#profile;
    const { rowVolts, rowConducts, rowLowVolts, rowHighVolts } = phase;
    const column = state.columns[this.#isFarWorse ? state.columns.length - 1 : 0]!;
    for (let row = 0; row < rowVolts.length; row += 1) {
      if (rowConducts[row] === 0) continue;
      const low = rowLowVolts[row]! - state.highVolts;
      const high = rowHighVolts[row]! - state.lowVolts;
      // NaN, of an open column, a floating row or a cell that is to stay, is over no threshold
      const wanted = this.#isTarget(row, column) ? rowVolts[row]! - state.volts : Number.NaN;
      if (wanted > positiveThreshold * LIMIT_SLACK) this.#select(true, block, row, column, wanted, low, high, state);
      else if (wanted < negativeThreshold * LIMIT_SLACK)
        this.#select(false, block, row, column, wanted, low, high, state);
      else this.#spare(state.isClosed, block, row, column, low, high);
    }
  }

  #isTarget(row: number, column: number): boolean {
    return this.#targets === undefined || this.#targets.has(formatCell(row, column));
  }

  /** Makes no object for a cell that is not the worst so far: there are many. */
  #select(
    isUp: boolean,
    block: number,
    row: number,
    column: number,
    wantedVolts: number,
    low: number,
    high: number,
    state: BoundedState,
  ): void {
    const side = isUp ? 'up' : 'down';
    const sign = isUp ? 1 : -1;
    const thresholdVolts = isUp ? this.#profile.positiveThreshold : this.#profile.negativeThreshold;
    const leastVolts = isUp ? low : high;
    const mostVolts = isUp ? high : low;
    const lostVolts = Math.max(0, sign * (wantedVolts - leastVolts));
    const overdrive = sign * (wantedVolts - thresholdVolts);
    if (overdrive > this.wanted[side]) this.wanted[side] = overdrive;
    const isWorst = isWorse(lostVolts, wantedVolts, this.missed[side]);
    const isBest = this.best === undefined || sign * (mostVolts - thresholdVolts) > reach(this.best);
    if (!isWorst && !isBest) return;
    const columnVolts = isUp ? state.highVolts : state.lowVolts;
    const margin = { block, row, column, thresholdVolts, wantedVolts, leastVolts, mostVolts, columnVolts, lostVolts };
    if (isWorst) this.missed[side] = margin;
    if (isBest) this.best = margin;
  }

  #spare(isClosed: boolean, block: number, row: number, column: number, low: number, high: number): void {
    const { positiveThreshold, negativeThreshold } = this.#profile;
    const above = positiveThreshold * LIMIT_SLACK - high;
    const below = low - negativeThreshold * LIMIT_SLACK;
    const marginVolts = Math.min(above, below);
    const worst = isClosed ? this.closed : this.open;
    if (worst !== undefined && marginVolts >= worst.marginVolts) return;
    const isUp = above <= below;
    const margin = {
      block,
      row,
      column,
      thresholdVolts: isUp ? positiveThreshold : negativeThreshold,
      worstVolts: isUp ? high : low,
      leastVolts: isUp ? low : high,
      marginVolts,
    };
    if (isClosed) this.closed = margin;
    else this.open = margin;
  }
}
