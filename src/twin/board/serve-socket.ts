import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import type { CrossbarError } from '../../core/index.js';
import { attachStreams } from './serve.js';
import type { Twin } from './twin.js';

interface ServedSocket {
  readonly server: Server;
  /** Lets the client go and frees the address. */
  readonly close: () => Promise<void>;
}

/**
 * Serves a twin to one client at a time on a listening socket; while one is connected, others are turned away by closing
 * them.
 *
 * @param failure makes the error of an address that cannot be listened on
 * @returns once it listens
 */
export async function serveSocket(
  twin: Twin,
  address: ListenOptions,
  failure: (thrown: NodeJS.ErrnoException) => CrossbarError,
): Promise<ServedSocket> {
  let client: Socket | undefined;
  const server = createServer((socket) => {
    // a client that resets its connection is gone like any other
    socket.on('error', () => {});
    if (client !== undefined) {
      socket.destroy();
      return;
    }
    client = socket;
    socket.setNoDelay(true);
    const detach = attachStreams(twin, socket, socket);
    socket.once('close', () => {
      detach();
      client = undefined;
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (thrown) => reject(failure(thrown)));
    server.listen(address, resolve);
  });
  // such as running out of descriptors while accepting: that client is lost, the server goes on
  server.on('error', () => {});
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= new Promise((resolve) => {
      server.close(() => resolve());
      client?.destroy();
    });
    return closed;
  };
  return { server, close };
}
