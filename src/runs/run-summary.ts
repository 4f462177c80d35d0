import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ConfigError, CrossbarError } from '../core/index.js';
import { checkpointIsIntact, type CheckpointDocument } from './checkpoints.js';
import type { DocumentOf, exitStatuses, JournalRecord } from './journal-documents.js';
import { readJournal } from './journal-reader.js';
import { JOURNAL_FILE, START_FILE } from './run-folder.js';
import { looksLikeRunFolder } from './run-name.js';
import { RUN_SCHEMA_VERSION, startDocument, type StartDocument } from './start-document.js';
import { accountAfter, emptyAccount, type SerialAccount } from './unacknowledged.js';

/** What the files of a run say of it, whether it ended, goes on, or was killed. */
export interface RunSummary {
  readonly path: string;
  readonly start: StartDocument;
  /** `interrupted`: there is no stop document, because the run was killed or is still going on. */
  readonly exitStatus: (typeof exitStatuses)[number] | 'interrupted';
  readonly stop: DocumentOf<'stop'> | null;
  /** The last position that the journal tells of, 0-based; null where it tells of none. */
  readonly split: number | null;
  readonly epoch: number | null;
  readonly serials: SerialAccount;
  readonly inDoubt: readonly DocumentOf<'in-doubt'>[];
  /** The latest whose file is as it was written. */
  readonly lastCheckpoint: CheckpointDocument | null;
  /** The board's last proof of safe outputs. */
  readonly grounded: DocumentOf<'grounded'> | null;
  readonly journalLines: number;
  /** Bytes of a last document that was not completed. */
  readonly tornBytes: number;
  /** ISO 8601; of the start where the journal is empty. */
  readonly lastWallTime: string;
}

type Progress = { -readonly [Key in Exclude<keyof RunSummary, 'path' | 'start'>]: RunSummary[Key] };

function readStart(path: string): StartDocument {
  const file = join(path, START_FILE);
  const details = { path };
  if (!existsSync(file)) {
    if (looksLikeRunFolder(basename(path)) && existsSync(path)) {
      const message = `${path} has no ${START_FILE}: it was killed as it was made, before any stimulus. Remove it.`;
      throw new CrossbarError('run-damaged', message, details);
    }
    const message = `${path} is not a run: it has no ${START_FILE}. Give the path of a run's own folder.`;
    throw new ConfigError('bad-argument', message, details);
  }
  try {
    return startDocument.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (thrown) {
    const what = `is damaged or not of schema version ${RUN_SCHEMA_VERSION}`;
    throw new CrossbarError('run-damaged', `${file} ${what}. Restore it from a copy of the run.`, details, thrown);
  }
}

function note(progress: Progress, checkpoints: CheckpointDocument[], record: JournalRecord): void {
  progress.lastWallTime = record.wallTime;
  progress.serials = accountAfter(progress.serials, record);
  if (record.type === 'event' || record.type === 'checkpoint') {
    // an event outside the splits (say, of the link) tells nothing of the position
    if (record.split !== undefined && record.split !== progress.split) progress.epoch = null;
    progress.split = record.split ?? progress.split;
    progress.epoch = record.epoch ?? progress.epoch;
  }
  if (record.type === 'checkpoint') checkpoints.push(record);
  if (record.type === 'in-doubt') progress.inDoubt = [...progress.inDoubt, record];
  if (record.type === 'grounded') progress.grounded = record;
  if (record.type === 'stop') {
    progress.stop = record;
    progress.exitStatus = record.exitStatus;
  }
}

/**
 * Reads how far a run came, from a folder in whatever state its process left it. Changes nothing in it.
 *
 * @throws ConfigError `bad-argument` when the path is no run; CrossbarError `run-damaged` when run.json, or a journal line
 *   before the last, is not what was written
 */
export function openRun(runPath: string): RunSummary {
  const path = resolve(runPath);
  const start = readStart(path);
  const checkpoints: CheckpointDocument[] = [];
  const progress: Progress = {
    exitStatus: 'interrupted',
    stop: null,
    split: null,
    epoch: null,
    serials: emptyAccount,
    inDoubt: [],
    lastCheckpoint: null,
    grounded: null,
    journalLines: 0,
    tornBytes: 0,
    lastWallTime: start.startedAt,
  };
  const journal = join(path, JOURNAL_FILE);
  if (existsSync(journal)) {
    const tail = readJournal(journal, (record) => note(progress, checkpoints, record));
    progress.journalLines = tail.lines;
    progress.tornBytes = tail.tornBytes;
  }
  progress.lastCheckpoint = checkpoints.findLast((document) => checkpointIsIntact(path, document)) ?? null;
  return { path, start, ...progress };
}
