import type { Discarded } from './discarded.js';
import { LineReader } from './line-reader.js';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** Line feed included. */
const MAX_LINE_BYTES = 256;

export interface LineSink {
  readonly onLine: (line: string) => void;
  readonly onDiscarded: (discarded: Discarded) => void;
}

/** Collects text lines: printable ASCII, at most 256 bytes, ended by a line feed. Empty lines are skipped. */
export class LineAssembler {
  readonly #sink: LineSink;
  readonly #reader = new LineReader();
  readonly #line = new Uint8Array(MAX_LINE_BYTES);
  /** Bytes since the last line feed, those that did not fit included. */
  #length = 0;
  #printable = true;

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  /** Takes one byte of text, anything but 0x00. */
  take(byte: number): void {
    if (byte === LINE_FEED) {
      this.#finish();
      return;
    }
    // a carriage return is allowed where some terminals put it, just before the line feed
    const afterReturn = this.#length > 0 && this.#line[this.#length - 1] === CARRIAGE_RETURN;
    if (afterReturn || ((byte < 0x20 || byte > 0x7e) && byte !== CARRIAGE_RETURN)) this.#printable = false;
    if (this.#length < MAX_LINE_BYTES) this.#line[this.#length] = byte;
    this.#length += 1;
  }

  /** What is cut off before its line feed is no line. */
  abandon(): void {
    if (this.#length > 0) this.#discard(this.#flaw() ?? 'unfinished-line', this.#length);
  }

  /** Whether what has come since the last line feed can no longer be a line, whatever follows. */
  get isSpoilt(): boolean {
    return this.#flaw() !== undefined;
  }

  #flaw(): 'not-text' | 'line-too-long' | undefined {
    if (!this.#printable) return 'not-text';
    return this.#length >= MAX_LINE_BYTES ? 'line-too-long' : undefined;
  }

  #finish(): void {
    const flaw = this.#flaw();
    if (flaw !== undefined) {
      this.#discard(flaw, this.#length + 1);
      return;
    }
    const end = this.#line[this.#length - 1] === CARRIAGE_RETURN ? this.#length - 1 : this.#length;
    this.#reset();
    if (end > 0) this.#sink.onLine(this.#reader.read(this.#line.subarray(0, end)));
  }

  #discard(reason: Discarded['reason'], bytes: number): void {
    this.#reset();
    this.#sink.onDiscarded({ reason, bytes, frame: false });
  }

  #reset(): void {
    this.#length = 0;
    this.#printable = true;
  }
}
