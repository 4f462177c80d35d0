import { formatShape, type Shape } from '../../core/index.js';
import {
  crc32,
  decodeReply,
  decodeRequest,
  encodeReply,
  encodeRequest,
  OPS,
  type RecordFields,
} from '../../protocols/index.js';
import type { ChipDescription } from '../chip/index.js';
import { neverLowered, type LoweredLimits } from './lowered-limits.js';
import { RETAINED_RECORDS } from './retained-memory.js';

/**
 * Where things stand in the file that keeps a twin over the death of its process (integers little-endian):
 *
 *     0     magic 'QWNV', u32 layout version, u32 boots, u32 length of the passport
 *     16    passport: JSON that says which chip this is
 *     1024  64 intents of 64 bytes, then 64 completed records of 64 bytes, each at serial modulo 64
 *     9216  lowered limits: four u32 as `lower` carries them, 0 for one never lowered, then their CRC-32; zeros at first
 *     9280  for every array: f64 board tick that it has lived to, then its image
 *
 * An intent or record is its payload as on the wire, then its CRC-32; anything else there is empty or torn.
 */
export const MAGIC = 0x564e5751;
export const LAYOUT_VERSION = 3;
export const BOOTS_AT = 8;
export const PASSPORT_AT = 16;
export const MAX_PASSPORT_BYTES = 1024 - PASSPORT_AT;
const INTENTS_AT = 1024;
const SLOT_BYTES = 64;
const RECORDS_AT = INTENTS_AT + RETAINED_RECORDS * SLOT_BYTES;
export const LOWERED_AT = RECORDS_AT + RETAINED_RECORDS * SLOT_BYTES;
const CELLS_AT = LOWERED_AT + SLOT_BYTES;
const CRC_BYTES = 4;

export type SlotKind = 'intent' | 'record';

export const slotAt = (kind: SlotKind, serial: number): number =>
  (kind === 'intent' ? INTENTS_AT : RECORDS_AT) + (serial % RETAINED_RECORDS) * SLOT_BYTES;

/** What stands before the image of an array. */
export const TICK_BYTES = 8;

/** Where each array begins; one more entry for the end of the file. */
export function arrayOffsets(arrays: readonly { readonly imageBytes: number }[]): number[] {
  const offsets = [CELLS_AT];
  for (const { imageBytes } of arrays) offsets.push(offsets.at(-1)! + TICK_BYTES + imageBytes);
  return offsets;
}

function withCrc(payload: Uint8Array): Uint8Array {
  const slot = new Uint8Array(payload.length + CRC_BYTES);
  slot.set(payload);
  new DataView(slot.buffer).setUint32(payload.length, crc32(payload), true);
  return slot;
}

/** Whether so many bytes at the start of a slot have their CRC behind them. */
function isIntact(slot: Uint8Array, length: number): boolean {
  const stored = new DataView(slot.buffer, slot.byteOffset, slot.byteLength).getUint32(length, true);
  return stored === crc32(slot.subarray(0, length));
}

export const encodeSlot = (record: RecordFields): Uint8Array => withCrc(encodeReply('record', record));

/** The record in the slot of a serial; undefined where it is empty or torn. */
function decodeSlot(file: Uint8Array, at: number): RecordFields | undefined {
  const slot = file.subarray(at, at + SLOT_BYTES);
  const result = decodeReply('record', slot);
  if (!result.ok || !isIntact(slot, encodeReply('record', result.value).length)) return undefined;
  return result.value;
}

export const encodeLowered = (lowered: LoweredLimits): Uint8Array => withCrc(encodeRequest('lower', lowered));

/** The lowered limits; undefined where they are damaged, which must not raise them. */
export function decodeLowered(file: Uint8Array): LoweredLimits | undefined {
  const slot = file.subarray(LOWERED_AT, LOWERED_AT + SLOT_BYTES);
  if (slot.every((byte) => byte === 0)) return neverLowered;
  const result = decodeRequest(OPS.lower, slot);
  if (!result.ok || result.value.name !== 'lower') return undefined;
  return isIntact(slot, encodeRequest('lower', result.value.fields).length) ? result.value.fields : undefined;
}

/** Every serial still known: completed where its record is whole, indeterminate where only its intent is. */
export function retainedRecords(file: Uint8Array): RecordFields[] {
  const found: RecordFields[] = [];
  for (let slot = 0; slot < RETAINED_RECORDS; slot += 1) {
    const intent = decodeSlot(file, slotAt('intent', slot));
    const record = decodeSlot(file, slotAt('record', slot));
    const latest = intent !== undefined && intent.serial > (record?.serial ?? 0) ? intent : record;
    if (latest !== undefined) found.push(latest);
  }
  return found;
}

/** Which chip a file belongs to. Cells of one chip mean nothing on another. */
export interface Passport {
  readonly device: string;
  readonly arrays: string;
  readonly seed: number;
  /** CRC-32 of the whole description. */
  readonly chip: number;
}

export const passportOf = (description: ChipDescription, shapes: readonly Shape[], seed: number): Passport => ({
  device: description.device,
  arrays: shapes.map(formatShape).join(' '),
  seed,
  chip: crc32(new TextEncoder().encode(JSON.stringify(description))),
});
