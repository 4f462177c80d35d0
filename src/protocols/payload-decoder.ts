import { decoded, undecodable, type Decoded } from './decoded.js';
import { ID_BYTES, INTEGERS, type Field, type FieldValue, type FieldValues } from './field-layout.js';
import { getInt32, getUint16, getUint32, getUint64 } from './little-endian.js';
import type { WireType } from './messages.generated.js';

export type BadPayload = 'truncated' | 'unknown-value' | 'unsafe-integer' | 'bad-text';

const textDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Where a field begins, and how many bytes it takes; undefined where the payload ends before it does. */
function fieldEnd(payload: Uint8Array, at: number, type: WireType): number | undefined {
  let end: number;
  if (type === 'bytes' || type === 'text' || type === 'i32[]') {
    if (at + 2 > payload.length) return undefined;
    end = at + 2 + getUint16(payload, at) * (type === 'i32[]' ? 4 : 1);
  } else {
    end = at + (type === 'id' ? ID_BYTES : INTEGERS[type][2]);
  }
  return end <= payload.length ? end : undefined;
}

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
function readField(payload: Uint8Array, at: number, end: number, field: Field): FieldValue | undefined {
  switch (field.type) {
    case 'u8':
      return field.set === undefined ? payload[at]! : field.set.names[payload[at]!];
    case 'u16':
      return getUint16(payload, at);
    case 'i16':
      return (getUint16(payload, at) << 16) >> 16;
    case 'u32':
      return getUint32(payload, at);
    case 'i32':
      return getInt32(payload, at);
    case 'u64': {
      const integer = getUint64(payload, at);
      return Number.isSafeInteger(integer) ? integer : undefined;
    }
    case 'id':
      return hexOf(payload.subarray(at, end));
    case 'bytes':
      return payload.subarray(at + 2, end);
    case 'text':
      return textOf(payload.subarray(at + 2, end));
    case 'i32[]': {
      const integers = new Int32Array((end - at - 2) / 4);
      for (let i = 0; i < integers.length; i += 1) integers[i] = getInt32(payload, at + 2 + 4 * i);
      return integers;
    }
  }
}

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
    const value = readField(payload, at, end, field);
    if (value === undefined) return undecodable(reasonFor(field));
    values[field.name] = value;
    at = end;
  }
  return decoded(values);
}
