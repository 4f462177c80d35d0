import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STRESS_FIELDS } from '../core/index.js';
import { emptyLedger, readLedger, writeLedger } from './ledger-file.js';

const SHAPES = [
  { rows: 3, columns: 2 },
  { rows: 1, columns: 5 },
];

describe('a ledger in a file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    file = join(folder, 'ledger.qwl');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function written() {
    const pages = { ...emptyLedger(SHAPES, 7), plans: 12, countedTo: 31, uncounted: 9 };
    let value = 0.1;
    for (const stress of pages.arrays) {
      for (const field of STRESS_FIELDS) stress[field].forEach((_, cell) => (stress[field][cell] = value *= -1.37));
    }
    writeLedger(file, pages);
    return pages;
  }

  it('is read back to the last bit', () => {
    const pages = written();
    expect(readLedger(file)).toEqual(pages);
  });

  it('is not there before it is written', () => expect(readLedger(file)).toBeUndefined());

  it('begins with what the board had fired before as uncounted', () => {
    expect(emptyLedger(SHAPES, 7)).toMatchObject({ plans: 0, countedTo: 7, uncounted: 7 });
  });

  it('is refused with any one byte changed', () => {
    written();
    const bytes = readFileSync(file);
    for (let at = 0; at < bytes.length; at += 1) {
      const hurt = Buffer.from(bytes);
      hurt[at]! ^= 0x40;
      writeFileSync(file, hurt);
      expect(() => readLedger(file), `byte ${at}`).toThrow(expect.objectContaining({ code: 'run-damaged' }));
    }
  });

  it('is refused cut off anywhere', () => {
    written();
    const { length } = readFileSync(file);
    for (let bytes = length - 1; bytes >= 0; bytes -= 1) {
      truncateSync(file, bytes);
      expect(() => readLedger(file), `${bytes} bytes`).toThrow(expect.objectContaining({ code: 'run-damaged' }));
    }
  });
});
