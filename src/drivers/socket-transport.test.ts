import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../core/index.js';
import { openTcpTransport, openUnixTransport } from './socket-transport.js';

describe('openTcpTransport', () => {
  it('says that nothing listens, naming host and port', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const opening = openTcpTransport({ host: '127.0.0.1', port }, systemClock);
    await expect(opening).rejects.toMatchObject({ name: 'LinkError', code: 'board-not-found' });
    await expect(opening).rejects.toThrow(
      `No board at tcp://127.0.0.1:${port}: the host is there, but nothing listens`,
    );
  });

  it('gives up connecting after its time', async () => {
    // the time is over before the network has had a turn
    const clock = { ...systemClock, after: (_: number, callback: () => void) => (queueMicrotask(callback), () => {}) };
    const opening = openTcpTransport({ host: '127.0.0.1', port: 1 }, clock);
    await expect(opening).rejects.toMatchObject({ code: 'board-not-found' });
    await expect(opening).rejects.toThrow('no answer in 5 s');
  });
});

describe('openUnixTransport', () => {
  it('says that there is no socket, or none of a living program', async () => {
    const opening = openUnixTransport({ path: '/no/such.sock' }, systemClock);
    await expect(opening).rejects.toMatchObject({ name: 'LinkError', code: 'board-not-found' });
    await expect(opening).rejects.toThrow('No board at unix:///no/such.sock: there is no such socket.');
  });
});
