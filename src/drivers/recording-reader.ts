import { readFileSync } from 'node:fs';
import { ConfigError } from '../core/index.js';
import { headerSchema, lineSchema, type RecordedDirection, type RecordingHeader } from './recording-format.js';

/** One chunk of bytes as it was seen. */
export interface RecordedChunk {
  /** Its line in the file, 1-based. */
  readonly line: number;
  readonly milliseconds: number;
  readonly direction: RecordedDirection;
  readonly bytes: Uint8Array;
}

export interface Recording {
  readonly path: string;
  readonly header: RecordingHeader;
  readonly chunks: readonly RecordedChunk[];
  /** True where the recorder was killed within a line; that line is left out. */
  readonly torn: boolean;
}

const CURE = 'Give a file that quarterwave record wrote.';

const damaged = (path: string, line: number, what: string): ConfigError =>
  new ConfigError('bad-data', `${path} line ${line}: ${what}. ${CURE}`, { file: path, line });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A recording from its text. A last line without its line feed is what SIGKILL leaves behind, and is left out unless
 * it is whole.
 *
 * @param path for messages
 * @throws ConfigError `bad-data` with the line that is none
 */
export function parseRecording(text: string, path: string): Recording {
  const [first = '', ...rest] = text.split('\n');
  const header = headerSchema.safeParse(jsonOf(first));
  if (!header.success) throw damaged(path, 1, 'this is no recording, or one of another version');
  const chunks: RecordedChunk[] = [];
  let torn = false;
  for (const [index, raw] of rest.entries()) {
    const isLast = index === rest.length - 1;
    if (isLast && raw === '') continue;
    const json = jsonOf(raw);
    const line = lineSchema.safeParse(json);
    torn = isLast && json === undefined;
    if (torn) continue;
    if (!line.success)
      throw damaged(path, index + 2, 'this is not {"t": ms, "dir": "to-board"|"to-host", "hex": "..."}');
    const { t, dir, hex } = line.data;
    chunks.push({ line: index + 2, milliseconds: t, direction: dir, bytes: Buffer.from(hex, 'hex') });
  }
  return { path, header: header.data, chunks, torn };
}

/** @throws ConfigError where the file cannot be read or is no recording */
export function readRecording(path: string): Recording {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { message } = error as Error;
    throw new ConfigError('bad-argument', `${path} cannot be read: ${message}. ${CURE}`, { file: path }, error);
  }
  return parseRecording(text, path);
}
