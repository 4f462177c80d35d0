import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ByteLink, LinkError } from '../../src/core/index.js';
import { BoardClient, openUsbTransport, type Transport } from '../../src/drivers/index.js';
import { builtInChip, createTwin } from '../../src/twin/index.js';
import { settle, VirtualClock } from '../mocks/virtual-clock.js';
import { noUsb, webUsb, WebUsbDevice, type WebUsbDeviceOptions } from '../mocks/web-usb.js';
import { WebUsbBoard } from '../mocks/web-usb-board.js';
import { noncesFrom } from '../mocks/nonces.js';

const ADDRESS = { vendorId: 0x1209, productId: 1 };
const [ATTACH, BYE, ABORT] = [1, 2, 3];

describe('an open USB board', () => {
  let clock: VirtualClock;
  let device: WebUsbDevice;
  let board: WebUsbBoard;
  let link: ByteLink;
  let received: Buffer[];
  let sent: string;
  let transport: Transport;
  let reasons: (LinkError | undefined)[];

  beforeEach(async () => {
    clock = new VirtualClock();
    device = new WebUsbDevice({ clock });
    received = [];
    sent = '';
    reasons = [];
    link = { receive: (bytes) => void received.push(Buffer.from(bytes)), onSend: () => {} };
    board = new WebUsbBoard({ device, link, clock, abort: () => received.push(Buffer.from('by request')) });
    transport = await openUsbTransport(ADDRESS, clock, webUsb(device));
    transport.onBytes = (bytes) => (sent += Buffer.from(bytes).toString('latin1'));
    transport.onClosed = (reason) => reasons.push(reason);
    await settle();
  });

  const expectAllFree = (): void => {
    expect(device.opened).toBe(false);
    expect(clock.pending).toBe(0);
  };

  afterEach(async () => {
    await transport.close();
    await settle();
    expectAllFree();
  });

  it('is read with one long read of whole packets after the other', async () => {
    await clock.advance(1000);
    expect(board.requests).toEqual([ATTACH]);
    expect(device.reads.length).toBeGreaterThanOrEqual(10);
    for (const { length, milliseconds } of device.reads) {
      expect(length % 512).toBe(0);
      expect(milliseconds).toBeGreaterThan(1000);
    }
    expect(reasons).toEqual([]);
  });

  it('gets everything through, whatever the lengths', async () => {
    let all = '';
    for (let length = 1; length < 1100; length += 1) {
      const text = 'x'.repeat(length);
      all += text;
      link.onSend(Buffer.from(text));
      if (length % 7 === 0) await settle();
    }
    await settle();
    expect(sent).toBe(all);
  });

  it('aborts past everything that waits, and again in its turn', async () => {
    device.stalled = true;
    const stuck = transport.write(Buffer.from('waiting\n'));
    await transport.write(Buffer.from('\0ABOR\n'));
    expect(board.requests).toEqual([ATTACH, ABORT]);
    expect(received.map(String)).toEqual(['by request']);
    device.resume();
    await stuck;
    await settle();
    expect(received.map(String)).toEqual(['by request', 'waiting\n', '\0ABOR\n']);
  });

  it('sends nothing more once it is given up', async () => {
    device.stalled = true;
    const settled = Promise.allSettled(['one', 'two'].map((text) => transport.write(Buffer.from(text))));
    const closing = transport.close();
    await clock.advance(1000);
    await closing;
    for (const { status } of await settled) expect(status).toBe('rejected');
    device.resume();
    await settle();
    expect(received.map(String)).toEqual(['one']);
  });

  it('says goodbye, then lets the device go, in no time', async () => {
    await transport.write(Buffer.from('last words'));
    await transport.close();
    expect(received.map(String)).toEqual(['last words']);
    expect(board.requests).toEqual([ATTACH, BYE]);
    expect(device.opened).toBe(false);
    expect(reasons).toEqual([undefined]);
    expect(clock.now()).toBe(0);
  });

  it('begins anew where the last program stopped in the middle of a record', async () => {
    await device.transferOut(1, Uint8Array.of(50, 0, 0, 0, 1, 2, 3), 1000);
    await transport.close();
    device.send(Uint8Array.of(99, 0, 0));
    const next = await openUsbTransport(ADDRESS, clock, webUsb(device));
    next.onBytes = (bytes) => (sent += Buffer.from(bytes).toString('latin1'));
    await next.write(Buffer.from('up\n'));
    link.onSend(Buffer.from('down\n'));
    await settle();
    expect(received.map(String)).toEqual(['up\n']);
    expect(sent).toBe('down\n');
    await next.close();
  });

  it('is lost when it shows no sign of life, since the cancelled read may have held something', async () => {
    board.hung = true;
    await clock.advance(4900);
    expect(reasons).toEqual([]);
    await clock.advance(200);
    expect(reasons).toEqual([expect.objectContaining({ name: 'LinkError', code: 'link-lost' })]);
    expect(reasons[0]!.message).toContain('usb://1209:0001: a transfer was not done after 5000 ms and was cancelled');
    // the goodbye that a hung board does not answer
    await clock.advance(5000);
    board.unplugged();
  });

  it('is let go of within a second where the board does not answer, and closed when its read ends', async () => {
    board.hung = true;
    let closed = false;
    const closing = transport.close().then(() => (closed = true));
    await clock.advance(999);
    expect(closed).toBe(false);
    await clock.advance(1);
    await closing;
    expect(reasons).toEqual([undefined]);
    expect(device.opened).toBe(true);
    await clock.advance(5000);
    expect(device.opened).toBe(false);
    board.unplugged();
  });

  it('is lost when it does not take a record, whose rest would be taken for another', async () => {
    board.hung = true;
    device.stalled = true;
    const writes = [transport.write(Buffer.from('one')), transport.write(Buffer.from('two'))];
    const settled = Promise.allSettled(writes);
    await clock.advance(5000);
    for (const write of await settled)
      expect(write).toMatchObject({ status: 'rejected', reason: { code: 'link-lost' } });
    expect(reasons).toHaveLength(1);
    await clock.advance(5000);
    board.unplugged();
  });

  it('is lost when what it says is no record', async () => {
    device.send(Buffer.from('hello, world'));
    await settle();
    expect(reasons).toEqual([expect.objectContaining({ code: 'link-lost' })]);
    expect(reasons[0]!.message).toContain('not made of records');
    expect(board.requests).toEqual([ATTACH, BYE]);
  });

  it('says that it was unplugged', async () => {
    device.unplug();
    await settle();
    expect(reasons[0]!.message).toContain('it was unplugged or reset');
  });
});

describe('opening a USB board', () => {
  const clock = new VirtualClock();
  const make = (options: Partial<WebUsbDeviceOptions> = {}): WebUsbDevice => {
    const device = new WebUsbDevice({ clock, ...options });
    const link = { receive: () => {}, onSend: () => {} };
    void new WebUsbBoard({ device, link, clock, abort: () => {} });
    return device;
  };

  it('takes the serial number that is asked for', async () => {
    const [first, second] = [make({ serialNumber: 'A' }), make({ serialNumber: 'B' })];
    const transport = await openUsbTransport({ ...ADDRESS, serialNumber: 'B' }, clock, webUsb(first, second));
    expect([first.opened, second.opened]).toEqual([false, true]);
    await transport.close();
    await expect(openUsbTransport(ADDRESS, clock, webUsb(first, second))).rejects.toThrow('there are several');
  });

  it.each([
    ['no such device', make({ productId: 2 }), 'board-not-found', 'lsusb'],
    ['another serial number', make({ serialNumber: 'B' }), 'board-not-found', 'the serial numbers are B'],
    [
      'no permission',
      make({ openError: 'open error: permission denied (errno 13)' }),
      'board-not-found',
      'SUBSYSTEM=="usb", ATTR{idVendor}=="1209", ATTR{idProduct}=="0001", MODE="0660", GROUP="plugdev", TAG+="uaccess"',
    ],
    [
      'another program',
      make({ claimError: 'claimInterface error: interface is busy (errno 16)' }),
      'board-busy',
      'another program',
    ],
    ['no vendor interface', make({ interfaces: [] }), 'board-not-found', 'no quarterwave board'],
    ['no sense', make({ openError: 'bad luck' }), 'board-not-found', 'it does not open (bad luck)'],
  ])('says so: %s', async (_, device, code, text) => {
    const opening = openUsbTransport({ ...ADDRESS, serialNumber: 'QW-1' }, clock, webUsb(device));
    await expect(opening).rejects.toMatchObject({ name: 'LinkError', code });
    await expect(opening).rejects.toThrow(text);
    expect(device.opened).toBe(false);
  });

  it('says so where the vendor interface is of something else', async () => {
    const device = new WebUsbDevice({ clock });
    const opening = openUsbTransport(ADDRESS, clock, webUsb(device));
    await expect(opening).rejects.toMatchObject({ code: 'board-not-found' });
    expect(device.opened).toBe(false);
  });

  it('says that there is no USB, and what to do', async () => {
    const opening = openUsbTransport(ADDRESS, clock, noUsb);
    await expect(opening).rejects.toMatchObject({ name: 'LinkError', code: 'board-not-found' });
    await expect(opening).rejects.toThrow('/sys/bus/usb/devices');
  });

  it('grounds by the control request where the bulk endpoints are stuck', async () => {
    const device = new WebUsbDevice({ clock });
    const twin = createTwin({
      chip: builtInChip('silver-chalcogenide'),
      arrays: [{ rows: 2, columns: 2 }],
      seed: 1,
    });
    const abort = (): void => twin.receive(Buffer.from('\0ABOR\n'));
    const board = new WebUsbBoard({ device, link: twin, clock, abort });
    const transport = await openUsbTransport(ADDRESS, clock, webUsb(device));
    const client = await BoardClient.open(transport, { uri: 'usb', clock, drawNonce: noncesFrom(1) });
    device.stalled = true;
    const closing = client.close().catch((error: unknown) => error);
    await clock.advance(20_000);
    // it cannot be heard that it did, but it did
    expect(await closing).toMatchObject({ code: 'grounding-failed' });
    expect(board.requests).toContain(ABORT);
    twin.close();
  });
});

describe('the stand-in for the usb package', () => {
  const clock = new VirtualClock();

  it('has its awkward sides', async () => {
    const device = new WebUsbDevice({ clock });
    await device.open();
    await expect(device.transferIn(1, 512)).rejects.toThrow('endpoint not found');
    await device.claimInterface(2);
    await expect(device.transferIn(1, 512, 0)).rejects.toThrow('Cancelled');
    const cut = device.transferIn(1, 100);
    await expect(device.transferIn(1, 512)).rejects.toThrow('endpoint not found');
    await expect(device.close()).rejects.toThrow('cannot be borrowed mutably');
    await settle();
    device.send(new Uint8Array(300));
    expect((await cut).data.byteLength).toBe(100);
    expect(device.unread).toBe(0);
    const silent = device.transferIn(1, 1024).catch((error: Error) => error.message);
    await settle();
    device.send(new Uint8Array(512));
    await clock.advance(1000);
    expect(await silent).toBe('Cancelled');
    expect(device.unread).toBe(0);
    const cable = device.transferIn(1, 512).catch((error: Error) => error.message);
    device.unplug();
    expect(await cable).toBe('Disconnected');
    await expect(device.transferOut(1, new Uint8Array(1))).rejects.toThrow('Disconnected');
  });
});
