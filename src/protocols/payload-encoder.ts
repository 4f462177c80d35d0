import { ConfigError } from '../core/index.js';
import {
  fieldEnd,
  ID_BYTES,
  INTEGERS,
  type Field,
  type FieldValue,
  type FieldValues,
  type IntegerType,
} from './field-layout.js';
import { putInt16, putInt32, putUint64 } from './little-endian.js';
import { unfilledBytes } from './unfilled-bytes.js';

const ID_FORM = /^[0-9a-f]{32}$/;
const MAX_COUNT = 0xffff;

const textEncoder = new TextEncoder();

function refuse(field: Field, value: unknown, wanted: string): never {
  const shown =
    typeof value === 'object'
      ? `${(value as ArrayLike<unknown> | null)?.length} elements`
      : `${value as string | number}`;
  throw new ConfigError('bad-argument', `${field.message}.${field.name} is ${shown}; it must be ${wanted}`, {
    message: field.message,
    field: field.name,
  });
}

/** The number that goes on the wire for a number or a name of the field's set. */
function integerOf(field: Field, value: unknown): number {
  if (field.set !== undefined) {
    const code = field.set.codes[value as string];
    return code ?? refuse(field, value, `one of ${Object.keys(field.set.codes).join(', ')}`);
  }
  const [min, max] = INTEGERS[field.type as IntegerType];
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return value as number;
  return refuse(field, value, `a whole number from ${min} to ${max}`);
}

/** Bytes the field takes on the wire. Refuses what no byte could hold, so that the writing below cannot run over. */
function sizeOf(field: Field, value: unknown): number {
  switch (field.type) {
    case 'id':
      return typeof value === 'string' && ID_FORM.test(value)
        ? ID_BYTES
        : refuse(field, value, '32 lower-case hex digits');
    case 'bytes':
      if (value instanceof Uint8Array && value.length <= MAX_COUNT) return 2 + value.length;
      return refuse(field, value, `at most ${MAX_COUNT} bytes`);
    case 'i32[]':
      if (value instanceof Int32Array && value.length <= MAX_COUNT) return 2 + 4 * value.length;
      return refuse(field, value, `an Int32Array of at most ${MAX_COUNT}`);
    case 'text': {
      const size = typeof value === 'string' ? Buffer.byteLength(value) : MAX_COUNT + 1;
      return size <= MAX_COUNT ? 2 + size : refuse(field, value, `at most ${MAX_COUNT} bytes of UTF-8`);
    }
    case 'u8':
    case 'u16':
    case 'u32':
    case 'u64':
    case 'i16':
    case 'i32':
      break;
  }
  return INTEGERS[field.type][2];
}

/** The value of a lower-case hex digit, from its character code. */
const hexDigit = (code: number): number => (code < 0x3a ? code - 0x30 : code - 0x57);

function putHex(bytes: Uint8Array, at: number, hex: string): void {
  for (let i = 0; 2 * i < hex.length; i += 1) {
    bytes[at + i] = (hexDigit(hex.charCodeAt(2 * i)) << 4) | hexDigit(hex.charCodeAt(2 * i + 1));
  }
}

/** Writes one field, which was sized before, at `at`. */
function writeField(bytes: Uint8Array, at: number, field: Field, value: FieldValue): void {
  switch (field.type) {
    case 'u8':
      bytes[at] = integerOf(field, value);
      break;
    case 'u16':
    case 'i16':
      putInt16(bytes, at, integerOf(field, value));
      break;
    case 'u32':
    case 'i32':
      putInt32(bytes, at, integerOf(field, value));
      break;
    case 'u64':
      putUint64(bytes, at, integerOf(field, value));
      break;
    case 'id':
      putHex(bytes, at, value as string);
      break;
    case 'bytes':
      putInt16(bytes, at, (value as Uint8Array).length);
      bytes.set(value as Uint8Array, at + 2);
      break;
    case 'text':
      putInt16(bytes, at, textEncoder.encodeInto(value as string, bytes.subarray(at + 2)).written);
      break;
    case 'i32[]': {
      const integers = value as Int32Array;
      putInt16(bytes, at, integers.length);
      for (let i = 0; i < integers.length; i += 1) putInt32(bytes, at + 2 + 4 * i, integers[i]!);
      break;
    }
  }
}

/** @throws ConfigError naming the message and the field that does not fit its type */
export function encodeFields(fields: readonly Field[], values: FieldValues): Uint8Array {
  let size = 0;
  for (const field of fields) size += sizeOf(field, values[field.name]);
  const bytes = unfilledBytes(size);
  let at = 0;
  for (const field of fields) {
    writeField(bytes, at, field, values[field.name]!);
    at = fieldEnd(bytes, at, field.type)!;
  }
  return bytes;
}
