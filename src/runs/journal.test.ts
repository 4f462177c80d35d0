import { appendFileSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../core/index.js';
import type { JournalRecord } from './journal-documents.js';
import { readJournal, type JournalTail } from './journal-reader.js';
import { Journal, MAX_LINE_BYTES } from './journal.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quarterwave-journal-'));
  path = join(folder, 'journal.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

function readAll(): JournalTail & { records: JournalRecord[] } {
  const records: JournalRecord[] = [];
  return { ...readJournal(path, (record) => records.push(record)), records };
}

describe('Journal', () => {
  it('has each line on the file when append returns, numbered and dated', () => {
    const journal = new Journal(openSync(path, 'ax'), { ...systemClock, wallTime: () => new Date(0) });
    journal.append({ type: 'event', name: 'epoch', split: 0, epoch: 3, data: { loss: 0.25 } });
    expect(readFileSync(path, 'utf8')).toBe(
      '{"line":1,"wallTime":"1970-01-01T00:00:00.000Z","type":"event","name":"epoch","split":0,"epoch":3,"data":{"loss":0.25}}\n',
    );
    journal.append({ type: 'intent', from: 1, to: 64 });
    expect(readAll().records.map(({ line, type }) => [line, type])).toEqual([
      [1, 'event'],
      [2, 'intent'],
    ]);
    journal.close();
    journal.close();
    expect(() => journal.append({ type: 'intent', from: 65, to: 128 })).toThrow(/closed/);
  });

  it('reads lines of any length across its chunks', () => {
    const journal = new Journal(openSync(path, 'ax'), systemClock);
    const sizes = [1, 65_000, 200, 70_000, 131_072, 900_000, 3];
    for (const size of sizes) journal.append({ type: 'event', name: 'x'.repeat(size) });
    journal.close();
    const names = readAll().records.map((record) => (record.type === 'event' ? record.name.length : 0));
    expect(names).toEqual(sizes);
  });

  it('refuses a line too long for its readers, and goes on', () => {
    const journal = new Journal(openSync(path, 'ax'), systemClock);
    expect(() => journal.append({ type: 'event', name: 'x'.repeat(MAX_LINE_BYTES) })).toThrow(/file of its own/);
    journal.append({ type: 'event', name: 'next' });
    journal.close();
    expect(readAll()).toMatchObject({ lines: 1, tornBytes: 0 });
  });

  it('keeps failing after the disk did', () => {
    const journal = new Journal(openSync('/dev/full', 'a'), systemClock);
    const damaged = expect.objectContaining({ code: 'run-damaged' });
    expect(() => journal.append({ type: 'event', name: 'x' })).toThrow(damaged);
    expect(() => journal.append({ type: 'event', name: 'x' })).toThrow(damaged);
    journal.close();
  });
});

describe('readJournal', () => {
  it('leaves out a torn last line and says how much of it there is', () => {
    new Journal(openSync(path, 'ax'), systemClock).append({ type: 'intent', from: 1, to: 64 });
    appendFileSync(path, '{"line":2,"wall');
    expect(readAll()).toMatchObject({ lines: 1, tornBytes: 15 });
  });

  it.each([
    ['is not JSON', '{"line":2,\n'],
    ['is no document', '{"line":2,"wallTime":"2026-11-22T00:00:00.000Z","type":"wish"}\n'],
    ['stands in another place', '{"line":7,"wallTime":"2026-11-22T00:00:00.000Z","type":"ack","from":1,"to":2}\n'],
  ])('refuses a whole line that %s', (_, line) => {
    new Journal(openSync(path, 'ax'), systemClock).append({ type: 'intent', from: 1, to: 64 });
    appendFileSync(path, line);
    expect(readAll).toThrow(expect.objectContaining({ code: 'run-damaged', details: { path, line: 2 } }));
  });
});
