import { readSync, writeSync } from 'node:fs';
import { LinkError } from '../core/index.js';

type Readiness = 'readable' | 'writable';

/** The parts of serialport's native port that exist on Linux and macOS. */
interface UnixPort {
  readonly fd: number | null;
  readonly poller: {
    once(event: Readiness, callback: (error: Error | null) => void): unknown;
    poll(flags: number): void;
  };
  read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }>;
  write(buffer: Buffer): Promise<void>;
}

const READABLE_OR_WRITABLE = 0b11;

const isUnixPort = (port: object): port is UnixPort => 'fd' in port && 'poller' in port;

const isNotReady = (error: unknown): boolean =>
  ['EAGAIN', 'EWOULDBLOCK', 'EINTR'].includes((error as NodeJS.ErrnoException).code ?? '');

class EventDrivenTty {
  readonly #port: UnixPort;
  #waiting = 0;

  constructor(port: UnixPort) {
    this.#port = port;
  }

  async read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }> {
    for (;;) {
      await this.#ready('readable');
      const bytesRead = this.#attempt((fd) => readSync(fd, buffer, offset, length, null));
      if (bytesRead === 0) throw new LinkError('link-lost', 'The device hung up.');
      if (bytesRead !== undefined) return { buffer, bytesRead };
    }
  }

  async write(buffer: Buffer): Promise<void> {
    for (let from = 0; from < buffer.length;) {
      const written = this.#attempt((fd) => writeSync(fd, buffer, from));
      if (written === undefined) await this.#ready('writable');
      else from += written;
    }
  }

  /** Undefined where the device is not ready; its descriptor never blocks. */
  #attempt(transfer: (fd: number) => number): number | undefined {
    if (this.#port.fd === null) throw new LinkError('link-lost', 'The port was closed while it was in use.');
    try {
      return transfer(this.#port.fd);
    } catch (error) {
      if (isNotReady(error)) return undefined;
      throw error;
    }
  }

  async #ready(event: Readiness): Promise<void> {
    this.#waiting += 1;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#port.poller.once(event, (error) => (error ? reject(error) : resolve()));
        // each call replaces what the poller waits for: without this a write that waits is forgotten for a read
        if (this.#waiting > 1) this.#port.poller.poll(READABLE_OR_WRITABLE);
      });
    } finally {
      this.#waiting -= 1;
    }
  }
}

/**
 * Gives an open port a read and a write of our own, that wait first and then do without the thread pool. serialport's
 * take the end of a hung-up tty for "nothing yet" and, where the device goes while a read is under way, read it again
 * for ever: a core spins and no event says so. And each of its messages makes four trips through a pool that other work
 * can fill (a round trip of 73 us became 61 ms beside eight password hashes).
 *
 * @param port of serialport's binding; left as it is on Windows
 */
export function driveByEvents(port: object): void {
  if (!isUnixPort(port)) return;
  const tty = new EventDrivenTty(port);
  port.read = (buffer, offset, length) => tty.read(buffer, offset, length);
  port.write = (buffer) => tty.write(buffer);
}
