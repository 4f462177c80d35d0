import {
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { SerialPort } from 'serialport';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtInChip } from '../chip/index.js';
import { serveTwinPty } from './serve-pty.js';
import { serveTwinTcp } from './serve-tcp.js';
import { createTwin, type Twin } from './twin.js';

const IDENTITY = 'quarterwave,software twin,TWIN-1,0.1.0\n';

const makeTwin = (): Twin =>
  createTwin({ chip: builtInChip('silver-chalcogenide'), arrays: [{ rows: 2, columns: 2 }], seed: 1 });

const cleanUps: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** Writes and gives back what comes until as many bytes are there. */
async function exchange(stream: Duplex, text: string, length: number): Promise<string> {
  let received = '';
  stream.write(text);
  while (received.length < length) {
    const [chunk] = (await once(stream, 'data')) as [Buffer];
    received += chunk.toString('latin1');
  }
  return received;
}

const serveTcp = async (twin = makeTwin()): ReturnType<typeof serveTwinTcp> => {
  const server = await serveTwinTcp(twin, { host: '127.0.0.1', port: 0 });
  cleanUps.push(server.close);
  return server;
};
const openTcp = async (port: number): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1');
  cleanUps.push(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
};

const closePort = (port: SerialPort): Promise<void> => new Promise((resolve) => port.close(() => resolve()));

/** A hung-up terminal gives end of file or EIO, never bytes. */
function readUntilHangUp(descriptor: number): number {
  try {
    return readSync(descriptor, Buffer.alloc(1));
  } catch {
    return 0;
  }
}

describe('a twin on TCP', () => {
  it('serves one client after the other, each from a clean start', async () => {
    const { port } = await serveTcp();
    const first = await openTcp(port);
    expect(await exchange(first, '*IDN?\nhalf a li', IDENTITY.length)).toBe(IDENTITY);
    first.destroy();
    await once(first, 'close');
    // the server hears of it a turn later and turns away who comes before
    for (;;) {
      const second = await openTcp(port);
      const answer = await Promise.race([
        exchange(second, '*IDN?\n', IDENTITY.length),
        once(second, 'close').then(() => undefined),
      ]);
      if (answer === undefined) continue;
      expect(answer).toBe(IDENTITY);
      return;
    }
  });

  it('turns a second client away', async () => {
    const { port } = await serveTcp();
    const first = await openTcp(port);
    await exchange(first, '*IDN?\n', IDENTITY.length);
    const second = await openTcp(port);
    second.on('error', () => {});
    await once(second, 'close');
    expect(await exchange(first, '*IDN?\n', IDENTITY.length)).toBe(IDENTITY);
  });

  it('says so when the port is taken', async () => {
    const { port } = await serveTcp();
    const again = serveTwinTcp(makeTwin(), { host: '127.0.0.1', port });
    await expect(again).rejects.toMatchObject({ code: 'port-in-use', details: { port } });
    await expect(serveTwinTcp(makeTwin(), { host: '192.0.2.1', port: 0 })).rejects.toMatchObject({
      code: 'bad-config',
    });
  });

  it('lets go of client and port on close, however often', async () => {
    const { port, close } = await serveTcp();
    const client = await openTcp(port);
    const gone = once(client, 'close');
    await Promise.all([close(), close()]);
    await gone;
    const server = await serveTwinTcp(makeTwin(), { host: '127.0.0.1', port });
    expect(server.port).toBe(port);
    await server.close();
  });
});

describe('a twin on a pseudo-terminal', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quarterwave-pty-'));
    path = join(folder, 'board');
    cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  });

  const serve = async (): ReturnType<typeof serveTwinPty> => {
    const server = await serveTwinPty(makeTwin(), { path });
    cleanUps.push(server.close);
    return server;
  };
  const open = async (): Promise<SerialPort> => {
    const port = new SerialPort({ path, baudRate: 115_200, autoOpen: false });
    await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
    return port;
  };

  it('is a serial port that can be opened again and again', async () => {
    await serve();
    for (let time = 0; time < 3; time += 1) {
      const port = await open();
      expect(await exchange(port, '*IDN?\n', IDENTITY.length)).toBe(IDENTITY);
      await closePort(port);
    }
  });

  it('carries every byte as it is, both ways', async () => {
    const twin = makeTwin();
    const received: number[] = [];
    const server = await serveTwinPty(
      Object.assign(twin, { receive: (bytes: Uint8Array) => received.push(...bytes) }),
      {
        path,
      },
    );
    cleanUps.push(server.close);
    const port = await open();
    const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const back = exchange(port, '', 256);
    twin.onSend(all);
    expect(await back).toBe(all.toString('latin1'));
    port.write(all);
    while (received.length < 257) await new Promise(setImmediate);
    expect(received).toEqual([0, ...all]);
    await closePort(port);
  });

  it('carries more than the terminal holds to a reader in the same process, and keeps its order', async () => {
    const twin = makeTwin();
    const server = await serveTwinPty(twin, { path });
    cleanUps.push(server.close);
    const port = await open();
    const long = Buffer.alloc(100_000, 'abcdefghijklm');
    const back = exchange(port, '', long.length + IDENTITY.length);
    for (let at = 0; at < long.length; at += 10_000) twin.onSend(long.subarray(at, at + 10_000));
    port.write('*IDN?\n');
    expect(await back).toBe(`${long.toString()}${IDENTITY}`);
    await closePort(port);
  });

  it('can be closed while nobody reads what it has to say', async () => {
    const twin = makeTwin();
    const server = await serveTwinPty(twin, { path });
    twin.onSend(Buffer.alloc(100_000));
    await server.close();
    expect(existsSync(path)).toBe(false);
  });

  it('removes its link on close and hangs up', async () => {
    const server = await serve();
    const descriptor = openSync(path, constants.O_RDWR | constants.O_NOCTTY);
    cleanUps.push(() => closeSync(descriptor));
    await Promise.all([server.close(), server.close()]);
    expect(readUntilHangUp(descriptor)).toBe(0);
    expect(existsSync(path)).toBe(false);
  });

  it('takes over the link of a twin that died, and touches nothing else', async () => {
    symlinkSync('/dev/pts/9999', path);
    const server = await serve();
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    await server.close();
    writeFileSync(path, 'precious');
    await expect(serve()).rejects.toMatchObject({ code: 'bad-config', details: { path } });
    expect(lstatSync(path).isFile()).toBe(true);
    await expect(serveTwinPty(makeTwin(), { path: join(folder, 'no', 'such') })).rejects.toMatchObject({
      code: 'bad-config',
    });
  });
});
