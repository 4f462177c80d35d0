import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { SerialPort } from 'serialport';
import { LinkError, type Clock } from '../core/index.js';
import { driveByEvents } from './event-driven-tty.js';
import { PortTransport, type OpenPort, type PortEvents } from './port-transport.js';
import { serialAccessFailure, serialOpenFailure } from './serial-open-failure.js';
import { ignore, type Transport } from './transport.js';

export interface SerialAddress {
  readonly path: string;
  readonly baudRate: number;
}

/** serialport's default of 64 KiB would let an abort queue behind 64 KiB of commands. */
const HIGH_WATER_BYTES = 8192;

function serialPort(port: SerialPort, { bytes, gone }: PortEvents): OpenPort {
  const end = (cause?: Error | null): void => {
    if (port.isOpen) port.close(ignore);
    gone(cause?.message ?? 'the port closed', cause ?? undefined);
  };
  port.on('data', bytes);
  // an unplugged device closes with a reason and without an error event; a failed write has an error event too
  port.on('error', end);
  port.on('close', end);
  return {
    write(bytes, done) {
      // serialport keeps what is written to a port that is not open and sends it at the next open
      if (port.isOpen) port.write(bytes, undefined, done);
      else done(new LinkError('link-lost', 'the port is closed'));
    },
    end: () => port.close(() => end()),
    abandon: () => end(),
  };
}

/** What can be known of a device without opening it: opening raises DTR, which resets some boards. */
async function assertReachable(path: string): Promise<void> {
  let owner: { groupId: number } | undefined;
  try {
    owner = { groupId: (await stat(path)).gid };
    await access(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw serialAccessFailure(path, error as NodeJS.ErrnoException, owner);
  }
}

/**
 * Opens and locks a serial device. What the board said before is flushed by the operating system, and a board that is
 * reset by DTR may be deaf for seconds: say hello more than once.
 *
 * @throws LinkError `board-not-found` when the device is missing, forbidden or no tty; `board-busy` when another
 *   program has locked it
 */
export async function openSerialTransport({ path, baudRate }: SerialAddress, clock: Clock): Promise<Transport> {
  if (!/^COM\d+$/i.test(path)) await assertReachable(path);
  // loaded here so that programs without a serial board do not load its native part
  const { SerialPort } = await import('serialport');
  const port = new SerialPort({ path, baudRate, lock: true, autoOpen: false, highWaterMark: HIGH_WATER_BYTES });
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(serialOpenFailure(path, error)) : resolve()));
  });
  if (port.port !== undefined) driveByEvents(port.port);
  return new PortTransport(`serial://${path}`, clock, (events) => serialPort(port, events));
}
