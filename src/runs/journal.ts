import { closeSync, fsyncSync } from 'node:fs';
import { asCrossbarError, CrossbarError, type Clock } from '../core/index.js';
import { writeFully } from './durable-file.js';
import type { JournalDocument } from './journal-documents.js';
import { strictJson } from './strict-json.js';

/** So that a reader's memory is bounded; bulk data belong in files of their own. */
export const MAX_LINE_BYTES = 1 << 20;

/** Lines between two fsyncs: what a power cut may take. A killed process loses none. */
const SYNC_EVERY = 64;

/** Where documents of a run go. */
export interface DocumentSink {
  append(document: JournalDocument): void;
}

/**
 * The append-only record of one run, a JSON document a line. A line is with the kernel when `append` returns, so it
 * outlives the process; it outlives a power cut once synced, which happens every 64 lines and on `sync`.
 */
export class Journal implements DocumentSink {
  readonly #clock: Clock;
  readonly #descriptor: number;
  #line = 0;
  #unsynced = 0;
  #closed = false;
  #fault: CrossbarError | undefined;

  /** @param descriptor an empty file open for appending; the journal closes it */
  constructor(descriptor: number, clock: Clock) {
    this.#descriptor = descriptor;
    this.#clock = clock;
  }

  /** Number of the line written last. */
  get line(): number {
    return this.#line;
  }

  /**
   * @throws CrossbarError `bad-data` when JSON cannot hold the document; `run-damaged` when the disk takes no more, and
   *   from then on at every call: a line after a torn one could not be told from it
   */
  append(document: JournalDocument): void {
    this.#assertOpen();
    const record = { line: this.#line + 1, wallTime: this.#clock.wallTime().toISOString(), ...document };
    const bytes = Buffer.from(`${strictJson(record)}\n`);
    if (bytes.length > MAX_LINE_BYTES) {
      const size = `${bytes.length} bytes, the limit is ${MAX_LINE_BYTES}`;
      throw new CrossbarError('bad-data', `A journal line has ${size}. Write bulk data to a file of its own.`);
    }
    this.#guarded(() => writeFully(this.#descriptor, bytes));
    this.#line += 1;
    this.#unsynced += 1;
    if (this.#unsynced >= SYNC_EVERY) this.sync();
  }

  /** Returns when every line so far would outlive a power cut. */
  sync(): void {
    this.#assertOpen();
    if (this.#unsynced === 0) return;
    this.#guarded(() => fsyncSync(this.#descriptor));
    this.#unsynced = 0;
  }

  /** Syncs and lets go of the file. Idempotent. */
  close(): void {
    if (this.#closed) return;
    try {
      if (this.#fault === undefined) this.sync();
    } finally {
      this.#closed = true;
      closeSync(this.#descriptor);
    }
  }

  #assertOpen(): void {
    if (this.#fault !== undefined) throw this.#fault;
    if (this.#closed)
      throw new CrossbarError('bad-argument', 'The run is closed; its journal takes no more documents.');
  }

  #guarded(act: () => void): void {
    try {
      act();
    } catch (thrown) {
      this.#fault = asCrossbarError(thrown, 'run-damaged', 'The run journal cannot be written');
      throw this.#fault;
    }
  }
}
