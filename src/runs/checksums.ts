import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ConfigError, CrossbarError } from '../core/index.js';
import { isLeftover, writeDurably } from './durable-file.js';
import { fileChunks } from './file-chunks.js';

/** As `sha256sum` of coreutils writes and checks it. */
const CHECKSUM_FILE = 'SHA256SUMS';

export const sha256OfText = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Undefined where there is no such file. */
export function sha256OfFile(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const hash = createHash('sha256');
  for (const chunk of fileChunks(path)) hash.update(chunk);
  return hash.digest('hex');
}

function runFiles(runPath: string): string[] {
  return readdirSync(runPath, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !isLeftover(entry.name))
    .map((entry) => relative(runPath, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => file !== CHECKSUM_FILE)
    .toSorted();
}

/** Seals a run: lists every file of it with its SHA-256. */
export function writeChecksums(runPath: string): void {
  const lines = runFiles(runPath).map((file) => `${sha256OfFile(join(runPath, file))}  ${file}\n`);
  writeDurably(join(runPath, CHECKSUM_FILE), lines.join(''));
}

export interface RunVerification {
  /** False for a run that never came to its end: there is nothing to check it against. */
  readonly sealed: boolean;
  /** Sealed, and every file is there as it was; files added since do no harm. */
  readonly intact: boolean;
  readonly checkedFiles: number;
  readonly altered: readonly string[];
  readonly missing: readonly string[];
  /** In the folder but not in the list. */
  readonly unlisted: readonly string[];
}

function listedSums(path: string): ReadonlyMap<string, string> {
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  const pairs = lines.map((line): [string, string] => {
    const [, sum, file] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (sum !== undefined && file !== undefined) return [file, sum];
    throw new CrossbarError('run-damaged', `${path} holds a line that is no checksum: '${line.slice(0, 80)}'.`, {
      path,
    });
  });
  return new Map(pairs);
}

/**
 * Checks a run's files against its SHA256SUMS.
 *
 * @throws ConfigError `bad-argument` when there is no such folder; CrossbarError `run-damaged` when SHA256SUMS itself
 *   cannot be read
 */
export function verifyRun(runPath: string): RunVerification {
  if (!existsSync(runPath)) throw new ConfigError('bad-argument', `There is no folder ${runPath} to verify.`);
  const list = join(runPath, CHECKSUM_FILE);
  const present = runFiles(runPath);
  if (!existsSync(list)) {
    return { sealed: false, intact: false, checkedFiles: 0, altered: [], missing: [], unlisted: present };
  }
  const sums = listedSums(list);
  const found = [...sums].map(([file, sum]) => ({ file, sum, actual: sha256OfFile(join(runPath, file)) }));
  const missing = found.filter(({ actual }) => actual === undefined).map(({ file }) => file);
  const altered = found.filter(({ actual, sum }) => actual !== undefined && actual !== sum).map(({ file }) => file);
  const unlisted = present.filter((file) => !sums.has(file));
  const intact = missing.length === 0 && altered.length === 0;
  return { sealed: true, intact, checkedFiles: sums.size, altered, missing, unlisted };
}
