import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type ListenOptions, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type ByteLink, type Clock } from '../../src/core/index.js';
import {
  openInProcessTransport,
  openSerialTransport,
  openTcpTransport,
  openUnixTransport,
  openUsbTransport,
  type Transport,
} from '../../src/drivers/index.js';
import { PtyPeer } from '../mocks/pty-peer.js';
import { settle } from '../mocks/virtual-clock.js';
import { webUsb, WebUsbDevice } from '../mocks/web-usb.js';
import { WebUsbBoard } from '../mocks/web-usb-board.js';
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

async function makeSocketRig(
  listen: ListenOptions,
  connect: (address: AddressInfo | string, clock: Clock) => Promise<Transport>,
): Promise<TransportRig> {
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
  server.listen(listen);
  await once(server, 'listening');
  const address = server.address()!;
  return {
    peer,
    async open(clock) {
      const accepted = once(server, 'connection');
      const transport = await connect(address, clock);
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

export const makeTcpRig = (): Promise<TransportRig> =>
  makeSocketRig({ host: '127.0.0.1', port: 0 }, (address, clock) =>
    openTcpTransport({ host: '127.0.0.1', port: (address as AddressInfo).port }, clock),
  );

export async function makeUnixRig(): Promise<TransportRig> {
  const folder = mkdtempSync(join(tmpdir(), 'quarterwave-'));
  const path = join(folder, 'board.sock');
  const rig = await makeSocketRig({ path }, (_, clock) => openUnixTransport({ path }, clock));
  return {
    ...rig,
    async dispose() {
      await rig.dispose();
      rmSync(folder, { recursive: true });
    },
  };
}

export async function makeUsbRig(): Promise<TransportRig> {
  const device = new WebUsbDevice({ clock: systemClock });
  const peer: TransportRig['peer'] = {
    onBytes: nothing,
    send: (bytes) => link.onSend(bytes),
    hangUp: async () => device.unplug(),
  };
  const link: ByteLink = { receive: (bytes) => peer.onBytes(bytes), onSend: nothing };
  const board = new WebUsbBoard({ device, link, clock: systemClock, abort: nothing });
  return {
    peer,
    open: (clock) => openUsbTransport(device, clock, webUsb(device)),
    async assertReleased() {
      await settle();
      if (device.opened) throw new Error('The device is still open.');
    },
    dispose: async () => board.unplugged(),
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
