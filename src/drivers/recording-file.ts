import { closeSync, openSync, writeSync } from 'node:fs';
import { asCrossbarError, ConfigError, type Clock, type CrossbarError } from '../core/index.js';
import { RECORDING_VERSION, type RecordedDirection } from './recording-format.js';

export interface NewRecording {
  readonly path: string;
  /** The board's address. */
  readonly board: string;
  /** What records, with its version. */
  readonly tool: string;
  readonly clock: Clock;
}

function open(path: string): number {
  try {
    return openSync(path, 'ax');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'EEXIST' ? 'there is such a file already, and it is kept' : message;
    throw new ConfigError('bad-argument', `Cannot record to ${path}: ${why}. Give the path of a new file.`, {
      file: path,
    });
  }
}

/**
 * What goes over a link, written as it goes: a line of JSON for the link, then one for every chunk of bytes. Each line is
 * handed to the kernel by one write(2) before its bytes travel on, so that the file tells all that was seen also when the
 * program is killed; only the power can take lines away.
 */
export class RecordingFile {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #begun: number;
  readonly #bytes: Record<RecordedDirection, number> = { 'to-board': 0, 'to-host': 0 };
  #descriptor: number | undefined;
  #failure: CrossbarError | undefined;

  /** @throws ConfigError when the file exists or cannot be made */
  constructor({ path, board, tool, clock }: NewRecording) {
    this.#path = path;
    this.#clock = clock;
    this.#begun = clock.now();
    this.#descriptor = open(path);
    const started = clock.wallTime().toISOString();
    this.#append({ format: 'quarterwave-recording', version: RECORDING_VERSION, board, started, tool });
  }

  /** Why the file is not whole; a link goes on when its recording cannot, as a full disk is no reason to let go of it. */
  get failure(): CrossbarError | undefined {
    return this.#failure;
  }

  /** Bytes written so far, by direction. */
  get bytes(): Readonly<Record<RecordedDirection, number>> {
    return this.#bytes;
  }

  write(direction: RecordedDirection, bytes: Uint8Array): void {
    const milliseconds = Number((this.#clock.now() - this.#begun).toFixed(3));
    this.#append({ t: milliseconds, dir: direction, hex: Buffer.from(bytes).toString('hex') });
    this.#bytes[direction] += bytes.length;
  }

  /** Idempotent. */
  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #append(line: object): void {
    if (this.#descriptor === undefined || this.#failure !== undefined) return;
    const text = Buffer.from(`${JSON.stringify(line)}\n`);
    try {
      for (let from = 0; from < text.length;) from += writeSync(this.#descriptor, text, from);
    } catch (error) {
      const doing = `The recording ${this.#path} ends here, because it cannot be written on; free disk space`;
      this.#failure = asCrossbarError(error, 'run-damaged', doing);
    }
  }
}
