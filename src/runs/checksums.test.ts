import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { verifyRun, writeChecksums } from './checksums.js';

let run: string;
beforeEach(() => {
  run = mkdtempSync(join(tmpdir(), 'quarterwave-sums-'));
  mkdirSync(join(run, 'checkpoints'));
  writeFileSync(join(run, 'run.json'), '{}\n');
  writeFileSync(join(run, 'checkpoints/0001.json'), 'x'.repeat(100_000));
  writeFileSync(join(run, 'checkpoints/0002.json.partial'), 'left by a killed process');
});
afterEach(() => rmSync(run, { recursive: true }));

it('is checked by coreutils as by verifyRun', () => {
  writeChecksums(run);
  const coreutils = 'sha256sum';
  const said = execFileSync(coreutils, ['--check', '--strict', 'SHA256SUMS'], { cwd: run, encoding: 'utf8' });
  expect(said).toBe('checkpoints/0001.json: OK\nrun.json: OK\n');
  expect(verifyRun(run)).toMatchObject({ sealed: true, intact: true, checkedFiles: 2, unlisted: [] });
});

it('tells altered, missing and added files apart', () => {
  writeChecksums(run);
  appendFileSync(join(run, 'run.json'), ' ');
  rmSync(join(run, 'checkpoints/0001.json'));
  writeFileSync(join(run, 'notes.txt'), '');
  expect(verifyRun(run)).toMatchObject({
    intact: false,
    altered: ['run.json'],
    missing: ['checkpoints/0001.json'],
    unlisted: ['notes.txt'],
  });
});

it('calls a run without sums unsealed, and damaged sums damaged', () => {
  expect(verifyRun(run)).toMatchObject({ sealed: false, intact: false });
  writeFileSync(join(run, 'SHA256SUMS'), 'not a sum\n');
  expect(() => verifyRun(run)).toThrow(expect.objectContaining({ code: 'run-damaged' }));
  expect(() => verifyRun(join(run, 'nowhere'))).toThrow(expect.objectContaining({ code: 'bad-argument' }));
});
