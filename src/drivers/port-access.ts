import { constants } from 'node:fs';
import type { PortFacts } from './port-fingerprint.js';

/** What can be asked of the operating system about a device without opening it. */
export interface DeviceQueries {
  stat(path: string): Promise<{ readonly uid: number; readonly gid: number; readonly mode: number }>;
  /** access(2); rejects where the permission is missing. */
  access(path: string, mode: number): Promise<void>;
  /** The text of /etc/group. */
  groupFile(): Promise<string>;
}

/** A port that cannot be opened by this user, and what to do about it. */
export interface PortDenial {
  /** What is missing, and of whom. */
  readonly missing: string;
  readonly cure: string;
}

const KINDS_OF_ACCESS = [
  ['read', constants.R_OK],
  ['write', constants.W_OK],
] as const;

async function groupName(gid: number, queries: DeviceQueries): Promise<string> {
  const text = await queries.groupFile().catch(() => '');
  const line = text.split('\n').find((line) => line.split(':')[2] === String(gid));
  return line?.split(':')[0] ?? `group ${gid}`;
}

function udevRule({ vendorId, productId }: PortFacts): string {
  const ids =
    vendorId === undefined || productId === undefined
      ? ''
      : `, ATTRS{idVendor}=="${vendorId}", ATTRS{idProduct}=="${productId}"`;
  return `SUBSYSTEM=="tty"${ids}, TAG+="uaccess"`;
}

/**
 * Which permission a user lacks on a port.
 *
 * @returns undefined where nothing is missing, and where a port is no file (Windows)
 */
export async function portDenial(facts: PortFacts, queries: DeviceQueries): Promise<PortDenial | undefined> {
  const { path } = facts;
  if (!path.startsWith('/')) return undefined;
  const missing: string[] = [];
  for (const [name, mode] of KINDS_OF_ACCESS) {
    await queries.access(path, mode).catch(() => missing.push(name));
  }
  if (missing.length === 0) return undefined;
  const owner = await queries.stat(path).catch(() => undefined);
  if (owner === undefined) {
    return { missing: 'the device is gone', cure: 'Check the cable, and list the boards again.' };
  }
  const group = await groupName(owner.gid, queries);
  const digits = (owner.mode & 0o777).toString(8).padStart(3, '0');
  const rule =
    `write ${udevRule(facts)} to /etc/udev/rules.d/70-quarterwave.rules, ` +
    'run sudo udevadm control --reload && sudo udevadm trigger';
  // nobody should be told to join the group of root
  const joins = owner.gid !== 0 && (owner.mode & 0o060) === 0o060;
  const join = `sudo usermod -aG ${group} $USER, then log in again`;
  return {
    missing: `no ${missing.join(' or ')} permission (mode ${digits}, group ${group})`,
    cure: joins ? `Join the group: ${join}. Or ${rule}.` : `As root, ${rule}.`,
  };
}
