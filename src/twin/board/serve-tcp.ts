import { createServer, type AddressInfo, type Socket } from 'node:net';
import { CrossbarError } from '../../core/index.js';
import { attachStream } from './serve.js';
import type { Twin } from './twin.js';

function listenFailure(thrown: NodeJS.ErrnoException, host: string, port: number): CrossbarError {
  const where = `${host}:${port}`;
  if (thrown.code === 'EADDRINUSE') {
    const text = `Port ${where} is in use by another program. Stop it, or serve on another port; 0 takes a free one.`;
    return new CrossbarError('port-in-use', text, { host, port }, thrown);
  }
  return new CrossbarError('bad-config', `Cannot listen on ${where}: ${thrown.message}.`, { host, port }, thrown);
}

/**
 * Serves a twin to one client at a time over TCP; while one is connected, others are turned away by closing them.
 *
 * @param options.port 0 for any free one
 * @returns once it listens; `close` lets the client go and frees the port
 * @throws CrossbarError `port-in-use`, or `bad-config` for an address that cannot be listened on
 */
export async function serveTwinTcp(
  twin: Twin,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
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
    const detach = attachStream(twin, socket);
    socket.once('close', () => {
      detach();
      client = undefined;
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (thrown) => reject(listenFailure(thrown, host, port)));
    server.listen(port, host, resolve);
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
  return { port: (server.address() as AddressInfo).port, close };
}
