import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Keeps this process, its threads and the peers that it starts to one CPU, so that nobody is helped by a second. Where the
 * system knows no such thing, nothing happens.
 */
export function pinToOneCpu() {
  try {
    const [, allowed] = /^Cpus_allowed_list:\s*(\S+)$/mu.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    const last = /\d+$/u.exec(allowed ?? '')?.[0];
    if (last !== undefined) spawnSync('taskset', ['-a', '-c', '-p', last, `${process.pid}`], { stdio: 'ignore' });
  } catch {
    // no /proc: not Linux
  }
}
