import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = process.env.NGSPICE ?? 'ngspice';

/**
 * Runs a netlist.
 *
 * @returns what it printed; undefined where there is no ngspice
 */
export function ngspice(netlist) {
  const folder = mkdtempSync(join(tmpdir(), 'quarterwave-ngspice-'));
  try {
    const file = join(folder, 'peer.cir');
    writeFileSync(file, netlist);
    const { error, status, stdout, stderr } = spawnSync(PROGRAM, ['-b', file], { encoding: 'utf8', cwd: folder });
    if (error?.code === 'ENOENT') return undefined;
    if (status === 0) return stdout;
    throw new Error(`ngspice ended with ${status}: ${stdout.slice(-1000)}${stderr.slice(-1000)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
