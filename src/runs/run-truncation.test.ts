import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CrossbarError, systemClock } from '../core/index.js';
import { createRun } from './create-run.js';
import type { JournalRecord } from './journal-documents.js';
import { openRun } from './run-summary.js';
import { serialCount } from './serial-ranges.js';
import { unacknowledged } from './unacknowledged.js';

let root: string;
let path: string;

/** A small run with everything in it: two epochs, two checkpoints, plans in flight at the end. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'quarterwave-cut-'));
  const document = { toolVersion: '0.1.0', config: {}, seed: 1, streams: [], board: null, parentRun: null };
  const run = createRun({ root, kind: 'train', name: 'iris', clock: systemClock, document });
  path = run.path;
  for (let epoch = 0; epoch < 2; epoch += 1) {
    for (let plan = 0; plan < 70; plan += 1) {
      const serial = epoch * 70 + plan + 1;
      run.stimuli.intend(serial);
      run.stimuli.acknowledge(serial);
    }
    run.append({ type: 'event', name: 'epoch', split: 0, epoch, data: { trainLoss: 1 / (epoch + 1) } });
    run.checkpoint({ epoch }, { split: 0, epoch });
  }
  run.stimuli.intend(141);
  run.append({ type: 'in-doubt', from: 141, to: 141, reason: 'link-lost' });
  run.append({ type: 'grounded', grounded: true, residualVolts: 0, boardTicks: 1, latencyMilliseconds: 1 });
  run.close({ exitStatus: 'abort' });
});
afterEach(() => rmSync(root, { recursive: true }));

describe('a run cut off at any byte', () => {
  it('of its journal is read up to its last whole line and no further', () => {
    const file = join(path, 'journal.jsonl');
    const whole = readFileSync(file);
    for (let bytes = whole.length; bytes >= 0; bytes -= 1) {
      truncateSync(file, bytes);
      const lines = whole.subarray(0, bytes).toString().split('\n').slice(0, -1);
      const records = lines.map((line) => JSON.parse(line) as JournalRecord);
      const countOf = (type: string): number => records.filter((record) => record.type === type).length;
      const { serials, ...summary } = openRun(path);
      expect(summary).toMatchObject({
        journalLines: lines.length,
        tornBytes: bytes - lines.reduce((sum, line) => sum + line.length + 1, 0),
        exitStatus: bytes === whole.length ? 'abort' : 'interrupted',
        epoch: countOf('event') > 0 ? countOf('event') - 1 : null,
        lastWallTime: records.at(-1)?.wallTime ?? summary.start.startedAt,
      });
      expect(summary.lastCheckpoint?.number ?? 0).toBe(countOf('checkpoint'));
      expect(serials.unacknowledged).toEqual(unacknowledged(records));
      const answeredOrOpen = serialCount(serials.acknowledged) + serialCount(serials.unacknowledged);
      expect(answeredOrOpen).toBe(serialCount(serials.intended));
    }
  });

  it('of a checkpoint goes on from the one before', () => {
    const file = join(path, 'checkpoints/0002.json');
    const whole = readFileSync(file);
    for (let bytes = 0; bytes < whole.length; bytes += 1) {
      writeFileSync(file, whole.subarray(0, bytes));
      expect(openRun(path).lastCheckpoint?.number).toBe(1);
    }
  });

  it('of its run.json is called damaged', () => {
    const file = join(path, 'run.json');
    const whole = readFileSync(file);
    // without its last byte, a newline, it is still whole
    for (let bytes = 0; bytes < whole.length - 1; bytes += 1) {
      writeFileSync(file, whole.subarray(0, bytes));
      const attempt = (): unknown => openRun(path);
      expect(attempt).toThrow(CrossbarError);
      expect(attempt).toThrow(/^[^\n]*run\.json is damaged[^\n]*$/);
    }
  });
});
