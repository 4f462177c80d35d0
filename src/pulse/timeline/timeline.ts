import { ConfigError, type ReferenceDrive } from '../../core/index.js';

/**
 * A level a line must not pass by a rounding error, and what is added to it: the level takes the DAC code at or below it
 * in magnitude, the rest the nearest code. Volts.
 */
export interface LevelAndOver {
  readonly levelVolts: number;
  readonly overVolts: number;
}

/**
 * What holds a line: volts of its DAC, nothing (`float`), or the amplifier that keeps it at 0 V and measures its current
 * (`sense`). A column is held only while its switch is closed.
 */
export type LineDrive = number | LevelAndOver | 'float' | 'sense';

/**
 * When a column's switch is closed. Seconds: for so long, as soon as the lines have settled; cut, and counted as clipped,
 * where the hold ends before. From and until, in seconds from the start of the hold: at these times or not at all.
 */
export type ColumnWindow = number | readonly [fromSeconds: number, untilSeconds: number];

/** Something for some of the lines, by their numbers: an object (`{ 3: 0.1 }`), or an array for the first of them. */
export type ByLine<Value> = Readonly<Record<number, Value>>;

/** Lines held for a time. Rows and gates that nobody holds rest at 0 V, columns that nobody holds stay open. */
export interface Hold {
  readonly kind: 'hold';
  readonly rows?: ByLine<LineDrive>;
  readonly columns?: ByLine<LineDrive>;
  /** Volts of gates; 1T1R boards only. */
  readonly gates?: ByLine<number | LevelAndOver>;
  /** Of held columns; a column without one is closed for as much of the hold as the board's guards allow. */
  readonly windows?: ByLine<ColumnWindow>;
  /** When the currents of sensed lines are sampled, seconds from when they are connected; `soonest` as early as the board can. */
  readonly sample?: number | 'soonest';
  readonly reference?: ReferenceDrive;
  /** Without it, a hold is as long as its windows, its sample and the board's guards take. */
  readonly seconds?: number;
}

/**
 * A pulse timeline in volts and seconds, made of holds one after the other or at once. It knows no board: ticks, codes and
 * guards come with {@link compileTimeline}. Times are rounded in the holds alone, so that what follows is exact in ticks: a
 * sequence lasts the sum of its parts, parts at once last as long as the longest.
 */
export type Timeline =
  | Hold
  | { readonly kind: 'sequential'; readonly parts: readonly Timeline[] }
  | { readonly kind: 'parallel'; readonly parts: readonly Timeline[] }
  | { readonly kind: 'repeat'; readonly times: number; readonly part: Timeline };

const isDuration = (seconds: number | undefined): boolean =>
  seconds === undefined || (Number.isFinite(seconds) && seconds >= 0);

/**
 * Holds lines for a time.
 *
 * @example hold({ rows: { 2: 0.3 }, columns: { 1: 'sense' }, windows: { 1: 50e-6 } }) // one pulse of 50 us on W02B01
 * @throws ConfigError where a time is negative or no number
 */
export function hold(lines: Omit<Hold, 'kind'>): Hold {
  const { seconds, sample } = lines;
  if (isDuration(seconds) && (sample === 'soonest' || isDuration(sample))) return { kind: 'hold', ...lines };
  throw new ConfigError(
    'bad-argument',
    `A hold lasts ${seconds} s and samples at ${sample} s. Times are finite and not negative.`,
    { seconds: seconds ?? null, sample: sample ?? null },
  );
}

/** All lines at rest for a time. */
export const rest = (seconds: number): Hold => hold({ seconds });

/** One after the other. */
export const sequential = (parts: readonly Timeline[]): Timeline => ({ kind: 'sequential', parts });

/** All from the same instant; lines of a part that has ended rest until the longest has. */
export const parallel = (parts: readonly Timeline[]): Timeline => ({ kind: 'parallel', parts });

/**
 * The same so many times over.
 *
 * @throws ConfigError unless `times` is a whole number from 0
 */
export function repeat(times: number, part: Timeline): Timeline {
  if (Number.isSafeInteger(times) && times >= 0) return { kind: 'repeat', times, part };
  throw new ConfigError('bad-argument', `Cannot repeat ${times} times. Give a whole number, 0 or more.`, { times });
}
