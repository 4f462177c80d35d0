import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = process.env.NGSPICE ?? 'ngspice';

/** A shell tells what its children took, which Node does not. */
const TIMED = '"$0" -b "$1"; code=$?; times >&2; exit $code';
const NOT_FOUND = 127;

/** The second line of `times`: minutes and seconds of user and system time of all children. */
function secondsIn(times) {
  const [, children = ''] = times.trimEnd().split('\n').slice(-2);
  const spent = children.matchAll(/(\d+)m([\d.]+)s/gu);
  return [...spent].reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0);
}

/**
 * Runs a netlist.
 *
 * @returns what it printed, and the CPU seconds it took; undefined where there is no ngspice
 */
export function ngspice(netlist) {
  const folder = mkdtempSync(join(tmpdir(), 'quarterwave-ngspice-'));
  try {
    const file = join(folder, 'peer.cir');
    writeFileSync(file, netlist);
    const { status, stdout, stderr } = spawnSync('sh', ['-c', TIMED, PROGRAM, file], {
      encoding: 'utf8',
      cwd: folder,
    });
    if (status === NOT_FOUND) return undefined;
    if (status === 0) return { printed: stdout, cpuSeconds: secondsIn(stderr) };
    throw new Error(`ngspice ended with ${status}: ${stdout.slice(-1000)}${stderr.slice(-1000)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
