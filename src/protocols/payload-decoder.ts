import { decoded, undecodable, type Decoded } from './decoded.js';
import { fieldEnd, type Field, type FieldValue, type FieldValues } from './field-layout.js';
import { getInt32, getUint16, getUint32, getUint64 } from './little-endian.js';
import type { WireType } from './messages.generated.js';

export type BadPayload = 'truncated' | 'unknown-value' | 'unsafe-integer' | 'bad-text';

const textDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const hexOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return textDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The value of a field that lies wholly inside the payload; undefined for what no encoder writes. */
const READERS: Readonly<
  Record<WireType, (payload: Uint8Array, at: number, end: number, field: Field) => FieldValue | undefined>
> = {
  u8: (payload, at, _, { set }) => (set === undefined ? payload[at]! : set.names[payload[at]!]),
  u16: getUint16,
  i16: (payload, at) => (getUint16(payload, at) << 16) >> 16,
  u32: getUint32,
  i32: getInt32,
  u64: (payload, at) => {
    const integer = getUint64(payload, at);
    return Number.isSafeInteger(integer) ? integer : undefined;
  },
  id: (payload, at, end) => hexOf(payload.subarray(at, end)),
  bytes: (payload, at, end) => payload.subarray(at + 2, end),
  text: (payload, at, end) => textOf(payload.subarray(at + 2, end)),
  'i32[]': (payload, at, end) => {
    const integers = new Int32Array((end - at - 2) / 4);
    for (let i = 0; i < integers.length; i += 1) integers[i] = getInt32(payload, at + 2 + 4 * i);
    return integers;
  },
};

const reasonFor = (field: Field): BadPayload =>
  field.type === 'u64' ? 'unsafe-integer' : field.type === 'text' ? 'bad-text' : 'unknown-value';

/**
 * The fields at the start of the payload; `bytes` are views into it. What comes after the last known field was added by
 * a later minor version and is skipped.
 */
export function decodeFields(fields: readonly Field[], payload: Uint8Array): Decoded<FieldValues, BadPayload> {
  const values: Record<string, FieldValue> = {};
  let at = 0;
  for (const field of fields) {
    const end = fieldEnd(payload, at, field.type);
    if (end === undefined) return undecodable('truncated');
    const value = READERS[field.type](payload, at, end, field);
    if (value === undefined) return undecodable(reasonFor(field));
    values[field.name] = value;
    at = end;
  }
  return decoded(values);
}
