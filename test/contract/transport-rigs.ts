import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { ByteLink } from '../../src/core/index.js';
import { systemClock } from '../../src/core/index.js';
import { openInProcessTransport, openSerialTransport, openTcpTransport } from '../../src/drivers/index.js';
import { PtyPeer } from '../mocks/pty-peer.js';
import type { TransportRig } from './describe-transport-contract.js';

const nothing = (): void => {};

export async function makeInProcessRig(): Promise<TransportRig> {
  const peer: TransportRig['peer'] = { onBytes: nothing, send: (bytes) => link.onSend(bytes) };
  const link: ByteLink = { receive: (bytes) => peer.onBytes(bytes), onSend: nothing };
  return {
    peer,
    open: async () => openInProcessTransport(link),
    assertReleased: async () => {},
    dispose: async () => {},
  };
}

export async function makeTcpRig(): Promise<TransportRig> {
  let socket: Socket | undefined;
  const peer: TransportRig['peer'] = {
    onBytes: nothing,
    send: (bytes) => void socket?.write(bytes),
    hangUp: async () => void socket?.destroy(),
  };
  const server = createServer({ noDelay: true }, (accepted) => {
    socket = accepted;
    accepted.on('data', (bytes: Uint8Array) => peer.onBytes(bytes));
    accepted.on('error', nothing);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    peer,
    async open(clock) {
      const accepted = once(server, 'connection');
      const transport = await openTcpTransport({ host: '127.0.0.1', port }, clock);
      await accepted;
      return transport;
    },
    async assertReleased() {
      if (socket !== undefined && !socket.destroyed) await once(socket, 'close');
    },
    async dispose() {
      server.close();
      await once(server, 'close');
    },
  };
}

export async function makeSerialRig(): Promise<TransportRig> {
  const pty = new PtyPeer();
  let unplugged = false;
  const peer: TransportRig['peer'] = {
    onBytes: nothing,
    send: (bytes) => pty.send(bytes),
    async hangUp() {
      unplugged = true;
      await pty.hangUp();
    },
  };
  pty.onBytes = (bytes) => peer.onBytes(bytes);
  const address = { path: pty.path, baudRate: 115_200 };
  return {
    peer,
    open: (clock) => openSerialTransport(address, clock),
    async assertReleased() {
      // the lock of a leaked port would refuse this
      if (!unplugged) await (await openSerialTransport(address, systemClock)).close();
    },
    dispose: () => pty.hangUp(),
  };
}
