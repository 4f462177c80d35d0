import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError, firstZodProblem, wordIssue, type Board } from '../core/index.js';
import { writeDurably } from './durable-file.js';
import { strictJson } from './strict-json.js';

const PASSPORT_FILE = 'passport.json';
const LEDGER_FILE = 'ledger.qwl';
/** Folder of the chips, beside the runs. */
const CHIPS_FOLDER = 'chips';

const chipPassport = z.object({
  schema: z.literal(1),
  id: z.string(),
  /** The device on the chip. */
  device: z.string(),
  /** Serial number of the board it was first seen on. */
  board: z.string(),
  firstSeen: z.iso.datetime(),
  /** Most pulses that any cell may get in its life; null for no bound. */
  maxPulsesPerCell: z.int().positive().nullable(),
});

/** What is known of a chip as a thing: the page in front of its ledger. */
export type ChipPassport = z.infer<typeof chipPassport>;

/** A folder for one chip: its passport and its ledger. */
export interface ChipFolder {
  readonly path: string;
  readonly ledger: string;
  readonly passport: ChipPassport;
}

/** The name that a chip has unless its user gives it one. */
export const chipIdOf = (board: Pick<Board, 'identity'>): string =>
  `${board.identity.chip || 'chip'}-on-${board.identity.serialNumber}`.replaceAll(/[^A-Za-z0-9._-]/gu, '_');

export const chipPath = (root: string, id: string): string => join(root, CHIPS_FOLDER, id);

/** Ids of the chips that have a passport under a folder of runs. */
export function chipIds(root: string): readonly string[] {
  const folder = join(root, CHIPS_FOLDER);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((id) => existsSync(join(folder, id, PASSPORT_FILE)))
    .toSorted();
}

/**
 * The folder of a chip that is known.
 *
 * @returns undefined where it has no passport
 * @throws ConfigError `bad-config` in one line where the passport cannot be read
 */
export function openChip(path: string): ChipFolder | undefined {
  const file = join(path, PASSPORT_FILE);
  if (!existsSync(file)) return undefined;
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigError('bad-config', `${file}: not JSON. Restore it from a copy.`, { file }, error);
  }
  const parsed = chipPassport.safeParse(raw, { error: wordIssue });
  if (!parsed.success) throw firstZodProblem(file, raw, parsed.error, undefined);
  return { path, ledger: join(path, LEDGER_FILE), passport: parsed.data };
}

/** Writes a chip's passport, and makes its folder where there is none. */
export function writePassport(path: string, passport: ChipPassport): ChipFolder {
  mkdirSync(path, { recursive: true });
  writeDurably(join(path, PASSPORT_FILE), `${strictJson(passport, 2)}\n`);
  return { path, ledger: join(path, LEDGER_FILE), passport };
}
