import { getUint16 } from './little-endian.js';
import { VALUE_SETS, type FieldSpecs, type WireType } from './messages.generated.js';

export type FieldValue = number | string | Uint8Array | Int32Array;
export type FieldValues = Readonly<Record<string, FieldValue>>;

/** One field of one message, ready for the loops below. */
export interface Field {
  readonly message: string;
  readonly name: string;
  readonly type: WireType;
  /** Numbers by name and names by number where a u8 stands for one. */
  readonly set?: { readonly codes: Readonly<Record<string, number>>; readonly names: readonly (string | undefined)[] };
}

/** Smallest and largest value of the integers, and the bytes they take. */
export const INTEGERS = {
  u8: [0, 0xff, 1],
  u16: [0, 0xffff, 2],
  u32: [0, 0xffffffff, 4],
  u64: [0, Number.MAX_SAFE_INTEGER, 8],
  i16: [-0x8000, 0x7fff, 2],
  i32: [-0x80000000, 0x7fffffff, 4],
} as const satisfies Partial<Record<WireType, readonly [number, number, number]>>;

export type IntegerType = keyof typeof INTEGERS;

export const ID_BYTES = 16;

export function compileFields(message: string, specs: FieldSpecs): readonly Field[] {
  return Object.entries(specs).map(([name, type]) => {
    if (!(type in VALUE_SETS)) return { message, name, type: type as WireType };
    const codes: Readonly<Record<string, number>> = VALUE_SETS[type as keyof typeof VALUE_SETS];
    const names: (string | undefined)[] = [];
    for (const [word, code] of Object.entries(codes)) names[code] = word;
    return { message, name, type: 'u8', set: { codes, names } };
  });
}

/** Where the field at `at` ends; undefined where the payload ends before it does. */
export function fieldEnd(payload: Uint8Array, at: number, type: WireType): number | undefined {
  let end: number;
  if (type === 'bytes' || type === 'text' || type === 'i32[]') {
    if (at + 2 > payload.length) return undefined;
    end = at + 2 + getUint16(payload, at) * (type === 'i32[]' ? 4 : 1);
  } else {
    end = at + (type === 'id' ? ID_BYTES : INTEGERS[type][2]);
  }
  return end <= payload.length ? end : undefined;
}
