import { BODY_OVERHEAD, decodeCobs, encodeCobs, MAGIC } from '../protocols/index.js';

/**
 * Bulk transfers carry records, `u32 length | bytes`, several in a transfer and one across transfers as it comes. A
 * record stands for a part of the byte stream that a {@link Transport} carries:
 *
 * - length 0: nothing, a sign of life;
 * - at least as long as a body can be, and first the magic: a body, for `0x00 COBS(body) 0x00`;
 * - anything else: text, its bytes as they stand on the stream. Lines travel so, and whatever is no intact frame.
 *
 * Frames that share a zero come out with one each; all else comes out as it went in.
 */
const LENGTH_BYTES = 4;
const MAX_RECORD_BYTES = 0xffff;
/** Longest encoding that is waited for: of the largest body. */
const MAX_ENCODED_BYTES = MAX_RECORD_BYTES + Math.ceil(MAX_RECORD_BYTES / 254) + 1;

const ZERO = Uint8Array.of(0);
const NOTHING = new Uint8Array(0);

/** The record without bytes. */
export const HEARTBEAT: Uint8Array = new Uint8Array(LENGTH_BYTES);

const isBody = (bytes: Uint8Array): boolean => bytes.length >= BODY_OVERHEAD && bytes[0] === MAGIC;

function lengthOf(bytes: Uint8Array): Uint8Array {
  const length = Buffer.allocUnsafe(LENGTH_BYTES);
  length.writeUInt32LE(bytes.length);
  return length;
}

/** Cut so that no piece is taken for a body. */
function pushText(records: Uint8Array[], text: Uint8Array): void {
  for (let from = 0; from < text.length;) {
    const piece = text.subarray(from, from + (text[from] === MAGIC ? BODY_OVERHEAD - 1 : MAX_RECORD_BYTES));
    records.push(lengthOf(piece), piece);
    from += piece.length;
  }
}

/** Turns a stream of bytes, in any chunking, into records. What may become a frame waits for its end. */
export class RecordWriter {
  /** Begins with the zero before it where that has not left yet. */
  #held: Uint8Array = NOTHING;
  /** Whether the last byte that left belongs to something that is no frame. */
  #inText = true;

  /** @returns whole records, one after the other; none while a frame is unfinished */
  take(chunk: Uint8Array): Uint8Array {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const records: Uint8Array[] = [];
    /** All before it is in the records. */
    let sent = 0;
    let at = this.#inText ? afterZero(bytes, 0) : 0;
    let hold = bytes.length;
    while (at < bytes.length) {
      if (bytes[at] === 0) {
        at += 1;
        continue;
      }
      const end = bytes.indexOf(0, at);
      const mayBeFrame = at + 1 === bytes.length || bytes[at + 1] === MAGIC;
      if (end < 0) {
        if (mayBeFrame && bytes.length - at <= MAX_ENCODED_BYTES) hold = Math.max(sent, at - 1);
        break;
      }
      const body = mayBeFrame ? decodeCobs(bytes.subarray(at, end)) : undefined;
      if (body !== undefined && isBody(body) && body.length <= MAX_RECORD_BYTES) {
        pushText(records, bytes.subarray(sent, Math.max(sent, at - 1)));
        records.push(lengthOf(body), body);
        sent = end + 1;
      }
      at = end + 1;
    }
    pushText(records, bytes.subarray(sent, hold));
    this.#held = Uint8Array.from(bytes.subarray(hold));
    // what is held begins a frame; all else left, and goes on unless a zero ended it
    this.#inText = hold === bytes.length && (bytes.length === 0 ? this.#inText : bytes.at(-1) !== 0);
    return Buffer.concat(records);
  }
}

/** The position after the next zero, or the end. */
function afterZero(bytes: Uint8Array, from: number): number {
  const zero = bytes.indexOf(0, from);
  return zero < 0 ? bytes.length : zero + 1;
}

/** Turns records, in any chunking, into the stream of bytes they stand for. */
export class RecordReader {
  #pending: Uint8Array = NOTHING;

  /** @returns undefined where a record is longer than any can be: the two sides are out of step for good */
  take(chunk: Uint8Array): Uint8Array | undefined {
    const bytes = this.#pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#pending, chunk]);
    const stream: Uint8Array[] = [];
    let at = 0;
    while (bytes.length - at >= LENGTH_BYTES) {
      const length = bytes.readUInt32LE(at);
      if (length > MAX_RECORD_BYTES) return undefined;
      const end = at + LENGTH_BYTES + length;
      if (end > bytes.length) break;
      const record = bytes.subarray(at + LENGTH_BYTES, end);
      if (isBody(record)) stream.push(ZERO, encodeCobs(record), ZERO);
      else stream.push(record);
      at = end;
    }
    this.#pending = bytes.subarray(at);
    return Buffer.concat(stream);
  }
}
