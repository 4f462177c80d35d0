import type { AddressInfo } from 'node:net';
import { CrossbarError } from '../../core/index.js';
import { serveSocket } from './serve-socket.js';
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
  const { server, close } = await serveSocket(twin, { host, port }, (thrown) => listenFailure(thrown, host, port));
  return { port: (server.address() as AddressInfo).port, close };
}
