import { readSync } from 'node:fs';
import { LinkError } from '../core/index.js';

/** The parts of serialport's native port that exist on Linux and macOS. */
interface UnixPort {
  readonly fd: number | null;
  readonly poller: { once(event: 'readable', callback: (error: Error | null) => void): unknown };
  read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }>;
}

const isUnixPort = (port: object): port is UnixPort => 'fd' in port && 'poller' in port;

const readable = (port: UnixPort): Promise<void> =>
  new Promise((resolve, reject) => port.poller.once('readable', (error) => (error ? reject(error) : resolve())));

const isNothingYet = (error: unknown): boolean =>
  ['EAGAIN', 'EWOULDBLOCK', 'EINTR'].includes((error as NodeJS.ErrnoException).code ?? '');

async function readOrHangUp(port: UnixPort, buffer: Buffer, offset: number, length: number): Promise<number> {
  for (;;) {
    await readable(port);
    if (port.fd === null) throw new LinkError('link-lost', 'The port was closed while it was being read.');
    try {
      const bytesRead = readSync(port.fd, buffer, offset, length, null);
      if (bytesRead > 0) return bytesRead;
    } catch (error) {
      if (isNothingYet(error)) continue;
      throw error;
    }
    throw new LinkError('link-lost', 'The device hung up.');
  }
}

/**
 * Gives an open port a read of our own. serialport 13 takes the end of a hung-up tty for "nothing yet" and, where the
 * device goes while a read is under way, reads it again for ever: a core spins and no event says so. Waiting first and
 * then reading without the thread pool also spares a message two trips through that pool, which other work can fill
 * (a round trip of 73 us became 61 ms beside eight hashes).
 *
 * @param port of serialport's binding; left as it is on Windows
 */
export function endReadsAtHangUp(port: object): void {
  if (!isUnixPort(port)) return;
  port.read = async (buffer, offset, length) => ({
    buffer,
    bytesRead: await readOrHangUp(port, buffer, offset, length),
  });
}
