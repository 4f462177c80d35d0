import { CrossbarError } from '../core/index.js';
import { fileChunks } from './file-chunks.js';
import { journalRecord, type JournalRecord } from './journal-documents.js';
import { MAX_LINE_BYTES } from './journal.js';

const NEWLINE = 10;

const damaged = (path: string, line: number, what: string, cause?: unknown): CrossbarError =>
  new CrossbarError(
    'run-damaged',
    `${path} line ${line} ${what}. Restore the file from a copy; what follows the line cannot be relied on.`,
    { path, line },
    cause,
  );

function parseRecord(bytes: Uint8Array, path: string, line: number): JournalRecord {
  let record: JournalRecord;
  try {
    record = journalRecord.parse(JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()));
  } catch (thrown) {
    throw damaged(path, line, 'is not a journal document', thrown);
  }
  if (record.line !== line) throw damaged(path, line, `says it is line ${record.line}`);
  return record;
}

function joined(held: Uint8Array, more: Uint8Array): Uint8Array {
  return held.length === 0 ? more : Buffer.concat([held, more]);
}

/** What follows the last whole line: the part of a document that a killed process had begun to write. */
export interface JournalTail {
  readonly lines: number;
  readonly tornBytes: number;
}

/**
 * Reads a journal from its start, holding one chunk and one line at a time. A last line without its newline is left out
 * and counted: whoever wrote it had not been told that it was written, so nothing was done on its account.
 *
 * @throws CrossbarError `run-damaged` when a whole line is not the document that must stand there
 */
export function readJournal(path: string, visit: (record: JournalRecord) => void): JournalTail {
  let held: Uint8Array = new Uint8Array(0);
  let lines = 0;
  for (const chunk of fileChunks(path)) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      lines += 1;
      visit(parseRecord(joined(held, chunk.subarray(start, end)), path, lines));
      held = new Uint8Array(0);
      start = end + 1;
    }
    // copied, because the chunk is overwritten by the next
    held = Buffer.concat([held, chunk.subarray(start)]);
    if (held.length > MAX_LINE_BYTES) throw damaged(path, lines + 1, `is longer than ${MAX_LINE_BYTES} bytes`);
  }
  return { lines, tornBytes: held.length };
}
