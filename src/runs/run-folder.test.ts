import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { boardTicks, hostTime, systemClock, volts, type Clock } from '../core/index.js';
import { readCheckpoint } from './checkpoints.js';
import { verifyRun } from './checksums.js';
import { claimRun, createRun, type NewRun } from './create-run.js';
import { groundedDocument } from './journal-documents.js';
import { openRun } from './run-summary.js';

const clock: Clock = { ...systemClock, wallTime: () => new Date('2026-11-22T00:47:12.000Z') };
const document = {
  toolVersion: '0.1.0',
  config: { rate: 0.1 },
  seed: 1,
  streams: ['init'],
  board: null,
  parentRun: null,
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'quarterwave-runs-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const newRun = (extra: Partial<NewRun> = {}) =>
  createRun({ root, kind: 'train', name: 'iris', clock, document, ...extra });

describe('createRun', () => {
  it('lays a run out as documented', () => {
    const run = newRun({ entropy: (bytes) => new Uint8Array(bytes).fill(0x7f) });
    expect(relative(root, run.path)).toBe('2026/11/22/20261122T004712Z-7f7f-train-iris');
    expect(JSON.parse(readFileSync(join(run.path, 'run.json'), 'utf8'))).toMatchObject({
      schemaVersion: 1,
      uid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/) as string,
      startedAt: '2026-11-22T00:47:12.000Z',
      node: process.version,
      ...document,
    });
    run.close({ exitStatus: 'success' });
  });

  it('draws another tag when a name is taken', () => {
    let draws = 0;
    const entropy = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(Math.floor(draws++ / 8));
    const paths = Array.from({ length: 20 }, () => newRun({ entropy })).map((run) => run.path);
    expect(new Set(paths).size).toBe(20);
  });

  it('refuses what it could not read back, and a root it cannot write, before any file', () => {
    const lossy = { ...document, config: { rate: Number.NaN } };
    expect(() => newRun({ document: lossy })).toThrow(expect.objectContaining({ code: 'bad-data' }));
    writeFileSync(join(root, 'file'), '');
    expect(() => newRun({ root: join(root, 'file') })).toThrow(expect.objectContaining({ code: 'bad-config' }));
  });
});

describe('claimRun', () => {
  it('leaves nothing behind where no run begins, and a begun run alone', () => {
    const place = { root, kind: 'train', name: 'iris', clock };
    const [given, kept] = [claimRun(place), claimRun(place)];
    given.discardUnlessBegun();
    expect(existsSync(given.path)).toBe(false);
    const run = kept.begin(document);
    kept.discardUnlessBegun();
    run.close({ exitStatus: 'success' });
    expect(openRun(kept.path).exitStatus).toBe('success');
  });
});

describe('a run', () => {
  it('tells after its end all that it went through', () => {
    const run = newRun();
    run.stimuli.intend(1);
    run.stimuli.acknowledge(1);
    run.append({ type: 'event', name: 'epoch', split: 2, epoch: 7, data: { trainLoss: 0.5 } });
    run.checkpoint({ siemens: Float64Array.of(0.001, 0.002) }, { split: 2, epoch: 7 });
    run.append(
      groundedDocument({ grounded: true, residualVolts: volts(1e-4), boardTicks: boardTicks(9), latency: hostTime(2) }),
    );
    run.writeReport('<!doctype html>');
    run.close({ exitStatus: 'success' });
    run.close({ exitStatus: 'fail' });

    const summary = openRun(run.path);
    expect(summary).toMatchObject({
      exitStatus: 'success',
      split: 2,
      epoch: 7,
      serials: { intended: [{ from: 1, to: 1 }], acknowledged: [{ from: 1, to: 1 }], unacknowledged: [] },
      grounded: { residualVolts: 1e-4 },
      tornBytes: 0,
    });
    const payload = readCheckpoint(run.path, summary.lastCheckpoint!, z.object({ siemens: z.array(z.number()) }));
    expect(payload).toEqual({ siemens: [0.001, 0.002] });
    expect(verifyRun(run.path)).toMatchObject({ intact: true, checkedFiles: 4 });
    expect(() => run.writeText('late.txt', '')).toThrow(/closed/);
  });

  it('keeps to its folder', () => {
    expect(() => newRun().writeText('../other/run.json', '{}')).toThrow(/outside the run/);
  });

  it('falls back to the last checkpoint that is whole', () => {
    const run = newRun();
    for (let epoch = 0; epoch < 3; epoch += 1) run.checkpoint({ epoch }, { epoch });
    writeFileSync(join(run.path, 'checkpoints/0003.json'), '{"ep');
    const { lastCheckpoint } = openRun(run.path);
    expect(lastCheckpoint).toMatchObject({ number: 2, epoch: 1 });
    const torn = { ...lastCheckpoint!, file: 'checkpoints/0003.json' };
    expect(() => readCheckpoint(run.path, torn, z.unknown())).toThrow(expect.objectContaining({ code: 'run-damaged' }));
    expect(() => readCheckpoint(run.path, lastCheckpoint!, z.string())).toThrow(/version that wrote it/);
  });
});

describe('openRun', () => {
  it('says of a path that is no run that it is none, in one line', () => {
    for (const path of [root, join(root, 'nowhere')]) {
      expect(() => openRun(path)).toThrow(expect.objectContaining({ code: 'bad-argument' }));
      expect(() => openRun(path)).toThrow(/^.* is not a run: it has no run\.json\. Give [^\n]*$/);
    }
  });

  it('says of a run killed at its birth that it did nothing', () => {
    const path = join(root, '20261122T004712Z-7f3a-train-iris');
    mkdirSync(path);
    expect(() => openRun(path)).toThrow(/before any stimulus/);
  });
});
