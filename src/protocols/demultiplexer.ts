import type { Discarded } from './discarded.js';
import { FrameAssembler } from './frame-assembler.js';
import type { Frame } from './frame-codec.js';
import { LineAssembler } from './line-assembler.js';
import { MAGIC } from './messages.generated.js';

/** What is unfinished after so long without a byte was left behind by a host or a cable that is gone. */
const IDLE_MILLISECONDS = 100;

export interface DemultiplexerOptions {
  /** Largest body, header to CRC, that is taken for a frame. */
  readonly maxBody: number;
  readonly onFrame: (frame: Frame) => void;
  /** A text line without its line feed. */
  readonly onLine: (line: string) => void;
  readonly onDiscarded?: (discarded: Discarded) => void;
  /**
   * Monotonic milliseconds. With it an unfinished frame is dropped when the next byte comes 100 ms or more after the last,
   * so that a person can type ABOR after a host that died in the middle of one. Text that can still become a line waits:
   * people type slowly.
   */
  readonly now?: () => number;
}

/** Whether a line may hold or end with this byte. */
const isText = (byte: number): boolean => (byte >= 0x20 && byte <= 0x7e) || byte === 0x0a || byte === 0x0d;

/**
 * Takes one stream of bytes apart into frames and text lines. A 0x00 ends whatever came before it, so that after any
 * garbage the next intact frame is found; no length is ever believed. What follows a 0x00 is a frame where its second
 * byte is the magic, which no text holds, and text otherwise.
 *
 * Callbacks run inside {@link receive} and must not throw; bytes they cause to be received are taken after the chunk in
 * hand. Memory is bounded by the largest body.
 */
export class Demultiplexer {
  readonly #onDiscarded: (discarded: Discarded) => void;
  readonly #now: (() => number) | undefined;
  readonly #frames: FrameAssembler;
  readonly #lines: LineAssembler;
  /** `undecided` follows a 0x00 until the second byte after it. */
  #mode: 'undecided' | 'frame' | 'line' = 'line';
  /** The first byte after a 0x00 while the second is still to come. */
  #first: number | undefined;
  #receivedAt = 0;
  /** Chunks received from inside a callback. */
  #waiting: Uint8Array[] | undefined;
  #framesReceived = 0;
  #framesDiscarded = 0;
  #bytesDiscarded = 0;

  constructor(options: DemultiplexerOptions) {
    this.#onDiscarded = (discarded) => {
      if (discarded.frame) this.#framesDiscarded += 1;
      this.#bytesDiscarded += discarded.bytes;
      options.onDiscarded?.(discarded);
    };
    const onDiscarded = this.#onDiscarded;
    const onFrame = (frame: Frame): void => {
      this.#framesReceived += 1;
      options.onFrame(frame);
    };
    this.#frames = new FrameAssembler(options.maxBody, { onFrame, onDiscarded });
    this.#lines = new LineAssembler({ onLine: options.onLine, onDiscarded });
    this.#now = options.now;
  }

  get framesReceived(): number {
    return this.#framesReceived;
  }

  get framesDiscarded(): number {
    return this.#framesDiscarded;
  }

  /** Bytes in no intact frame and no line; delimiters are not counted. */
  get bytesDiscarded(): number {
    return this.#bytesDiscarded;
  }

  /** Takes bytes in any chunking; the chunk may be overwritten when it returns. */
  receive(chunk: Uint8Array): void {
    if (this.#waiting !== undefined) {
      // not `slice`, which does not copy where the chunk is a Buffer
      this.#waiting.push(Uint8Array.from(chunk));
      return;
    }
    this.#waiting = [];
    try {
      if (this.#now !== undefined && chunk.length > 0) this.#dropLeftBehind(this.#now());
      this.#take(chunk);
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) this.#take(next);
    } finally {
      this.#waiting = undefined;
    }
  }

  /** After a pause goes on as if a 0x00 had come, except within a line that may still be typed to its end. */
  #dropLeftBehind(now: number): void {
    const idle = now - this.#receivedAt;
    this.#receivedAt = now;
    if (idle < IDLE_MILLISECONDS) return;
    if (this.#mode === 'frame') this.#frames.abandon();
    else if (this.#mode === 'line' && this.#lines.isSpoilt) this.#lines.abandon();
    else if (this.#first === undefined || isText(this.#first)) return;
    else this.#onDiscarded({ reason: 'unfinished-frame', bytes: 1, frame: true });
    this.#mode = 'undecided';
    this.#first = undefined;
  }

  #take(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#mode === 'undecided') at = this.#decide(chunk, at);
      else if (this.#mode === 'frame') at = this.#takeFrame(chunk, at);
      else at = this.#takeText(chunk, at);
    }
  }

  /** Finds out by the second byte after a 0x00 what a segment is. */
  #decide(chunk: Uint8Array, at: number): number {
    const first = this.#first;
    if (first === undefined) {
      if (chunk[at] !== 0) this.#first = chunk[at]!;
      return at + 1;
    }
    this.#first = undefined;
    if (chunk[at] === MAGIC) {
      this.#mode = 'frame';
      // the usual frame lies in one chunk and is taken from there
      if (at > 0) return at - 1;
      this.#frames.take(Uint8Array.of(first));
    } else {
      this.#mode = 'line';
      this.#lines.take(first);
    }
    return at;
  }

  #takeFrame(chunk: Uint8Array, at: number): number {
    const zero = chunk.indexOf(0, at);
    if (zero < 0) {
      this.#frames.take(chunk.subarray(at));
      return chunk.length;
    }
    this.#mode = 'undecided';
    this.#frames.finish(chunk.subarray(at, zero));
    return zero + 1;
  }

  #takeText(chunk: Uint8Array, at: number): number {
    const byte = chunk[at]!;
    if (byte === 0) {
      this.#mode = 'undecided';
      this.#lines.abandon();
    } else {
      this.#lines.take(byte);
    }
    return at + 1;
  }
}
