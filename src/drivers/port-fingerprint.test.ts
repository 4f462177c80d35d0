import { describe, expect, it } from 'vitest';
import { byLikelihood, fingerprint, type PortFacts } from './port-fingerprint.js';

const PORTS: readonly PortFacts[] = [
  { path: '/dev/ttyS0' },
  { path: '/dev/ttyUSB10', vendorId: '1A86', productId: '7523' },
  { path: '/dev/ttyUSB2', vendorId: '1a86', productId: '7523' },
  { path: '/dev/ttyUSB0', vendorId: '0403', productId: '6001', serialNumber: 'A5', pnpId: 'usb-FTDI_A5-if00-port0' },
  { path: '/dev/ttyACM3', vendorId: '04b4', productId: 'f232' },
  { path: '/dev/ttyACM1', vendorId: '2e8a', productId: '000a', serialNumber: 'E6' },
  { path: '/dev/ttyACM0', vendorId: '1209', productId: '0001', manufacturer: 'quarterwave', serialNumber: 'QW-7' },
];

describe('what is behind a port', () => {
  it('is judged by ids and names, the likeliest first and numbers in their order', () => {
    const sorted = PORTS.map((facts) => ({ path: facts.path, ...fingerprint(facts) })).toSorted(byLikelihood);
    expect(sorted.map(({ path, kind }) => [path, kind])).toEqual([
      ['/dev/ttyACM0', 'quarterwave'],
      ['/dev/ttyACM1', 'controller'],
      ['/dev/ttyACM3', 'usb'],
      ['/dev/ttyUSB0', 'bridge'],
      ['/dev/ttyUSB2', 'bridge'],
      ['/dev/ttyUSB10', 'bridge'],
      ['/dev/ttyS0', 'built-in'],
    ]);
  });

  it.each([
    ['CH340/CH910x', '1a86', '7523'],
    ['CP210x', '10c4', 'ea60'],
    ['FTDI', '0403', '6001'],
    ['PL2303', '067b', '2303'],
  ])('a %s bridge is not opened unasked', (chip, vendorId, productId) => {
    const found = fingerprint({ path: '/dev/ttyUSB0', vendorId, productId });
    expect(found).toMatchObject({ kind: 'bridge', openUnasked: false });
    expect(found.about).toContain(`${chip} bridge`);
  });

  it('a board that names itself is one, whatever bridge it uses', () => {
    const facts = { path: 'COM3', vendorId: '0403', productId: '6001', manufacturer: 'Quarterwave' };
    expect(fingerprint(facts)).toMatchObject({ kind: 'quarterwave', openUnasked: true });
  });
});
