import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { asCrossbarError, ConfigError } from '../../core/index.js';
import type { RecordFields } from '../../protocols/index.js';
import type { Chip } from '../chip/index.js';
import type { ChipTime } from './chip-time.js';
import { neverLowered, type LoweredLimits } from './lowered-limits.js';
import {
  arrayOffsets,
  BOOTS_AT,
  decodeLowered,
  encodeLowered,
  encodeSlot,
  LAYOUT_VERSION,
  LOWERED_AT,
  MAGIC,
  MAX_PASSPORT_BYTES,
  PASSPORT_AT,
  passportOf,
  retainedRecords,
  TICK_BYTES,
  slotAt,
  type Passport,
  type SlotKind,
} from './nonvolatile-layout.js';

/**
 * The cells and the retained memory of a twin in one file, so that they outlive the process, killed or not. Writes are
 * plain and synchronous: what the system call took survives the process; a power cut of the computer is not its concern.
 */
export interface NonvolatileFile {
  /** How often a board was booted on this file before. */
  readonly boots: number;
  /** Every serial that was known when it was opened, in no order. */
  readonly records: readonly RecordFields[];
  readonly lowered: LoweredLimits;
  /** The board was booted again, so often in all. */
  writeBoots(boots: number): void;
  writeLowered(lowered: LoweredLimits): void;
  writeSlot(kind: SlotKind, record: RecordFields): void;
  /** Puts one array, as it is, where the next opening finds them. */
  writeCells(array: number): void;
  close(): void;
}

/** Whether a note was kept. A memory that cannot be written is an answer, not a crash. */
export function isWritten(write: () => void): boolean {
  try {
    write();
    return true;
  } catch {
    return false;
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function readAll(descriptor: number): Uint8Array {
  const bytes = new Uint8Array(fstatSync(descriptor).size);
  let at = 0;
  for (let count = 1; at < bytes.length && count > 0; at += count) {
    count = readSync(descriptor, bytes, at, bytes.length - at, at);
  }
  return bytes;
}

function writeAll(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let at = 0; at < bytes.length;) {
    at += writeSync(descriptor, bytes, at, bytes.length - at, position + at);
  }
}

const unusable = (path: string, what: string): ConfigError =>
  new ConfigError('bad-config', `${path}: ${what}. Name another state file, or move this one away to start afresh.`, {
    path,
  });

/** Boots so far where the file holds this chip; undefined where it holds nothing yet. */
function checkHeader(path: string, file: Uint8Array, passport: Passport, length: number): number | undefined {
  const refuse = (what: string): ConfigError => unusable(path, what);
  // the header is written last, so a file without one was never used
  if (file.subarray(0, PASSPORT_AT).every((byte) => byte === 0)) return undefined;
  const view = viewOf(file);
  if (file.length < PASSPORT_AT || view.getUint32(0, true) !== MAGIC) throw refuse('it is not a state file of a twin');
  if (view.getUint32(4, true) !== LAYOUT_VERSION) throw refuse('another version of quarterwave made it');
  const end = PASSPORT_AT + view.getUint32(12, true);
  const stored = JSON.parse(new TextDecoder().decode(file.subarray(PASSPORT_AT, end))) as Passport;
  for (const [key, mine] of Object.entries(passport)) {
    const theirs = stored[key as keyof Passport];
    const what = key === 'chip' ? 'settings of the chip' : key;
    if (theirs !== mine) throw refuse(`it holds a chip with other ${what}: ${theirs}, asked for ${mine}`);
  }
  if (file.length !== length) throw refuse(`it has ${file.length} bytes instead of ${length}`);
  return view.getUint32(BOOTS_AT, true);
}

function header(passport: Passport, boots: number): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(passport));
  const length = Math.min(text.length, MAX_PASSPORT_BYTES);
  const bytes = new Uint8Array(PASSPORT_AT + length);
  const view = viewOf(bytes);
  [MAGIC, LAYOUT_VERSION, boots, length].forEach((value, index) => view.setUint32(4 * index, value, true));
  bytes.set(text.subarray(0, length), PASSPORT_AT);
  return bytes;
}

/**
 * Opens the file and brings the arrays to where they are in it, or makes it from the arrays as they are.
 *
 * @throws ConfigError `bad-config` where the file holds another chip or is no such file; CrossbarError where the
 *   operating system refuses it
 */
export function openNonvolatileFile(path: string, chip: Chip, chipTime: ChipTime, seed: number): NonvolatileFile {
  const shapes = chip.arrays.map(({ shape }) => shape);
  const offsets = arrayOffsets(chip.arrays);
  let descriptor: number | undefined;
  const opened = (): number => {
    if (descriptor !== undefined) return descriptor;
    throw new ConfigError('bad-argument', `${path} was closed with its twin. Make a new twin on it.`, { path });
  };
  const close = (): void => {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
  };

  const restoreCells = (file: Uint8Array): void => {
    const view = viewOf(file);
    for (const [index, array] of chip.arrays.entries()) {
      const at = offsets[index]!;
      const imageAt = at + TICK_BYTES;
      chipTime.restore(index, view.getFloat64(at, true));
      array.loadImage(file.subarray(imageAt, imageAt + array.imageBytes));
    }
  };
  const writeCells = (index: number): void => {
    const image = chip.arrays[index]!.image();
    const bytes = new Uint8Array(TICK_BYTES + image.length);
    viewOf(bytes).setFloat64(0, chipTime.tickOf(index), true);
    bytes.set(image, TICK_BYTES);
    writeAll(opened(), bytes, offsets[index]!);
  };

  try {
    descriptor = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o644);
    const file = readAll(descriptor);
    const passport = passportOf(chip.description, shapes, seed);
    const boots = checkHeader(path, file, passport, offsets.at(-1)!);
    const lowered = boots === undefined ? neverLowered : decodeLowered(file);
    if (lowered === undefined) throw unusable(path, 'the limits that were lowered on this board cannot be read');
    if (boots === undefined) shapes.forEach((_, index) => writeCells(index));
    else restoreCells(file);
    writeAll(descriptor, header(passport, (boots ?? 0) + 1), 0);
    return {
      boots: boots ?? 0,
      records: boots === undefined ? [] : retainedRecords(file),
      lowered,
      writeBoots: (count) => writeAll(opened(), new Uint8Array(Uint32Array.of(count).buffer), BOOTS_AT),
      writeLowered: (limits) => writeAll(opened(), encodeLowered(limits), LOWERED_AT),
      writeSlot: (kind, record) => writeAll(opened(), encodeSlot(record), slotAt(kind, record.serial)),
      writeCells,
      close,
    };
  } catch (thrown) {
    close();
    throw asCrossbarError(thrown, 'bad-config', `Opening the state file ${path}`);
  }
}
