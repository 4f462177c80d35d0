import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Hands all bytes to the kernel: write(2) may take fewer than it was given. */
export function writeFully(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
}

/** A new file survives a power cut only when the folder that names it was synced too. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return; // has no such call; NTFS journals its folders
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const TEMPORARY = '.partial';

/** Left behind by a process killed in {@link writeDurably}; not part of the run. */
export const isLeftover = (fileName: string): boolean => fileName.endsWith(TEMPORARY);

/** Writes a file that is, at every instant and after a power cut, either absent (or as it was before) or whole. */
export function writeDurably(path: string, content: string | Uint8Array): void {
  const temporary = path + TEMPORARY;
  const descriptor = openSync(temporary, 'w');
  try {
    writeFully(descriptor, typeof content === 'string' ? Buffer.from(content) : content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, path);
  syncFolder(dirname(path));
}
