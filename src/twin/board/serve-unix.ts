import { lstatSync, unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { asCrossbarError, CrossbarError } from '../../core/index.js';
import { serveSocket } from './serve-socket.js';
import type { Twin } from './twin.js';

const inUse = (path: string, cause?: unknown): CrossbarError =>
  new CrossbarError(
    'port-in-use',
    `${path} is served by another program. Stop it, or serve at another path.`,
    { path },
    cause,
  );

function listenFailure(thrown: NodeJS.ErrnoException, path: string): CrossbarError {
  if (thrown.code === 'EADDRINUSE') return inUse(path, thrown);
  return new CrossbarError('bad-config', `Cannot listen at ${path}: ${thrown.message}.`, { path }, thrown);
}

/** Only a socket whose program has ended refuses; where one cannot tell, it is not taken away. */
const isDead = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = connect({ path });
    probe.once('connect', () => {
      probe.destroy();
      resolve(false);
    });
    probe.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'ECONNREFUSED'));
  });

/** Takes away the socket of a program that died; anything else at the path is not ours to touch. */
async function makeRoom(path: string): Promise<void> {
  const old = lstatSync(path, { throwIfNoEntry: false });
  if (old === undefined) return;
  if (!old.isSocket()) {
    throw new CrossbarError('bad-config', `${path} exists and is no socket. Serve the twin at another path.`, { path });
  }
  if (!(await isDead(path))) throw inUse(path);
  unlinkSync(path);
}

/**
 * Serves a twin to one client at a time on a unix socket; while one is connected, others are turned away by closing them.
 *
 * @param options.path where the socket is made; one that a dead program left there is replaced
 * @returns once it listens; `close` lets the client go and removes the socket
 * @throws CrossbarError `port-in-use` where a living program serves the path, or `bad-config` where nothing can be
 *   served there
 */
export async function serveTwinUnix(
  twin: Twin,
  { path }: { readonly path: string },
): Promise<{ readonly path: string; readonly close: () => Promise<void> }> {
  try {
    await makeRoom(path);
  } catch (thrown) {
    throw asCrossbarError(thrown, 'bad-config', `Serving the twin at ${path}`);
  }
  // node removes the socket of a server that closes
  const { close } = await serveSocket(twin, { path }, (thrown) => listenFailure(thrown, path));
  return { path, close };
}
