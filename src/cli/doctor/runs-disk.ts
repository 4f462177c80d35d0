import { closeSync, existsSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ConfigError, formatQuantity, type Clock } from '../../core/index.js';
import type { Finding } from './finding.js';

const SYNCS = 20;
const BLOCK_BYTES = 4096;
/** A training journals some megabytes a run. */
const LITTLE_BYTES = 500e6;
/** A run waits for the disk at its start and at every checkpoint. */
const SLOW_SECONDS = 0.05;

function existingFolder(path: string): string {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder) || folder === dirname(folder)) return folder;
  }
}

/** Seconds of the median fsync of a small file, which is gone afterwards. */
function syncSeconds(folder: string, clock: Clock): number {
  const path = join(folder, `.quarterwave-doctor-${process.pid}`);
  try {
    const descriptor = openSync(path, 'wx');
    try {
      const times = Array.from({ length: SYNCS }, () => {
        const begun = clock.now();
        writeSync(descriptor, new Uint8Array(BLOCK_BYTES));
        fsyncSync(descriptor);
        return (clock.now() - begun) / 1e3;
      });
      return times.toSorted((a, b) => a - b)[SYNCS / 2]!;
    } finally {
      closeSync(descriptor);
      rmSync(path, { force: true });
    }
  } catch (error) {
    const { message } = error as Error;
    const text = `Runs cannot be written to ${folder}: ${message}. Choose a folder that can be written, with --runs.`;
    throw new ConfigError('bad-config', text, { folder }, error);
  }
}

/**
 * Whether runs can be kept in a folder, or in what there is of the way to it.
 *
 * @throws ConfigError when nothing can be written there
 */
export async function checkRunsDisk(runs: string, clock: Clock): Promise<Finding> {
  const folder = existingFolder(runs);
  const seconds = syncSeconds(folder, clock);
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  const problems = [
    ...(freeBytes < LITTLE_BYTES ? ['there is little room: free some'] : []),
    ...(seconds > SLOW_SECONDS ? ['fsync is slow, and runs wait for it: use a local disk, with --runs'] : []),
  ];
  return {
    check: 'runs folder',
    state: problems.length === 0 ? 'ok' : 'warn',
    says: [
      `${folder}: ${formatQuantity(freeBytes, 'B')} free, fsync in ${formatQuantity(seconds, 's', 3)}`,
      ...problems,
    ].join('; '),
    data: { folder, freeBytes, fsyncSeconds: seconds },
  };
}
