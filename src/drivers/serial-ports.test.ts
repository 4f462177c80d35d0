import { constants } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseBoardUri } from './board-uri.js';
import type { PortFacts } from './port-fingerprint.js';
import { listSerialPorts, type PortQueries } from './serial-ports.js';

const BRIDGE: PortFacts = { path: '/dev/ttyUSB0', vendorId: '1a86', productId: '7523' };
const BOARD: PortFacts = { path: '/dev/ttyACM0', vendorId: '2e8a', productId: '000a', pnpId: 'usb-Pico_E6?%-if00' };

/** A machine with these ports, on which to open anything is a failure. */
function machineWith(ports: readonly PortFacts[], { gid = 20, mode = 0o660, denied = 0 } = {}): PortQueries {
  const machine = {
    list: () => Promise.resolve(ports),
    stat: () => Promise.resolve({ uid: 0, gid, mode }),
    access: (_path: string, wanted: number) =>
      (wanted & denied) === 0 ? Promise.resolve() : Promise.reject(new Error('EACCES')),
    groupFile: () => Promise.resolve('root:x:0:\ndialout:x:20:someone\n'),
  };
  return new Proxy(machine, {
    get(target, name) {
      if (name in target) return target[name as keyof typeof target];
      throw new Error(`asked the machine to ${String(name)}`);
    },
  });
}

describe('listing serial ports', () => {
  it('opens nothing, and names a board by its id', async () => {
    const { ports, problem } = await listSerialPorts(machineWith([BRIDGE, BOARD]));
    expect(problem).toBeUndefined();
    expect(ports.map(({ path, denial }) => [path, denial])).toEqual([
      ['/dev/ttyACM0', undefined],
      ['/dev/ttyUSB0', undefined],
    ]);
    expect(parseBoardUri(ports[0]!.uri)).toMatchObject({ path: '/dev/serial/by-id/usb-Pico_E6?%-if00' });
    expect(ports[1]!.uri).toBe('serial:///dev/ttyUSB0');
  });

  it('keeps a port that is forbidden, with what is missing and the cure', async () => {
    const { ports } = await listSerialPorts(machineWith([BRIDGE], { denied: constants.R_OK | constants.W_OK }));
    expect(ports[0]!.denial?.missing).toBe('no read or write permission (mode 660, group dialout)');
    expect(ports[0]!.denial?.cure).toContain('sudo usermod -aG dialout $USER');
    expect(ports[0]!.denial?.cure).toContain('ATTRS{idVendor}=="1a86", ATTRS{idProduct}=="7523", TAG+="uaccess"');
  });

  it('tells nobody to join the group of root, or one that may not write either', async () => {
    for (const owner of [
      { gid: 0, mode: 0o660 },
      { gid: 20, mode: 0o640 },
    ]) {
      const { ports } = await listSerialPorts(machineWith([BRIDGE], { ...owner, denied: constants.W_OK }));
      expect(ports[0]!.denial?.missing).toContain('no write permission');
      expect(ports[0]!.denial?.cure).not.toContain('usermod');
    }
  });

  it('says why there is no list', async () => {
    const list = () => Promise.reject(Object.assign(new Error('spawn udevadm ENOENT'), { code: 'ENOENT' }));
    const { ports, problem } = await listSerialPorts({ ...machineWith([]), list });
    expect(ports).toEqual([]);
    expect(problem).toContain('package udev');
  });
});
