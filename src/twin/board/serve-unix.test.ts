import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtInChip } from '../chip/index.js';
import { serveTwinUnix } from './serve-unix.js';
import { createTwin } from './twin.js';

/** Makes a socket and dies without removing it. */
const DIE = "require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))";

describe('a twin on a unix socket', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quarterwave-unix-'));
    path = join(folder, 'board.sock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const serve = (at = path): ReturnType<typeof serveTwinUnix> =>
    serveTwinUnix(
      createTwin({ chip: builtInChip('silver-chalcogenide'), arrays: [{ rows: 2, columns: 2 }], seed: 1 }),
      {
        path: at,
      },
    );

  it('answers, and on close lets the client go and removes its socket, however often', async () => {
    const server = await serve();
    const client = connect({ path });
    client.write('*IDN?\n');
    const [answer] = (await once(client, 'data')) as [Buffer];
    expect(answer.toString()).toBe('quarterwave,software twin,TWIN-1,0.1.0\n');
    const gone = once(client, 'close');
    await Promise.all([server.close(), server.close()]);
    await gone;
    expect(existsSync(path)).toBe(false);
  });

  it('leaves the path to a twin that lives', async () => {
    const server = await serve();
    await expect(serve()).rejects.toMatchObject({ code: 'port-in-use', details: { path } });
    expect(lstatSync(path).isSocket()).toBe(true);
    await server.close();
    await (await serve()).close();
  });

  it('replaces the socket of a program that died', async () => {
    expect(() => execFileSync(process.execPath, ['-e', DIE, path])).toThrow('Command failed');
    expect(lstatSync(path).isSocket()).toBe(true);
    const server = await serve();
    await server.close();
  });

  it('touches nothing else, and says where it cannot serve', async () => {
    writeFileSync(path, 'precious');
    await expect(serve()).rejects.toMatchObject({ code: 'bad-config', details: { path } });
    expect(lstatSync(path).isFile()).toBe(true);
    await expect(serve(join(folder, 'no', 'such'))).rejects.toMatchObject({ code: 'bad-config' });
    await expect(serve(join(path, 'below-a-file'))).rejects.toMatchObject({ code: 'bad-config' });
  });
});
