import type { AnalogPath } from '../../core/index.js';
import { QUARTERS, type QuarterPeriodUpdate } from '../quarter-period.js';
import { conductanceOf } from './block-lines.js';

/** What hangs on every column: the sum of its cells' conductances, siemens, at least and at most. */
export interface ColumnLoads {
  readonly leastSiemens: Float64Array;
  readonly mostSiemens: Float64Array;
}

export interface CompensationOptions {
  readonly analog: Pick<AnalogPath, 'switchOnOhms'>;
  readonly referenceSiemens: number;
  /** Rows are raised no further than this, |V|. */
  readonly maxRowVolts: number;
}

/** What was done to an update so that its cells see what it orders. */
export interface Compensation {
  readonly update: QuarterPeriodUpdate;
  /** What was added to every row in each quarter, away from 0 V; signed. */
  readonly addedVolts: Float64Array;
  /** Where each column's node is expected while its switch is closed, quarters x columns; 0 where it stays open. */
  readonly columnVolts: Float64Array;
  /** What each window was lengthened by, quarters x columns; 1 where nothing was done. */
  readonly windowFactors: Float64Array;
  /** Windows cut at the quarter's end by the lengthening, beside those that were already. */
  readonly clippedWindows: number;
  /** Windows in which no cell reaches its threshold, raised or not; they are left as they were. */
  readonly lostWindows: number;
  /** Quarters in which rows could not be raised as far as they should. */
  readonly cappedQuarters: number;
}

/** What of its rows' volts a column's node takes: sum G / (1/R + G_ref + sum G). */
const share = (load: number, switchSiemens: number, reference: number): number =>
  load / (switchSiemens + reference + load);

/** Sizes of the row volts of one quarter. */
function rowSizes(update: QuarterPeriodUpdate, quarter: number) {
  const base = Math.abs(update.thresholdVolts[quarter]!);
  let least = Infinity;
  let most = 0;
  let sum = 0;
  for (let row = 0; row < update.rows; row += 1) {
    const size = base + Math.abs(update.overdriveVolts[quarter * update.rows + row]!);
    least = Math.min(least, size);
    most = Math.max(most, size);
    sum += size;
  }
  return { least, most, mean: sum / update.rows };
}

/** How much of the overdrive that a quarter orders is left when every cell of a column misses so many volts. */
function keptShare(update: QuarterPeriodUpdate, quarter: number, missedVolts: number): number {
  let ordered = 0;
  let kept = 0;
  for (let row = 0; row < update.rows; row += 1) {
    const overdrive = Math.abs(update.overdriveVolts[quarter * update.rows + row]!);
    ordered += overdrive;
    kept += overdrive > 0 ? Math.max(0, overdrive - missedVolts) : 0;
  }
  return ordered === 0 ? 1 : kept / ordered;
}

/**
 * Gives back to an update what the switches' resistance takes, as far as can be known from the sum of each column's
 * conductances. A closed column's node follows its rows by k = sum G / (1/R + G_ref + sum G), P1's equation IV.1.
 *
 * First all rows of a quarter are raised by d = k v / (1 - k), with the k of the column that carries least and the v of
 * the row that is lowest, of those columns that close in that quarter: by what the least that any node rises is, rise
 * of d included. So no row at rest passes its threshold on a closed column, whatever its cells, and the column that
 * carries least gets what was ordered. Then each window is lengthened by what its column still misses, as the sum of
 * its rows' overdrives ordered over the sum of those kept: cells move in proportion to time and overdrive, which is what
 * the profile knows of them. Nodes are taken to follow the mean row voltage.
 *
 * Rows stand higher above open columns too: check the update with `assertNoSneakDisturb` after this, as before.
 */
export function compensateUpdate(
  update: QuarterPeriodUpdate,
  loads: ColumnLoads,
  { analog, referenceSiemens, maxRowVolts }: CompensationOptions,
): Compensation {
  const { columns, quarterSeconds } = update;
  const switchSiemens = conductanceOf(analog.switchOnOhms);
  const addedVolts = new Float64Array(QUARTERS);
  const columnVolts = new Float64Array(QUARTERS * columns);
  const windowFactors = new Float64Array(QUARTERS * columns).fill(1);
  const columnOnSeconds = update.columnOnSeconds.slice();
  const counts = { clippedWindows: 0, lostWindows: 0, cappedQuarters: 0 };
  for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
    const sign = Math.sign(update.thresholdVolts[quarter]!);
    const closing = [...loads.leastSiemens.keys()].filter(
      (column) => update.columnOnSeconds[quarter * columns + column]! > 0,
    );
    if (closing.length === 0) continue;
    const { least, most, mean } = rowSizes(update, quarter);
    const lightest = Math.min(...closing.map((column) => loads.leastSiemens[column]!));
    const k = share(lightest, switchSiemens, referenceSiemens);
    const wanted = (k * least) / (1 - k);
    const raised = Math.min(wanted, Math.max(0, maxRowVolts - most));
    if (raised < wanted) counts.cappedQuarters += 1;
    addedVolts[quarter] = sign * raised;
    for (const column of closing) {
      const place = quarter * columns + column;
      const load = (loads.leastSiemens[column]! + loads.mostSiemens[column]!) / 2;
      const node = share(load, switchSiemens, referenceSiemens) * (mean + raised);
      columnVolts[place] = sign * node;
      const kept = keptShare(update, quarter, Math.max(0, node - raised));
      if (kept === 0) {
        counts.lostWindows += 1;
        continue;
      }
      windowFactors[place] = 1 / kept;
      const asked = columnOnSeconds[place]! / kept;
      if (asked > quarterSeconds && columnOnSeconds[place]! < quarterSeconds) counts.clippedWindows += 1;
      columnOnSeconds[place] = Math.min(asked, quarterSeconds);
    }
  }
  const [q1, q2, q3, q4] = update.thresholdVolts;
  const [a1, a2, a3, a4] = addedVolts as unknown as [number, number, number, number];
  return {
    update: {
      ...update,
      thresholdVolts: [q1 + a1, q2 + a2, q3 + a3, q4 + a4],
      columnOnSeconds,
      clippedWindows: update.clippedWindows + counts.clippedWindows,
    },
    addedVolts,
    columnVolts,
    windowFactors,
    ...counts,
  };
}
