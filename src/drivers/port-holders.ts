import { readdir, readFile, readlink, realpath } from 'node:fs/promises';

/** A process that has a device open. */
interface PortHolder {
  readonly pid: number;
  readonly name: string;
}

interface PortHolders {
  readonly holders: readonly PortHolder[];
  /** Processes of other users, which may have it open as well. */
  readonly hidden: number;
}

/** Undefined where the process may not be looked into, or has ended. */
async function hasOpen(pid: number, device: string): Promise<boolean | undefined> {
  try {
    const folder = `/proc/${pid}/fd`;
    const links = (await readdir(folder)).map((fd) => readlink(`${folder}/${fd}`).catch(() => ''));
    return (await Promise.all(links)).includes(device);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? undefined : false;
  }
}

/**
 * Who has a device open, this process left out. A lock would tell less: serialport locks, but terminals and
 * ModemManager take no notice.
 *
 * @returns undefined where the system does not tell (it needs /proc)
 */
export async function portHolders(path: string): Promise<PortHolders | undefined> {
  const device = await realpath(path).catch(() => path);
  const entries = await readdir('/proc').catch(() => undefined);
  if (entries === undefined) return undefined;
  const pids = entries.map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  const holders: PortHolder[] = [];
  let hidden = 0;
  for (const pid of pids) {
    const open = await hasOpen(pid, device);
    if (open === undefined) hidden += 1;
    if (open !== true) continue;
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'a process that has ended');
    holders.push({ pid, name: name.trim() });
  }
  return { holders, hidden };
}
