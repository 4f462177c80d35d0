import { formatCell, formatColumn, formatQuantity, type PulsePlan } from '../../core/index.js';
import { conductanceOf } from './block-lines.js';
import type { DisturbMargin, OverdriveMargin } from './cell-margins.js';
import type { MarginOptions, MarginSet } from './margin-set.js';

/**
 * From bad to worse: `clips`: a sampled current is beyond the amplifier; `weak`: a cell can miss more than a tenth of
 * the overdrive; `may-disturb`: a cell that is to stay passes its threshold for some conductances; `cannot-move`: no
 * cell that is to move reaches its threshold; `disturbs`: a cell that is to stay passes its threshold whatever the
 * conductances.
 */
export type MarginVerdict = 'works' | 'clips' | 'weak' | 'may-disturb' | 'cannot-move' | 'disturbs';

/** One thing that is wrong with a plan, and where it is worst. */
export interface MarginFinding {
  readonly verdict: Exclude<MarginVerdict, 'works'>;
  readonly text: string;
  readonly block: number;
  /** Null where the fault is a line's. */
  readonly row: number | null;
  readonly column: number | null;
}

const SEVERITY: readonly MarginVerdict[] = ['disturbs', 'cannot-move', 'may-disturb', 'weak', 'clips'];
/** More than this of the overdrive lost is too much to leave to calibration. */
const WEAK_SHARE = 0.1;

const volts = (value: number): string => formatQuantity(value, 'V', 3);
const siemens = (value: number): string => formatQuantity(value, 'S', 3);
const whereOf = ({ row, column, block }: { row: number; column: number; block: number }): string =>
  `${formatCell(row, column)} in block ${block + 1}`;

/** What stands against the switch of a cell's column. */
function load(margin: OverdriveMargin, plan: PulsePlan, set: MarginSet, options: MarginOptions): string {
  const { rows, columns } = plan.shape;
  if (options.conductances === undefined || set.cells !== 'known') {
    const { min, max } = set.cells === 'known' ? options.profile.linearRange : set.cells;
    return `${rows} cells of ${siemens(min)} to ${siemens(max)} (up to ${siemens(rows * max)})`;
  }
  let sum = 0;
  for (let row = 0; row < rows; row += 1) sum += options.conductances[row * columns + margin.column]!;
  return `${rows} cells of ${siemens(sum / rows)} (${siemens(sum)})`;
}

function because(margin: OverdriveMargin, plan: PulsePlan, set: MarginSet, options: MarginOptions): string {
  const { switchOnOhms, driverOhms, segmentOhms } = options.analog;
  const others = [
    ...(driverOhms > 0 ? [`row drivers of ${formatQuantity(driverOhms, 'Ohm', 3)}`] : []),
    ...(segmentOhms > 0 ? [`wires of ${formatQuantity(segmentOhms, 'Ohm', 3)} a cell`] : []),
  ];
  return (
    `column ${formatColumn(margin.column)} goes to ${volts(margin.columnVolts)} because ` +
    `${load(margin, plan, set, options)} stand against the ${siemens(conductanceOf(switchOnOhms))} of its switch` +
    (others.length > 0 ? `; ${others.join(' and ')} take their part` : '')
  );
}

function unmoved(plan: PulsePlan, set: MarginSet, options: MarginOptions): MarginFinding[] {
  const { best } = set;
  if (best === undefined || set.canMove) return [];
  const { block, row, column } = best;
  const least = set.cells === 'known' ? 'sees' : 'sees at best';
  const text =
    `No cell can move: ${whereOf(best)} ${least} ${volts(best.mostVolts)} of the ${volts(best.wantedVolts)} it is ` +
    `ordered, and moves from ${volts(best.thresholdVolts)}; ${because(best, plan, set, options)}. Use a board whose ` +
    `switches conduct better, fewer rows, cells that conduct less, or more overdrive.`;
  return [{ verdict: 'cannot-move', text, block, row, column }];
}

function weakened(plan: PulsePlan, set: MarginSet, options: MarginOptions): MarginFinding[] {
  const { overdrive: worst } = set;
  if (worst === undefined || !set.canMove || set.lostShare <= WEAK_SHARE) return [];
  const { block, row, column } = worst;
  const can = set.cells === 'known' ? 'sees' : 'can see as little as';
  const text =
    `Weak: ${whereOf(worst)} ${can} ${volts(worst.leastVolts)} of the ${volts(worst.wantedVolts)} it is ordered, and ` +
    `moves from ${volts(worst.thresholdVolts)}: ${Math.round(100 * set.lostShare)} % of the plan's overdrive; ` +
    `${because(worst, plan, set, options)}. Cells that are ordered less than ${volts(worst.lostVolts)} over their ` +
    `threshold may not move. Compensate the update, or use more overdrive.`;
  return [{ verdict: 'weak', text, block, row, column }];
}

function disturbed(worst: DisturbMargin | undefined, set: MarginSet, place: string): MarginFinding[] {
  if (worst === undefined || worst.marginVolts >= 0) return [];
  const { block, row, column, thresholdVolts } = worst;
  const always = Math.sign(thresholdVolts) * (worst.leastVolts - thresholdVolts) > 0;
  const sees = always ? (set.cells === 'known' ? 'sees' : 'sees at least') : 'could see';
  const seen = always ? worst.leastVolts : worst.worstVolts;
  const text =
    `${whereOf(worst)}, ${place} and not to be moved, ${sees} ${volts(seen)}, and moves from ` +
    `${volts(thresholdVolts)}. Lower the volts, or bring the rows closer together.`;
  return [{ verdict: always ? 'disturbs' : 'may-disturb', text, block, row, column }];
}

function clipped({ sampled }: MarginSet): MarginFinding[] {
  if (sampled === undefined || sampled.amperes <= sampled.fullScaleAmperes) return [];
  const text =
    `${sampled.line} in block ${sampled.block + 1} can carry ${formatQuantity(sampled.amperes, 'A', 3)} when it is ` +
    `sampled, and its amplifier measures up to ${formatQuantity(sampled.fullScaleAmperes, 'A', 3)}. Lower the read ` +
    `volts, or sample fewer rows at once.`;
  return [{ verdict: 'clips', text, block: sampled.block, row: null, column: null }];
}

/** What is wrong with a plan, the worst first. */
export function judgeMargins(plan: PulsePlan, set: MarginSet, options: MarginOptions): MarginFinding[] {
  return [
    ...disturbed(set.open, set, 'on an open column'),
    ...disturbed(set.closed, set, 'on a closed column'),
    ...unmoved(plan, set, options),
    ...weakened(plan, set, options),
    ...clipped(set),
  ].toSorted((a, b) => SEVERITY.indexOf(a.verdict) - SEVERITY.indexOf(b.verdict));
}
