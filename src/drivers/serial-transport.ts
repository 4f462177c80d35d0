import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { SerialPort } from 'serialport';
import type { Clock, LinkError } from '../core/index.js';
import { driveByEvents } from './event-driven-tty.js';
import { linkClosed, linkLost } from './link-failures.js';
import { PendingWrites } from './pending-writes.js';
import { serialAccessFailure, serialOpenFailure } from './serial-open-failure.js';
import { CLOSE_MILLISECONDS, ignore, type Transport } from './transport.js';

export interface SerialAddress {
  readonly path: string;
  readonly baudRate: number;
}

/** serialport's default of 64 KiB would let an abort queue behind 64 KiB of commands. */
const HIGH_WATER_BYTES = 8192;

class SerialTransport implements Transport {
  onBytes: (bytes: Uint8Array) => void = ignore;
  onClosed: Transport['onClosed'] = ignore;
  readonly #port: SerialPort;
  readonly #where: string;
  readonly #clock: Clock;
  readonly #writes = new PendingWrites();
  readonly #gone: Promise<void>;
  #announceGone: () => void = ignore;
  #closing: Promise<void> | undefined;
  #lost: LinkError | undefined;

  constructor(port: SerialPort, where: string, clock: Clock) {
    this.#port = port;
    this.#where = where;
    this.#clock = clock;
    this.#gone = new Promise((resolve) => (this.#announceGone = resolve));
    port.on('data', (bytes: Uint8Array) => {
      if (this.#closing === undefined && this.#lost === undefined) this.onBytes(bytes);
    });
    // an unplugged device closes with a reason and without an error event; a failed write has an error event too
    port.on('error', (error: Error) => this.#end(error));
    port.on('close', (error: Error | null) => this.#end(error ?? undefined));
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#closing !== undefined) return Promise.reject(linkClosed(this.#where));
    if (this.#lost !== undefined) return Promise.reject(this.#lost);
    // serialport keeps what is written to a port that is not open and sends it at the next open
    if (!this.#port.isOpen) return Promise.reject(linkLost(this.#where, 'the port is closed'));
    return this.#writes.add(
      (done) => this.#port.write(bytes, undefined, done),
      (cause) => linkLost(this.#where, cause.message, cause),
    );
  }

  close(): Promise<void> {
    this.#closing ??= this.#letGo();
    return this.#closing;
  }

  async #letGo(): Promise<void> {
    if (this.#lost !== undefined) return;
    const cancel = this.#clock.after(CLOSE_MILLISECONDS, () => this.#end());
    this.#writes.whenIdle(() => this.#port.close(() => this.#end()));
    await this.#gone;
    cancel();
  }

  #end(cause?: Error): void {
    if (this.#lost !== undefined) return;
    this.#lost = linkLost(this.#where, cause?.message ?? 'the port closed', cause);
    this.#writes.rejectAll(this.#lost);
    if (this.#port.isOpen) this.#port.close(ignore);
    this.onClosed(this.#closing === undefined ? this.#lost : undefined);
    this.#announceGone();
  }
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
  return new SerialTransport(port, `serial://${path}`, clock);
}
