import { Demultiplexer, type Frame } from '../protocols/index.js';

/** A stretch of a link's bytes that means one thing, with the bytes it came in. */
export type Piece =
  | { readonly type: 'frame'; readonly frame: Frame; readonly bytes: Uint8Array }
  | { readonly type: 'line'; readonly text: string; readonly bytes: Uint8Array }
  /** Delimiters and what a bad cable made of the rest. */
  | { readonly type: 'noise'; readonly bytes: Uint8Array };

const LINE_FEED = 0x0a;
/** No frame or line is longer. */
const MAX_PIECE_BYTES = 2 ** 17;
const MAX_BODY = 0xffff;

const isText = (bytes: readonly number[]): boolean =>
  bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === LINE_FEED || byte === 0x0d || byte === 0x09);

function frameIn(bytes: Uint8Array): Frame | undefined {
  let found: Frame | undefined;
  const onFrame = (frame: Frame): void => void (found = { ...frame, payload: Uint8Array.from(frame.payload) });
  const demultiplexer = new Demultiplexer({ maxBody: MAX_BODY, onFrame, onLine: () => {} });
  demultiplexer.receive(Buffer.concat([Uint8Array.of(0), bytes]));
  return found;
}

/**
 * Cuts a stream into frames, lines and noise and keeps every byte, in any chunking. The Demultiplexer does the first
 * half only: a replay must also give back what was garbage.
 */
export class PieceCutter {
  #pending: number[] = [];
  /** After a 0x00 a line feed can be the first byte of a frame. */
  #afterZero = false;

  take(chunk: Uint8Array): Piece[] {
    const pieces: Piece[] = [];
    for (const byte of chunk) {
      this.#pending.push(byte);
      if (byte === 0) pieces.push(this.#cut(true));
      else if (byte === LINE_FEED && this.#endsLine()) pieces.push(this.#cut(false));
      else if (this.#pending.length >= MAX_PIECE_BYTES) pieces.push(this.#cut(false));
    }
    return pieces;
  }

  /** What is left when the stream is over. */
  rest(): Piece[] {
    return this.#pending.length === 0 ? [] : [this.#cut(false)];
  }

  #endsLine(): boolean {
    const decided = !this.#afterZero || this.#pending.length > 1;
    return decided && isText(this.#pending);
  }

  #cut(byZero: boolean): Piece {
    const pending = this.#pending;
    const bytes = Uint8Array.from(pending);
    this.#pending = [];
    this.#afterZero = byZero;
    if (byZero) {
      const frame = bytes.length > 1 ? frameIn(bytes) : undefined;
      return frame === undefined ? { type: 'noise', bytes } : { type: 'frame', frame, bytes };
    }
    const text = isText(pending) ? Buffer.from(bytes).toString('latin1').trim() : '';
    return text === '' ? { type: 'noise', bytes } : { type: 'line', text, bytes };
  }
}
