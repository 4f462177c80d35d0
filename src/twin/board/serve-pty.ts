import { execFile } from 'node:child_process';
import { closeSync, constants, lstatSync, openSync, readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import * as nodePty from '@lydell/node-pty';
import { asCrossbarError, CrossbarError } from '../../core/index.js';
import { ptyOutput } from './pty-output.js';
import { attachStreams } from './serve.js';
import type { Twin } from './twin.js';

/**
 * What node-pty's `open` gives beyond its published types: the two ends, the descriptor of the master and the path of the
 * one for the client. Its own `destroy` must never be called: it signals process -1, everybody.
 */
interface OpenedPty {
  readonly master: Readable;
  readonly slave: Readable;
  readonly fd: number;
  readonly _pty: string;
}
type PtyOpener = { readonly open: (options: { encoding: null }) => OpenedPty };

const SLAVE_PATH = /^\/dev\/(pts\/\d+|ttys\d+)$/;

const isMissing = (thrown: unknown): boolean => (thrown as NodeJS.ErrnoException).code === 'ENOENT';

/** Takes away a link that an earlier twin left; anything else at the path is not ours to touch. */
function makeRoom(path: string): void {
  let old: string | undefined;
  try {
    if (lstatSync(path).isSymbolicLink()) old = readlinkSync(path);
  } catch (thrown) {
    if (isMissing(thrown)) return;
    throw thrown;
  }
  if (old === undefined || !SLAVE_PATH.test(old)) {
    throw new CrossbarError(
      'bad-config',
      `${path} exists and is not a link to a pseudo-terminal. Serve the twin at another path.`,
      { path },
    );
  }
  unlinkSync(path);
}

function removeLink(path: string, slavePath: string): void {
  try {
    // another twin may have taken the path over
    if (readlinkSync(path) === slavePath) unlinkSync(path);
  } catch (thrown) {
    if (!isMissing(thrown)) throw asCrossbarError(thrown, 'bad-config', `Removing ${path}`);
  }
}

/** No echo and no line editing, for clients that do not see to it themselves; serialport does. */
async function makeRaw(slavePath: string): Promise<void> {
  const device = process.platform === 'linux' ? '-F' : '-f';
  try {
    await promisify(execFile)('stty', [device, slavePath, 'raw', '-echo']);
  } catch {
    // a system without stty: the client's own settings have to do
  }
}

/**
 * Serves a twin on a real pseudo-terminal, which every serial port library opens like a port.
 *
 * @param options.path where a link to the terminal is put
 * @returns once a client can open it; `close` hangs up on the client and removes the link
 * @throws CrossbarError `bad-config` where something else stands at the path
 */
export async function serveTwinPty(
  twin: Twin,
  { path }: { readonly path: string },
): Promise<{ readonly path: string; readonly close: () => Promise<void> }> {
  const { master, slave, fd, _pty: slavePath } = (nodePty as unknown as PtyOpener).open({ encoding: null });
  // The client's end is held open without reading it: the master end would fail with EIO, and with it the terminal be
  // lost, whenever a client has closed it and the next has not opened it yet. node-pty's own stream would eat the bytes.
  const held = openSync(slavePath, constants.O_RDWR | constants.O_NOCTTY);
  slave.destroy();
  const output = ptyOutput(fd);
  const closeEnds = async (): Promise<void> => {
    // before the descriptor is closed, which may then be another file's
    output.destroy();
    closeSync(held);
    if (master.destroyed) return;
    const gone = new Promise((resolve) => master.once('close', resolve));
    master.destroy();
    await gone;
  };
  // a terminal that is gone takes its descriptor with it
  for (const end of ['error', 'close']) master.on(end, () => output.destroy());
  output.on('error', () => {});
  const detach = attachStreams(twin, master, output);
  try {
    await makeRaw(slavePath);
    makeRoom(path);
    symlinkSync(slavePath, path);
  } catch (thrown) {
    detach();
    await closeEnds();
    throw asCrossbarError(thrown, 'bad-config', `Serving the twin at ${path}`);
  }
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= (async () => {
      detach();
      removeLink(path, slavePath);
      await closeEnds();
    })();
    return closed;
  };
  return { path, close };
}
