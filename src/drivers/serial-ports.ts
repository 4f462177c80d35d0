import { access, readFile, stat } from 'node:fs/promises';
import { portDenial, type DeviceQueries, type PortDenial } from './port-access.js';
import { byLikelihood, fingerprint, type PortFacts, type PortFingerprint } from './port-fingerprint.js';

/** A serial port of this machine that a board could be behind. */
export interface SerialPortInfo extends PortFingerprint {
  /** What `openBoard` takes; names the port by /dev/serial/by-id where it has such a name. */
  readonly uri: string;
  readonly path: string;
  /** Undefined where this user may open it. */
  readonly denial: PortDenial | undefined;
}

export interface SerialPortList {
  /** The likeliest first. */
  readonly ports: readonly SerialPortInfo[];
  /** Why the list may be short; undefined where it is whole. */
  readonly problem: string | undefined;
}

/** Everything that is asked of the machine. There is no way to open anything in it. */
export interface PortQueries extends DeviceQueries {
  list(): Promise<readonly PortFacts[]>;
}

const machine: PortQueries = {
  async list() {
    const { SerialPort } = await import('serialport');
    return SerialPort.list();
  },
  stat: (path) => stat(path),
  access: (path, mode) => access(path, mode),
  groupFile: () => readFile('/etc/group', 'utf8'),
};

const uriOf = (path: string): string => `serial://${encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23')}`;

async function lastingPath({ path, pnpId }: PortFacts, queries: PortQueries): Promise<string> {
  if (pnpId === undefined || !path.startsWith('/dev/')) return path;
  const byId = `/dev/serial/by-id/${pnpId}`;
  return queries.stat(byId).then(
    () => byId,
    () => path,
  );
}

async function describePort(facts: PortFacts, queries: PortQueries): Promise<SerialPortInfo> {
  const uri = uriOf(await lastingPath(facts, queries));
  const denial = await portDenial(facts, queries);
  return { uri, path: facts.path, ...fingerprint(facts), denial };
}

/**
 * The ports the operating system knows; pseudo-terminals and links of one's own are never among them. Opens nothing.
 *
 * @param queries what to ask instead of this machine
 */
export async function listSerialPorts(queries: PortQueries = machine): Promise<SerialPortList> {
  let found: readonly PortFacts[];
  try {
    found = await queries.list();
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const problem = missing
      ? 'Serial ports cannot be listed: udevadm is not installed (package udev). Ports named by their path still open.'
      : `Serial ports cannot be listed: ${error instanceof Error ? error.message : String(error)}`;
    return { ports: [], problem };
  }
  const ports = await Promise.all(found.map((facts) => describePort(facts, queries)));
  return { ports: ports.toSorted(byLikelihood), problem: undefined };
}

/** Which permission this user lacks on a serial device, as {@link listSerialPorts} tells it. */
export const serialPortDenial = (path: string): Promise<PortDenial | undefined> => portDenial({ path }, machine);
