import {
  ConfigError,
  FLOATING,
  formatColumn,
  formatQuantity,
  SENSED,
  type BoardLimits,
  type Shape,
} from '../../core/index.js';
import type { BoardHold, WindowTicks } from './board-hold.js';
import { boardShort } from './board-short.js';
import { gridTicks, type Grid } from './grid.js';
import { columnCodes, gateCodes, rowCodes } from './line-codes.js';
import type { RoundingLog } from './rounding.js';
import type { Hold } from './timeline.js';

interface Window {
  readonly from: number;
  readonly until: number;
}

/** What a hold is fitted to, and where it is told what that did to it. */
interface Fitting {
  readonly hold: Hold;
  readonly shape: Shape;
  readonly limits: BoardLimits;
  readonly grid: Grid;
  readonly log: RoundingLog;
}

/** Ticks of a hold that says how long it lasts. */
function givenTicks({ hold, grid, log }: Fitting): number | undefined {
  const { seconds } = hold;
  if (seconds === undefined) return undefined;
  const ticks = gridTicks(seconds, grid);
  log.seconds('duration', seconds, ticks * grid.tickSeconds, grid.stepSeconds);
  if (ticks > 0 || seconds === 0) return ticks;
  const asked = `A hold of ${formatQuantity(seconds, 's')} is nothing on edges ${formatQuantity(grid.stepSeconds, 's')} apart.`;
  throw boardShort('edgeTicks', asked, 'Make it longer or leave it out.');
}

/** The windows that the hold names, before its end is known to cut them. */
function namedWindows({ hold, grid, log }: Fitting, columns: ReadonlyMap<number, number>): Map<number, Window> {
  const windows = new Map<number, Window>();
  for (const [key, asked] of Object.entries(hold.windows ?? {})) {
    const column = Number(key);
    const name = formatColumn(column);
    const [from, until] = typeof asked === 'number' ? [0, asked] : asked;
    if (!(from >= 0 && until >= from && until < Infinity) || (columns.get(column) ?? FLOATING) === FLOATING) {
      const what = `${name} has a window from ${from} s until ${until} s`;
      const remedy = 'Connect the column in the same hold, and give finite times in order.';
      throw new ConfigError('bad-data', `${what}. ${remedy}`, { line: name });
    }
    if (typeof asked === 'number') {
      const ticks = gridTicks(asked, grid);
      log.seconds(`${name} window`, asked, ticks * grid.tickSeconds, grid.stepSeconds);
      windows.set(column, { from: grid.settleTicks, until: grid.settleTicks + ticks });
      continue;
    }
    const window = { from: gridTicks(from, grid), until: gridTicks(until, grid) };
    log.seconds(`${name} closes`, from, window.from * grid.tickSeconds, grid.stepSeconds);
    log.seconds(`${name} opens`, until, window.until * grid.tickSeconds, grid.stepSeconds);
    if (window.from < grid.settleTicks && window.until > window.from) {
      const what = `${name} is to close ${formatQuantity(from, 's')} into a hold, and lines take ${settling(grid)} to settle.`;
      throw boardShort('settleTicks', what, 'Close it later, or give the length of the window alone.');
    }
    windows.set(column, window);
  }
  return windows;
}

const settling = (grid: Grid): string => formatQuantity(grid.settleTicks * grid.tickSeconds, 's');

function sampleTickOf(
  { hold, limits, grid, log }: Fitting,
  rows: ReadonlyMap<number, number>,
  columns: ReadonlyMap<number, number>,
  windows: ReadonlyMap<number, Window>,
): number {
  if (hold.sample === undefined) return 0;
  if (limits.maxSamples === 0) {
    throw boardShort('maxSamples', 'The timeline samples currents while it runs.', 'Read between plans instead.');
  }
  let connected = [...rows.values()].includes(SENSED) ? grid.settleTicks : -1;
  for (const [column, code] of columns) {
    if (code === SENSED) connected = Math.max(connected, windows.get(column)?.from ?? grid.settleTicks);
  }
  if (connected < 0) throw new ConfigError('bad-data', 'A hold samples, and senses no line. Add one that is sensed.');
  if (hold.sample === 'soonest') return connected + grid.readTicks;
  const after = gridTicks(hold.sample, grid);
  log.seconds('sample', hold.sample, after * grid.tickSeconds, grid.stepSeconds);
  if (after >= grid.readTicks) return connected + after;
  const what = `A hold samples ${formatQuantity(hold.sample, 's')} after its lines are connected.`;
  throw boardShort('readSeconds', what, `Wait ${formatQuantity(grid.readTicks * grid.tickSeconds, 's')} or more.`);
}

/** The window, ended with the hold. */
function within(window: Window, last: number, column: number, { hold, grid }: Fitting): Window {
  if (window.until <= window.from || window.until <= last) return window;
  const name = formatColumn(column);
  const guards = formatQuantity((grid.settleTicks + grid.openTicks) * grid.tickSeconds, 's');
  if (last <= window.from) {
    const what = `A hold of ${formatQuantity(hold.seconds ?? 0, 's')} leaves ${name} no time to be closed: guards take ${guards}.`;
    throw boardShort('settleTicks', what, 'Make the hold longer.');
  }
  if (typeof hold.windows?.[column] !== 'object') return { from: window.from, until: last };
  const end = formatQuantity(last * grid.tickSeconds, 's');
  const what = `${name} is to open ${formatQuantity(window.until * grid.tickSeconds, 's')} into a hold, and must by ${end}.`;
  throw boardShort('openTicks', what, 'Open it earlier, make the hold longer, or give the length of the window alone.');
}

/**
 * A hold as one board can make it: edges on its grid, volts in its codes, windows between its guards.
 *
 * @param number of the hold in reports, from 1
 * @throws ConfigError naming the capability that the board lacks (`details.capability`), or what is wrong with the hold
 */
export function roundHold(fitting: Fitting, number: number): BoardHold {
  const { hold, shape, limits, grid, log } = fitting;
  const rows = rowCodes(hold, shape, limits, log);
  const columns = columnCodes(hold, shape, limits, log);
  const gates = gateCodes(hold, shape, limits, log);
  const given = givenTicks(fitting);
  const named = namedWindows(fitting, columns);
  const sampleTick = sampleTickOf(fitting, rows, columns, named);
  let last = given === undefined ? sampleTick : given - grid.openTicks;
  if (given === undefined) for (const { until } of named.values()) last = Math.max(last, until);
  const ticks = given ?? last + grid.openTicks;
  if (given === undefined && last === 0) {
    throw new ConfigError('bad-data', 'A hold has neither a length, nor a window, nor a sample. Give it one of them.');
  }
  if (sampleTick > last) {
    const what = `A hold of ${formatQuantity(ticks * grid.tickSeconds, 's')} ends before the sample that it takes.`;
    throw boardShort('readSeconds', what, 'Make the hold longer.');
  }
  const windows = new Map<number, WindowTicks>();
  let clippedWindows = 0;
  for (const [column, drive] of columns) {
    if (drive === FLOATING) continue;
    const asked = named.get(column);
    const { from, until } = within(asked ?? { from: grid.settleTicks, until: Infinity }, last, column, fitting);
    if (asked && until < asked.until) clippedWindows += 1;
    if (until > from) windows.set(column, [from, until]);
  }
  const reference = hold.reference ?? 'off';
  return { number, ticks, rows, columns, windows, gates, sampleTick, reference, clippedWindows };
}
