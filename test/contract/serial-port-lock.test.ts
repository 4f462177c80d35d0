import { expect, it } from 'vitest';
import { systemClock } from '../../src/core/index.js';
import { openSerialTransport } from '../../src/drivers/index.js';
import { PtyPeer } from '../mocks/pty-peer.js';

it('a port that somebody has is busy, and free again when it is closed', async () => {
  const pty = new PtyPeer();
  const address = { path: pty.path, baudRate: 115_200 };
  const first = await openSerialTransport(address, systemClock);
  const second = openSerialTransport(address, systemClock);
  await expect(second).rejects.toMatchObject({ name: 'LinkError', code: 'board-busy', details: { path: pty.path } });
  await first.close();
  await (await openSerialTransport(address, systemClock)).close();
  await pty.hangUp();
});
