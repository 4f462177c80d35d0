import { createServer, type AddressInfo, type Socket } from 'node:net';
import { CrossbarError, type Clock, type LinkError } from '../core/index.js';
import { linkLost } from './link-failures.js';
import { CLOSE_MILLISECONDS, type Transport } from './transport.js';

/** A program that reads no faster than this behind is let go of: dropping bytes would falsify what it sees. */
const MAX_WAITING_BYTES = 2 ** 22;

export interface OneClientListener {
  readonly port: number;
  /** The first program that connects; pending for ever when {@link close} comes first. */
  readonly client: Promise<Socket>;
  /** Frees the port and hangs up. Idempotent. */
  close(): void;
}

function listenFailure(error: NodeJS.ErrnoException, host: string, port: number): CrossbarError {
  const where = `${host}:${port}`;
  if (error.code === 'EADDRINUSE') {
    const text = `Port ${where} is in use by another program. Stop it, or listen on another port; 0 takes a free one.`;
    return new CrossbarError('port-in-use', text, { host, port }, error);
  }
  const text = `Cannot listen on ${where}: ${error.message}. Give an address of this machine.`;
  return new CrossbarError('bad-config', text, { host, port }, error);
}

/**
 * Waits for one program over TCP and turns all others away: a recording is of one link.
 *
 * @param address port 0 takes any free one
 * @throws CrossbarError `port-in-use`, or `bad-config` for an address that cannot be listened on
 */
export async function listenForOne(address: {
  readonly host: string;
  readonly port: number;
}): Promise<OneClientListener> {
  const { host, port } = address;
  let first: Socket | undefined;
  let welcome: (socket: Socket) => void;
  const client = new Promise<Socket>((resolve) => (welcome = resolve));
  const server = createServer((socket) => {
    // a client that resets its connection is gone like any other
    socket.on('error', () => {});
    if (first !== undefined) {
      socket.destroy();
      return;
    }
    first = socket;
    socket.setNoDelay(true);
    welcome(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, host, port)));
    server.listen(port, host, resolve);
  });
  server.on('error', () => {});
  const close = (): void => {
    server.close();
    first?.destroy();
  };
  return { port: (server.address() as AddressInfo).port, client, close };
}

/** Hands over what the program has still to read, where it reads. */
function endSocket(socket: Socket, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) {
      resolve();
      return;
    }
    const cancel = clock.after(CLOSE_MILLISECONDS, () => socket.destroy());
    socket.once('close', () => {
      cancel();
      resolve();
    });
    socket.end();
  });
}

/**
 * Joins a program to a board, byte for byte, until either lets go; then both are.
 *
 * @returns once the board's port is free: why it ended, where the program did not simply hang up
 */
export function joinSocket(socket: Socket, transport: Transport, clock: Clock): Promise<LinkError | undefined> {
  return new Promise((resolve) => {
    let over = false;
    const end = (reason: LinkError | undefined): void => {
      if (over) return;
      over = true;
      void Promise.all([endSocket(socket, clock), transport.close()]).then(() => resolve(reason));
    };
    transport.onBytes = (bytes) => {
      if (over || socket.destroyed) return;
      socket.write(bytes);
      if (socket.writableLength <= MAX_WAITING_BYTES) return;
      end(linkLost('the program', `it left ${socket.writableLength} bytes unread`));
      socket.destroy();
    };
    transport.onClosed = end;
    socket.on('data', (bytes) => {
      // one chunk at a time: what the board does not take must wait in the program, not here
      socket.pause();
      transport.write(bytes).then(
        () => socket.resume(),
        (error: unknown) => end(error as LinkError),
      );
    });
    socket.once('close', () => end(undefined));
    if (socket.destroyed) end(undefined);
  });
}
