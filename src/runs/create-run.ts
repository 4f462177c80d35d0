import { randomBytes } from 'node:crypto';
import { mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { asCrossbarError, ConfigError, CrossbarError, type Clock } from '../core/index.js';
import { CHECKPOINT_FOLDER } from './checkpoints.js';
import { syncFolder, writeDurably } from './durable-file.js';
import { Journal } from './journal.js';
import { JOURNAL_FILE, RunFolder, START_FILE } from './run-folder.js';
import { runFolderName } from './run-name.js';
import { makeStartDocument, type RunPremise } from './start-document.js';
import { strictJson } from './strict-json.js';

/** Where a run goes and what it is called. */
export interface NewRunPlace {
  /** Folder of all runs; made where it does not exist. */
  readonly root: string;
  /** What the run does: `train`, `iv`. */
  readonly kind: string;
  readonly name: string;
  readonly clock: Clock;
  /** Unpredictable bytes, for the folder's tag and the uid. */
  readonly entropy?: (bytes: number) => Uint8Array;
}

export interface NewRun extends NewRunPlace {
  readonly document: RunPremise;
}

/** A folder that is ours, before the run in it has begun: for what the start document must know, such as the board. */
export interface ClaimedRun {
  readonly path: string;
  /**
   * Begins the run. When it returns, `run.json` and the folder that holds it outlive a power cut, so that no stimulus
   * can precede the record of why it was given.
   *
   * @throws CrossbarError `bad-data` when JSON cannot hold the document
   */
  begin(document: RunPremise): RunFolder;
  /** Removes the folder if no run has begun in it. */
  discardUnlessBegun(): void;
}

const MAX_ATTEMPTS = 1000;

/** Makes a folder that nobody else has: mkdir refuses the name of another run of the same second. */
function claimFolder(run: NewRunPlace, time: Date, entropy: (bytes: number) => Uint8Array): string {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const tag = Buffer.from(entropy(2)).toString('hex');
    const { day, folder } = runFolderName({ time, tag, kind: run.kind, name: run.name });
    const parent = resolve(run.root, ...day);
    mkdirSync(parent, { recursive: true });
    try {
      mkdirSync(join(parent, folder));
      return join(parent, folder);
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    }
  }
  throw new CrossbarError(
    'bad-argument',
    `${MAX_ATTEMPTS} names were taken in ${run.root}. Give the run another name.`,
  );
}

function syncAncestors(path: string, root: string): void {
  for (let folder = path; folder.startsWith(root); folder = dirname(folder)) {
    syncFolder(folder);
    if (folder === dirname(folder)) return;
  }
  syncFolder(dirname(root));
}

/**
 * Takes a folder for a run that is about to begin.
 *
 * @throws ConfigError when the name is empty or the folder cannot be made
 */
export function claimRun(place: NewRunPlace): ClaimedRun {
  const entropy = place.entropy ?? ((bytes) => randomBytes(bytes));
  const time = place.clock.wallTime();
  const uidBytes = entropy(10);
  const path = inRoot(place.root, () => claimFolder(place, time, entropy));
  let begun = false;
  return {
    path,
    begin(document) {
      const start = makeStartDocument(place, document, time, uidBytes);
      const text = `${strictJson(start, 2)}\n`;
      return inRoot(place.root, () => {
        writeDurably(join(path, START_FILE), text);
        begun = true;
        const journal = new Journal(openSync(join(path, JOURNAL_FILE), 'ax'), place.clock);
        mkdirSync(join(path, CHECKPOINT_FOLDER));
        syncAncestors(path, resolve(place.root));
        return new RunFolder(path, start, journal);
      });
    },
    discardUnlessBegun() {
      if (!begun) rmSync(path, { recursive: true, force: true });
    },
  };
}

function inRoot<Result>(root: string, act: () => Result): Result {
  try {
    return act();
  } catch (thrown) {
    if (thrown instanceof CrossbarError) throw thrown;
    const { message } = asCrossbarError(thrown, 'bad-config', `A run cannot be started in ${root}`);
    throw new ConfigError('bad-config', `${message}. Choose a folder that can be written.`, {}, thrown);
  }
}

/**
 * Claims a folder and begins a run in it at once.
 *
 * @throws what {@link claimRun} and {@link ClaimedRun.begin} throw
 */
export function createRun(run: NewRun): RunFolder {
  const claimed = claimRun(run);
  try {
    return claimed.begin(run.document);
  } finally {
    claimed.discardUnlessBegun();
  }
}
