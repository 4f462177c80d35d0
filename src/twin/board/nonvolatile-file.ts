import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { asCrossbarError, ConfigError, type Shape } from '../../core/index.js';
import type { RecordFields } from '../../protocols/index.js';
import type { Chip, ChipArray } from '../chip/index.js';
import {
  arrayOffsets,
  encodeSlot,
  LAYOUT_VERSION,
  MAGIC,
  MAX_PASSPORT_BYTES,
  PASSPORT_AT,
  passportOf,
  retainedRecords,
  slotAt,
  type Passport,
} from './nonvolatile-layout.js';

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const encodePassport = (passport: Passport): Uint8Array => new TextEncoder().encode(JSON.stringify(passport));

/**
 * The cells and the retained memory of a twin in one file, so that they outlive the process, killed or not. Writes are
 * plain and synchronous: what the system call took survives the process; a power cut of the computer is not its concern.
 */
export class NonvolatileFile {
  readonly #path: string;
  readonly #offsets: readonly number[];
  #descriptor: number | undefined;
  /** How often a board was made on this file before. */
  readonly boots: number;
  /** The serials that were known when it was opened, in no order. */
  readonly records: readonly RecordFields[];

  /**
   * Opens the file and brings the arrays to the states in it, or makes it from them.
   *
   * @throws ConfigError `bad-config` where the file belongs to another chip or is no such file
   */
  constructor(path: string, chip: Chip, seed: number) {
    this.#path = path;
    const shapes: readonly Shape[] = chip.arrays.map(({ shape }) => shape);
    this.#offsets = arrayOffsets(shapes);
    const passport = passportOf(chip.description, shapes, seed);
    const descriptor = this.#open();
    try {
      const old = new Uint8Array(fstatSync(descriptor).size);
      for (let at = 0, count = 1; at < old.length && count > 0; at += count) count = readSync(descriptor, old, at);
      this.#descriptor = descriptor;
      if (old.length > 0) {
        this.#check(old, passport);
        chip.arrays.forEach((array, index) => this.#restore(old, array, index));
      }
      this.boots = old.length > 0 ? viewOf(old).getUint32(8, true) + 1 : 0;
      this.records = old.length > 0 ? retainedRecords(old) : [];
      if (old.length === 0) chip.arrays.forEach((array, index) => this.writeCells(array, index));
      this.#writeHeader(passport);
    } catch (thrown) {
      this.close();
      closeIfOpen(descriptor);
      throw asCrossbarError(thrown, 'bad-config', `Opening the chip file ${path}`);
    }
  }
}
