import type { ConductanceRange, DeviceProfile } from '../../core/index.js';
import type { PlanCircuit } from './block-lines.js';
import type { CellAt, DisturbMargin, OverdriveMargin } from './cell-margins.js';
import type { SenseMargin } from './sense-margins.js';

export interface MarginOptions extends PlanCircuit {
  readonly profile: DeviceProfile;
  /** What was read or is wanted, row-major in siemens; without it all is bounded over the profile's ranges. */
  readonly conductances?: Float64Array;
  /** The cells that are to move. Without it they are all that are ordered over a threshold, as in an update. */
  readonly targets?: readonly CellAt[];
}

/** What the cells and amplifiers of a plan can find at worst, for cells that conduct what `cells` says. */
export interface MarginSet {
  /** Each cell, or the range that all are taken to lie in. */
  readonly cells: 'known' | ConductanceRange;
  /** The cell that can miss most of what it was to see; undefined where no cell is to move. */
  readonly overdrive: OverdriveMargin | undefined;
  /** What that is of the most overdrive that the plan asks for on the same side of 0 V: 0 is ideal, above 1 is all. */
  readonly lostShare: number;
  /** The cell that at best gets farthest over its threshold. */
  readonly best: OverdriveMargin | undefined;
  /** Whether any cell that is to move can pass its threshold by a hundredth of its overdrive; true where none is to. */
  readonly canMove: boolean;
  /** The worst among cells on open columns, and on closed ones that are to stay. */
  readonly open: DisturbMargin | undefined;
  readonly closed: DisturbMargin | undefined;
  /** The largest current that is sampled, and in any window of a sensed column. */
  readonly sampled: SenseMargin | undefined;
  readonly window: SenseMargin | undefined;
}
