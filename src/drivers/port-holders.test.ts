import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { portHolders } from './port-holders.js';

describe.runIf(process.platform === 'linux')('who has a device open', () => {
  it('is told through any name of the device, but not of this process', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quarterwave-'));
    const device = join(folder, 'ttyACM0');
    const byId = join(folder, 'by-id');
    symlinkSync(device, byId);
    const descriptor = openSync(device, 'w');
    // waits for an end of its input that comes with the end of the test
    const child = spawn('cat', { stdio: ['pipe', descriptor, 'ignore'] });
    try {
      await once(child, 'spawn');
      const held = await portHolders(byId);
      expect(held?.holders).toEqual([{ pid: child.pid, name: 'cat' }]);
      child.stdin?.end();
      await once(child, 'close');
      expect((await portHolders(byId))?.holders).toEqual([]);
    } finally {
      child.kill();
      closeSync(descriptor);
      rmSync(folder, { recursive: true });
    }
  });
});
