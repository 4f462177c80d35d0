import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { cellCount, CrossbarError, noStress, STRESS_FIELDS, type CellStress, type Shape } from '../core/index.js';
import { writeDurably } from './durable-file.js';

/** `QWLG`, a u32 of version and header length each, the header, then the counts; a u32 CRC of all before at the end. */
const MAGIC = 0x474c5751;
const VERSION = 1;
const PREFIX_BYTES = 12;
const CRC_BYTES = 4;

const count = z.int().nonnegative();

const ledgerHeader = z.object({
  shapes: z.array(z.object({ rows: z.int().positive(), columns: z.int().positive() })),
  /** Plans counted in all. */
  plans: count,
  /** The board's serial up to which plans are counted. */
  countedTo: count,
  /** Firings of the board that were never counted: made by other programs, or lost when one was killed. */
  uncounted: count,
});

/** What the cells of a chip have been through, and how complete that account is. */
export interface LedgerPages extends z.infer<typeof ledgerHeader> {
  /** One an array of the board. */
  readonly arrays: readonly CellStress[];
}

/** @param firedBefore the board's serial: what it fired before this account begins */
export const emptyLedger = (shapes: readonly Shape[], firedBefore: number): LedgerPages => ({
  shapes: [...shapes],
  plans: 0,
  countedTo: firedBefore,
  uncounted: firedBefore,
  arrays: shapes.map(noStress),
});

/** The header is padded, so that counts lie on multiples of 8 bytes in the file. */
function headerBytes(pages: LedgerPages): Buffer {
  const { arrays: _, ...header } = pages;
  const text = JSON.stringify(header);
  return Buffer.from(text.padEnd(8 * Math.ceil((PREFIX_BYTES + text.length) / 8) - PREFIX_BYTES));
}

/** Writes a ledger so that at every instant the file holds the old one or the new one, whole. */
export function writeLedger(path: string, pages: LedgerPages): void {
  const header = headerBytes(pages);
  const cells = pages.shapes.reduce((sum, shape) => sum + cellCount(shape), 0);
  const bytes = Buffer.alloc(PREFIX_BYTES + header.length + 8 * cells * STRESS_FIELDS.length + CRC_BYTES);
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.writeUInt32LE(VERSION, 4);
  bytes.writeUInt32LE(header.length, 8);
  header.copy(bytes, PREFIX_BYTES);
  let at = PREFIX_BYTES + header.length;
  for (const stress of pages.arrays) {
    for (const field of STRESS_FIELDS) {
      for (const value of stress[field]) at = bytes.writeDoubleLE(value, at);
    }
  }
  bytes.writeUInt32LE(crc32(bytes.subarray(0, at)), at);
  writeDurably(path, bytes);
}

const damaged = (path: string, why: string): CrossbarError =>
  new CrossbarError(
    'run-damaged',
    `${path}: ${why}. Restore it from a copy, or move it away to begin a new account of this chip.`,
    { file: path },
  );

/**
 * @returns undefined where there is no such file
 * @throws CrossbarError `run-damaged` where it is not what was written
 */
export function readLedger(path: string): LedgerPages | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (bytes.length < PREFIX_BYTES + CRC_BYTES || bytes.readUInt32LE(0) !== MAGIC) throw damaged(path, 'not a ledger');
  if (bytes.readUInt32LE(4) !== VERSION) throw damaged(path, `a ledger of version ${bytes.readUInt32LE(4)}`);
  const end = bytes.length - CRC_BYTES;
  if (crc32(bytes.subarray(0, end)) !== bytes.readUInt32LE(end)) throw damaged(path, 'its checksum does not fit');
  let at = PREFIX_BYTES + bytes.readUInt32LE(8);
  const header = ledgerHeader.parse(JSON.parse(bytes.toString('utf8', PREFIX_BYTES, at)));
  const arrays = header.shapes.map(noStress);
  for (const stress of arrays) {
    for (const field of STRESS_FIELDS) {
      const values = stress[field];
      for (let cell = 0; cell < values.length; cell += 1, at += 8) values[cell] = bytes.readDoubleLE(at);
    }
  }
  return { ...header, arrays };
}
