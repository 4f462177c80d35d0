// Runs the built program and returns the object that --json prints.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

export function scratch() {
  const path = mkdtempSync(join(tmpdir(), 'quarterwave-bench-'));
  process.on('exit', () => rmSync(path, { recursive: true, force: true }));
  return path;
}

export async function train(args, runs) {
  const line = ['train', ...args, '--json', '--runs', runs];
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...line], { maxBuffer: 1 << 26 });
  return JSON.parse(stdout);
}

/** Runs the jobs two at a time, results in their order. */
export async function twoAtATime(jobs) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < jobs.length) {
      const index = next++;
      results[index] = await jobs[index]();
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}
