import { encodeCobsInto, maxCobsLength } from './cobs.js';
import { crc32 } from './crc32.js';
import { decoded, undecodable, type Decoded } from './decoded.js';
import { KINDS, MAGIC, type KindName } from './messages.generated.js';

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

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Header, payload and CRC without framing, as a USB bulk record carries them. */
export function encodeBody(frame: Frame): Uint8Array {
  const { payload } = frame;
  const body = new Uint8Array(BODY_OVERHEAD + payload.length);
  const view = viewOf(body);
  body[0] = MAGIC;
  body[1] = frame.kind;
  view.setUint16(2, frame.dictionary, true);
  view.setUint32(4, frame.session, true);
  view.setUint16(8, frame.sequence, true);
  view.setUint16(10, frame.acknowledged, true);
  view.setUint16(12, frame.op, true);
  view.setUint16(14, frame.request, true);
  body.set(payload, HEADER_BYTES);
  const checked = body.length - CRC_BYTES;
  view.setUint32(checked, crc32(body.subarray(0, checked)), true);
  return body;
}

/** The frame whose body these bytes are; its payload is a view into them. */
export function decodeBody(body: Uint8Array): Decoded<Frame, BadFrame> {
  if (body.length < BODY_OVERHEAD) return undecodable('too-short');
  const view = viewOf(body);
  const checked = body.length - CRC_BYTES;
  if (crc32(body.subarray(0, checked)) !== view.getUint32(checked, true)) return undecodable('bad-crc');
  if (body[0] !== MAGIC) return undecodable('wrong-magic');
  const kind = body[1]!;
  if (!KIND_CODES.has(kind)) return undecodable('unknown-kind');
  return decoded({
    kind: kind as KindCode,
    dictionary: view.getUint16(2, true),
    session: view.getUint32(4, true),
    sequence: view.getUint16(8, true),
    acknowledged: view.getUint16(10, true),
    op: view.getUint16(12, true),
    request: view.getUint16(14, true),
    payload: body.subarray(HEADER_BYTES, checked),
  });
}

/** A frame as it stands on a byte stream: `0x00 COBS(body) 0x00`. */
export function encodeFrame(frame: Frame): Uint8Array {
  const body = encodeBody(frame);
  const bytes = new Uint8Array(maxCobsLength(body.length) + 2);
  const end = encodeCobsInto(body, bytes, 1);
  return bytes.subarray(0, end + 1);
}
