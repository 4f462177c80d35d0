import { mkdirSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { ConfigError, CrossbarError } from '../core/index.js';
import { writeCheckpoint, type CheckpointDocument, type CheckpointPosition } from './checkpoints.js';
import { writeChecksums } from './checksums.js';
import { writeDurably } from './durable-file.js';
import type { DocumentOf, JournalDocument } from './journal-documents.js';
import type { Journal } from './journal.js';
import type { StartDocument } from './start-document.js';
import { RangedStimulusJournal } from './stimulus-journal.js';

export const START_FILE = 'run.json';
export const JOURNAL_FILE = 'journal.jsonl';
const REPORT_FILE = 'report.html';

/** A run that is being written. One process holds it; anyone may read its files at any instant. */
export class RunFolder {
  readonly path: string;
  readonly start: StartDocument;
  /** To be told of every plan before and after it is fired. */
  readonly stimuli: RangedStimulusJournal;
  readonly #journal: Journal;
  #checkpoints = 0;
  #closed = false;

  constructor(path: string, start: StartDocument, journal: Journal) {
    this.path = path;
    this.start = start;
    this.#journal = journal;
    this.stimuli = new RangedStimulusJournal(journal);
  }

  /** Appends a document; it outlives this process once the call returns. Grounding and doubt are synced at once. */
  append(document: Exclude<JournalDocument, DocumentOf<'checkpoint'> | DocumentOf<'stop'>>): void {
    this.#journal.append(document);
    if (document.type === 'grounded' || document.type === 'in-doubt') this.#journal.sync();
  }

  /**
   * Saves what is needed to go on from here. When it returns, the checkpoint and the journal up to it outlive a power
   * cut.
   *
   * @throws CrossbarError `bad-data` when JSON cannot hold the payload
   */
  checkpoint(payload: unknown, position: CheckpointPosition = {}): CheckpointDocument {
    this.stimuli.flush();
    const document = writeCheckpoint(this.path, this.#checkpoints + 1, payload, position);
    this.#checkpoints += 1;
    this.#journal.append(document);
    this.#journal.sync();
    return document;
  }

  /** Adds a file to the run, whole or not at all. */
  writeText(file: string, text: string): void {
    if (this.#closed) throw new CrossbarError('bad-argument', `The run is closed; ${file} cannot be added to it.`);
    const path = resolve(this.path, file);
    if (relative(this.path, path).split(sep)[0] === '..') {
      throw new ConfigError('bad-argument', `${file} lies outside the run. Give a path within it.`);
    }
    mkdirSync(dirname(path), { recursive: true });
    writeDurably(path, text);
  }

  writeReport(html: string): void {
    this.writeText(REPORT_FILE, html);
  }

  /**
   * Ends the run: the stop document, then the checksums over all its files. Idempotent. A run whose process does not come
   * this far reads as interrupted.
   */
  close(stop: Omit<DocumentOf<'stop'>, 'type'>): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.stimuli.finish();
      this.#journal.append({ type: 'stop', ...stop });
    } finally {
      this.#journal.close();
    }
    writeChecksums(this.path);
  }
}
