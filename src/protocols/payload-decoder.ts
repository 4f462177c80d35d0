import { decoded, undecodable, type Decoded } from './decoded.js';
import { ID_BYTES, INTEGERS, WORD, type Field, type FieldValue, type FieldValues } from './field-layout.js';
import type { WireType } from './messages.generated.js';

export type BadPayload = 'truncated' | 'unknown-value' | 'unsafe-integer' | 'bad-text';

const MAX_HIGH_WORD = 2 ** 21 - 1;

const textDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Where a field begins, and how many bytes it takes; undefined where the payload ends before it does. */
function fieldEnd(view: DataView, at: number, type: WireType): number | undefined {
  let end: number;
  if (type === 'bytes' || type === 'text' || type === 'i32[]') {
    if (at + 2 > view.byteLength) return undefined;
    end = at + 2 + view.getUint16(at, true) * (type === 'i32[]' ? 4 : 1);
  } else {
    end = at + (type === 'id' ? ID_BYTES : INTEGERS[type][2]);
  }
  return end <= view.byteLength ? end : undefined;
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
function readField(view: DataView, payload: Uint8Array, at: number, end: number, field: Field): FieldValue | undefined {
  switch (field.type) {
    case 'u8':
      return field.set === undefined ? payload[at]! : field.set.names[payload[at]!];
    case 'u16':
      return view.getUint16(at, true);
    case 'i16':
      return view.getInt16(at, true);
    case 'u32':
      return view.getUint32(at, true);
    case 'i32':
      return view.getInt32(at, true);
    case 'u64': {
      const high = view.getUint32(at + 4, true);
      return high > MAX_HIGH_WORD ? undefined : high * WORD + view.getUint32(at, true);
    }
    case 'id':
      return hexOf(payload.subarray(at, end));
    case 'bytes':
      return payload.subarray(at + 2, end);
    case 'text':
      return textOf(payload.subarray(at + 2, end));
    case 'i32[]': {
      const integers = new Int32Array((end - at - 2) / 4);
      for (let i = 0; i < integers.length; i += 1) integers[i] = view.getInt32(at + 2 + 4 * i, true);
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
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const values: Record<string, FieldValue> = {};
  let at = 0;
  for (const field of fields) {
    const end = fieldEnd(view, at, field.type);
    if (end === undefined) return undecodable('truncated');
    const value = readField(view, payload, at, end, field);
    if (value === undefined) return undecodable(reasonFor(field));
    values[field.name] = value;
    at = end;
  }
  return decoded(values);
}
