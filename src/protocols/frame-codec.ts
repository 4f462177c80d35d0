import { encodeCobsInto, maxCobsLength } from './cobs.js';
import { crc32 } from './crc32.js';
import { decoded, undecodable, type Decoded } from './decoded.js';
import { getUint16, getUint32, putInt16, putInt32 } from './little-endian.js';
import { KINDS, MAGIC, type KindName } from './messages.generated.js';
import { unfilledBytes } from './unfilled-bytes.js';

export type KindCode = (typeof KINDS)[KindName];

export interface FrameHeader {
  readonly kind: KindCode;
  /** Low 16 bits of the sender's dictionary CRC; 0 in the hello request. */
  readonly dictionary: number;
  /** Host nonce xor boot nonce; 0 in the hello request. */
  readonly session: number;
  readonly sequence: number;
  readonly acknowledged: number;
  readonly op: number;
  readonly request: number;
}

export interface Frame extends FrameHeader {
  readonly payload: Uint8Array;
}

export type BadFrame = 'too-short' | 'bad-cobs' | 'bad-crc' | 'wrong-magic' | 'unknown-kind';

const HEADER_BYTES = 16;
const CRC_BYTES = 4;
/** Header and CRC: what a body has beside its payload. */
export const BODY_OVERHEAD = HEADER_BYTES + CRC_BYTES;

const KIND_CODES: ReadonlySet<number> = new Set(Object.values(KINDS));

function writeBody(frame: Frame, body: Uint8Array): void {
  const { payload } = frame;
  body[0] = MAGIC;
  body[1] = frame.kind;
  putInt16(body, 2, frame.dictionary);
  putInt32(body, 4, frame.session);
  putInt16(body, 8, frame.sequence);
  putInt16(body, 10, frame.acknowledged);
  putInt16(body, 12, frame.op);
  putInt16(body, 14, frame.request);
  body.set(payload, HEADER_BYTES);
  const checked = body.length - CRC_BYTES;
  putInt32(body, checked, crc32(body.subarray(0, checked)));
}

const bodyBytes = ({ payload }: Frame): number => BODY_OVERHEAD + payload.length;

/** Header, payload and CRC without framing, as a USB bulk record carries them. */
export function encodeBody(frame: Frame): Uint8Array {
  const body = unfilledBytes(bodyBytes(frame));
  writeBody(frame, body);
  return body;
}

/** Where bodies stand while they are being framed. */
let scratch = new Uint8Array(0);

/** The frame whose body these bytes are; its payload is a view into them. */
export function decodeBody(body: Uint8Array): Decoded<Frame, BadFrame> {
  if (body.length < BODY_OVERHEAD) return undecodable('too-short');
  const checked = body.length - CRC_BYTES;
  if (crc32(body.subarray(0, checked)) !== getUint32(body, checked)) return undecodable('bad-crc');
  if (body[0] !== MAGIC) return undecodable('wrong-magic');
  const kind = body[1]!;
  if (!KIND_CODES.has(kind)) return undecodable('unknown-kind');
  return decoded({
    kind: kind as KindCode,
    dictionary: getUint16(body, 2),
    session: getUint32(body, 4),
    sequence: getUint16(body, 8),
    acknowledged: getUint16(body, 10),
    op: getUint16(body, 12),
    request: getUint16(body, 14),
    payload: body.subarray(HEADER_BYTES, checked),
  });
}

/** Bytes that a frame takes at most on a byte stream. */
const mostBytes = (frame: Frame): number => maxCobsLength(bodyBytes(frame)) + 2;

/** @returns where the frame ends */
function writeFrame(frame: Frame, bytes: Uint8Array, start: number): number {
  const length = bodyBytes(frame);
  if (scratch.length < length) scratch = new Uint8Array(length);
  const body = scratch.subarray(0, length);
  writeBody(frame, body);
  bytes[start] = 0;
  const end = encodeCobsInto(body, bytes, start + 1);
  bytes[end] = 0;
  return end + 1;
}

/** A frame as it stands on a byte stream: `0x00 COBS(body) 0x00`. */
export function encodeFrame(frame: Frame): Uint8Array {
  const bytes = unfilledBytes(mostBytes(frame));
  return bytes.subarray(0, writeFrame(frame, bytes, 0));
}

/** Frames one behind the other, see {@link encodeFrame}. */
export function encodeFrames(frames: readonly Frame[]): Uint8Array {
  let most = 0;
  for (const frame of frames) most += mostBytes(frame);
  const bytes = unfilledBytes(most);
  let end = 0;
  for (const frame of frames) end = writeFrame(frame, bytes, end);
  return bytes.subarray(0, end);
}
