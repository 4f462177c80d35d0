import { decodeCobs, maxCobsLength } from './cobs.js';
import type { Discarded } from './discarded.js';
import { decodeBody, type Frame } from './frame-codec.js';

export interface FrameSink {
  readonly onFrame: (frame: Frame) => void;
  readonly onDiscarded: (discarded: Discarded) => void;
}

/** Collects what stands between two 0x00 and checks it as one frame. */
export class FrameAssembler {
  readonly #maxBody: number;
  readonly #sink: FrameSink;
  /** The start of a frame whose end is still to come. */
  readonly #pending: Uint8Array;
  /** Bytes of the frame so far, those that did not fit included. */
  #length = 0;

  constructor(maxBody: number, sink: FrameSink) {
    this.#maxBody = maxBody;
    this.#sink = sink;
    this.#pending = new Uint8Array(maxCobsLength(maxBody));
  }

  /** Takes a further part of a frame, without any 0x00. */
  take(part: Uint8Array): void {
    if (this.#length + part.length <= this.#pending.length) this.#pending.set(part, this.#length);
    this.#length += part.length;
  }

  /** Takes the last part of a frame; a frame that comes in one part is not copied. */
  finish(part: Uint8Array): void {
    if (this.#length === 0 && part.length <= this.#pending.length) {
      this.#check(part);
      return;
    }
    this.take(part);
    const length = this.#length;
    this.#length = 0;
    if (length > this.#pending.length) this.#discard('too-long', length);
    else this.#check(this.#pending.subarray(0, length));
  }

  /** Drops what has come of a frame whose end is not to be waited for. */
  abandon(): void {
    const bytes = this.#length;
    this.#length = 0;
    this.#discard('unfinished-frame', bytes);
  }

  #check(encoded: Uint8Array): void {
    const body = decodeCobs(encoded);
    if (body === undefined) {
      this.#discard('bad-cobs', encoded.length);
      return;
    }
    const result = decodeBody(body);
    if (!result.ok) this.#discard(result.reason, encoded.length);
    // an encoding that is short enough may still hold a byte or two too many
    else if (body.length > this.#maxBody) this.#discard('too-long', encoded.length);
    else this.#sink.onFrame(result.value);
  }

  #discard(reason: Discarded['reason'], bytes: number): void {
    this.#sink.onDiscarded({ reason, bytes, frame: true });
  }
}
