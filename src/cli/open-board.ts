import { ConfigError, CrossbarError, systemClock, type Board, type Clock, type Shape } from '../core/index.js';
import {
  drawNonce,
  lookAtBoard,
  openBoard,
  openTransport,
  parseBoardUri,
  type BoardSight,
  type BoardUri,
  type Transport,
  type TwinUri,
} from '../drivers/index.js';
import {
  backgroundClock,
  createTwin,
  isTimingProfile,
  type Pace,
  type TimingProfile,
  type Twin,
} from '../twin/index.js';
import { boardFor } from './board-choice.js';
import { chipFor, DEFAULT_CHIP } from './chip-choice.js';
import { parseShapes } from './shape-list.js';

/** What to make a twin of, where its address does not say. Other boards are what they are. */
export interface TwinWishes {
  /** A device or a chip file. */
  readonly chip?: string | undefined;
  readonly seed?: number | undefined;
  readonly arrays?: readonly Shape[] | undefined;
  /** Where the twin keeps its cells and its retained memory. */
  readonly stateFile?: string | undefined;
  /** How finely it places its edges; `p1` where left open. */
  readonly profile?: TimingProfile | undefined;
  /** A board file, with the profile and the errors of a board; excludes `profile`. */
  readonly boardFile?: string | undefined;
  /** How long its plans take: `instant`, no time at all, where left open. */
  readonly pace?: Pace | undefined;
}

/** Enough for the iris recipe, and small enough to look at. */
export const DEFAULT_ARRAYS: readonly Shape[] = [
  { rows: 5, columns: 8 },
  { rows: 9, columns: 3 },
];

/** A chip is a thing of its own: what is done with it does not change which one it is. */
const DEFAULT_CHIP_SEED = 1;

const TWIN_OPTIONS = ['seed', 'arrays', 'state', 'board', 'profile', 'pace'];

function wholeSeed(uri: TwinUri): number | undefined {
  const text = uri.options.get('seed');
  if (text === undefined) return undefined;
  const seed = Number(text);
  if (Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new ConfigError('bad-argument', `${uri.text}: seed is '${text}'. Give a whole number from 0.`, {
    uri: uri.text,
  });
}

function profileOf(uri: TwinUri): TimingProfile | undefined {
  const text = uri.options.get('profile');
  if (text === undefined || isTimingProfile(text)) return text;
  throw new ConfigError('bad-argument', `${uri.text}: profile is '${text}'. Give p1 or p10.`, { uri: uri.text });
}

function paceOf(uri: TwinUri): Pace | undefined {
  const text = uri.options.get('pace');
  if (text === undefined || text === 'instant' || text === 'real-time') return text;
  throw new ConfigError('bad-argument', `${uri.text}: pace is '${text}'. Give instant or real-time.`, {
    uri: uri.text,
  });
}

/**
 * Builds a twin; where a wish is left open, the usual one.
 *
 * @param clock for its lease; left out, only a twin in real time has one
 */
export function makeTwin({ chip, seed, arrays, stateFile, profile, boardFile, pace }: TwinWishes, clock?: Clock): Twin {
  const ownClock = clock ?? (pace === 'real-time' ? backgroundClock : undefined);
  return createTwin({
    chip: chipFor(chip ?? DEFAULT_CHIP),
    arrays: arrays ?? DEFAULT_ARRAYS,
    seed: seed ?? DEFAULT_CHIP_SEED,
    ...boardFor(profile, boardFile),
    ...(stateFile === undefined ? {} : { stateFile }),
    ...(pace === undefined ? {} : { pace }),
    ...(ownClock === undefined ? {} : { clock: ownClock }),
  });
}

/** The twin that a `twin:` address and the wishes describe; the address has the last word. */
function twinOf(uri: TwinUri, wishes: TwinWishes): Twin {
  for (const name of uri.options.keys()) {
    if (TWIN_OPTIONS.includes(name)) continue;
    throw new ConfigError('bad-argument', `${uri.text}: a twin has no '${name}'. It has ${TWIN_OPTIONS.join(', ')}.`, {
      uri: uri.text,
    });
  }
  if (uri.chipFile !== undefined && wishes.chip !== undefined) {
    throw new ConfigError('bad-argument', `${uri.text} names a chip and so does --chip. Drop one of them.`);
  }
  const arrays = uri.options.get('arrays');
  return makeTwin({
    chip: uri.chipFile ?? wishes.chip,
    arrays: arrays === undefined ? wishes.arrays : parseShapes(arrays),
    seed: wholeSeed(uri) ?? wishes.seed,
    stateFile: uri.options.get('state') ?? wishes.stateFile,
    profile: profileOf(uri) ?? wishes.profile,
    boardFile: uri.options.get('board') ?? wishes.boardFile,
    pace: paceOf(uri) ?? wishes.pace,
  });
}

/** Opens any board; a twin is made by the wishes and let go of with the board. */
export function openAnyBoard(address: string, wishes: TwinWishes = {}): Promise<Board> {
  return openBoard(address, { clock: systemClock, openTwin: (uri) => twinOf(uri, wishes) });
}

/** Opens the way to any board and says nothing on it. */
export const openLink = (uri: BoardUri): Promise<Transport> =>
  openTransport(uri, { clock: systemClock, openTwin: (twin) => twinOf(twin, {}) });

/** Asks a board who and how it is, and leaves it so; see {@link lookAtBoard}. */
export async function lookAt(address: string): Promise<BoardSight> {
  const uri = parseBoardUri(address);
  return lookAtBoard(await openLink(uri), { uri: uri.text, clock: systemClock, drawNonce });
}

/**
 * Opens a board for one piece of work; grounds and closes it on every way out, an interrupt included.
 *
 * @param work is handed the board, and what to call once it sees to interrupts by itself
 */
export async function withBoard<Result>(
  address: string,
  wishes: TwinWishes,
  work: (board: Board, ownInterrupts: () => void) => Promise<Result>,
): Promise<Result> {
  const board = await openAnyBoard(address, wishes);
  let stopListening = (): void => undefined;
  const interrupted = new Promise<never>((_, reject) => {
    const interrupt = (): void => reject(new CrossbarError('interrupted', 'Interrupted; the outputs were grounded.'));
    process.once('SIGINT', interrupt);
    process.once('SIGTERM', interrupt);
    stopListening = () => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    };
  });
  try {
    return await Promise.race([work(board, stopListening), interrupted]);
  } finally {
    stopListening();
    await board.close();
  }
}
