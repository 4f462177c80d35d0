import { ConfigError, CrossbarError, systemClock, type Board, type Shape } from '../core/index.js';
import { openBoard, openTransport, type BoardUri, type Transport, type TwinUri } from '../drivers/index.js';
import { createTwin, type Twin } from '../twin/index.js';
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
}

/** Enough for the iris recipe, and small enough to look at. */
export const DEFAULT_ARRAYS: readonly Shape[] = [
  { rows: 5, columns: 8 },
  { rows: 9, columns: 3 },
];

/** A chip is a thing of its own: what is done with it does not change which one it is. */
const DEFAULT_CHIP_SEED = 1;

const TWIN_OPTIONS = ['seed', 'arrays', 'state'];

function wholeSeed(uri: TwinUri): number | undefined {
  const text = uri.options.get('seed');
  if (text === undefined) return undefined;
  const seed = Number(text);
  if (Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new ConfigError('bad-argument', `${uri.text}: seed is '${text}'. Give a whole number from 0.`, {
    uri: uri.text,
  });
}

/** Builds a twin; where a wish is left open, the usual one. */
export function makeTwin({ chip, seed, arrays, stateFile }: TwinWishes): Twin {
  return createTwin({
    chip: chipFor(chip ?? DEFAULT_CHIP),
    arrays: arrays ?? DEFAULT_ARRAYS,
    seed: seed ?? DEFAULT_CHIP_SEED,
    ...(stateFile === undefined ? {} : { stateFile }),
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
  });
}

/** Opens any board; a twin is made by the wishes and let go of with the board. */
export function openAnyBoard(address: string, wishes: TwinWishes = {}): Promise<Board> {
  return openBoard(address, { clock: systemClock, openTwin: (uri) => twinOf(uri, wishes) });
}

/** Opens the way to any board and says nothing on it. */
export const openLink = (uri: BoardUri): Promise<Transport> =>
  openTransport(uri, { clock: systemClock, openTwin: (twin) => twinOf(twin, {}) });

/** Opens a board for one piece of work; grounds and closes it on every way out, an interrupt included. */
export async function withBoard<Result>(
  address: string,
  wishes: TwinWishes,
  work: (board: Board) => Promise<Result>,
): Promise<Result> {
  const board = await openAnyBoard(address, wishes);
  let interrupt: (() => void) | undefined;
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = () => reject(new CrossbarError('interrupted', 'Interrupted; the outputs were grounded.'));
    process.once('SIGINT', interrupt);
    process.once('SIGTERM', interrupt);
  });
  try {
    return await Promise.race([work(board), interrupted]);
  } finally {
    if (interrupt) {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    }
    await board.close();
  }
}
