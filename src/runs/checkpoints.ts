import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CrossbarError } from '../core/index.js';
import { sha256OfFile, sha256OfText } from './checksums.js';
import { writeDurably } from './durable-file.js';
import type { DocumentOf } from './journal-documents.js';
import { strictJson } from './strict-json.js';

export const CHECKPOINT_FOLDER = 'checkpoints';

export type CheckpointDocument = DocumentOf<'checkpoint'>;

/** How far the run was, for the people and summaries that read the journal. */
export type CheckpointPosition = Pick<CheckpointDocument, 'split' | 'epoch'>;

/**
 * Writes `checkpoints/NNNN.json`, whole or not at all. The document to journal comes back: a checkpoint counts once its
 * document is in the journal.
 *
 * @throws CrossbarError `bad-data` when JSON cannot hold the payload
 */
export function writeCheckpoint(
  runPath: string,
  number: number,
  payload: unknown,
  position: CheckpointPosition = {},
): CheckpointDocument {
  const file = `${CHECKPOINT_FOLDER}/${String(number).padStart(4, '0')}.json`;
  const text = `${strictJson(payload)}\n`;
  writeDurably(join(runPath, file), text);
  return { type: 'checkpoint', number, file, sha256: sha256OfText(text), ...position };
}

/** Whether the file is there as it was written. */
export const checkpointIsIntact = (runPath: string, document: CheckpointDocument): boolean =>
  sha256OfFile(join(runPath, document.file)) === document.sha256;

/**
 * @param reader a zod schema, or whatever else turns unknown JSON into a payload or throws
 * @throws CrossbarError `run-damaged` when the file is not what was written, or the reader refuses it
 */
export function readCheckpoint<Payload>(
  runPath: string,
  document: CheckpointDocument,
  reader: { parse(value: unknown): Payload },
): Payload {
  const path = join(runPath, document.file);
  if (!checkpointIsIntact(runPath, document)) {
    throw new CrossbarError('run-damaged', `${path} is missing or altered. Resume from an earlier checkpoint.`, {
      path,
    });
  }
  try {
    return reader.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (thrown) {
    const message = `${path} is intact but not a checkpoint that this version reads. Resume with the version that wrote it.`;
    throw new CrossbarError('run-damaged', message, { path }, thrown);
  }
}
