import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder of its own for a test file, gone afterwards. */
export function scratchFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'quarterwave-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
