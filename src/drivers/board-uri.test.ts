import { describe, expect, it } from 'vitest';
import { parseBoardUri } from './board-uri.js';

describe('parseBoardUri', () => {
  it('reads the built-in twin', () => {
    expect(parseBoardUri('twin:')).toEqual({ scheme: 'twin', text: 'twin:', chipFile: undefined, options: new Map() });
  });

  it('reads a chip file and options', () => {
    const uri = parseBoardUri('twin:chips/my%20chip.yaml?seed=3&arrays=5x8');
    expect(uri).toMatchObject({ chipFile: 'chips/my chip.yaml' });
    expect(uri).toHaveProperty(
      'options',
      new Map([
        ['seed', '3'],
        ['arrays', '5x8'],
      ]),
    );
    expect(parseBoardUri('twin:?seed=3')).toMatchObject({ chipFile: undefined });
    expect(parseBoardUri('twin:/abs/chip.yaml')).toMatchObject({ chipFile: '/abs/chip.yaml' });
  });

  it('reads hosts by name, number and in brackets', () => {
    expect(parseBoardUri('tcp://board.local:7411')).toMatchObject({ host: 'board.local', port: 7411 });
    expect(parseBoardUri('tcp://127.0.0.1:1/')).toMatchObject({ host: '127.0.0.1', port: 1 });
    expect(parseBoardUri('tcp://[::1]:65535')).toMatchObject({ host: '::1', port: 65_535 });
  });

  it('reads serial devices of Linux, macOS and Windows', () => {
    expect(parseBoardUri('serial:///dev/ttyACM0')).toMatchObject({ path: '/dev/ttyACM0', baudRate: 115_200 });
    expect(parseBoardUri('serial:///dev/tty.usbmodem1?baud=9600')).toMatchObject({ baudRate: 9600 });
    expect(parseBoardUri('serial://COM3')).toMatchObject({ path: 'COM3' });
  });

  it('reads sockets and USB ids', () => {
    expect(parseBoardUri('unix:///run/my%20board.sock')).toMatchObject({ path: '/run/my board.sock' });
    const ids = { vendorId: 0x1209, productId: 0xa };
    expect(parseBoardUri('usb://1209:000A')).toMatchObject({ ...ids, serialNumber: undefined });
    expect(parseBoardUri('usb://1209:a/')).toMatchObject({ ...ids, serialNumber: undefined });
    expect(parseBoardUri('usb://1209:a/QW%2F7')).toMatchObject({ ...ids, serialNumber: 'QW/7' });
  });

  it('takes how long a lost board is looked for, for every board that can be lost', () => {
    expect(parseBoardUri('tcp://board:1?reconnect=2.5')).toMatchObject({ scheme: 'tcp', reconnectSeconds: 2.5 });
    const serial = parseBoardUri('serial:///dev/ttyACM0?reconnect=0&baud=9600');
    expect(serial).toMatchObject({ scheme: 'serial', baudRate: 9600, reconnectSeconds: 0 });
    expect(parseBoardUri('unix:///run/board').reconnectSeconds).toBeUndefined();
    expect(parseBoardUri('twin:?reconnect=1')).toMatchObject({ options: new Map([['reconnect', '1']]) });
  });

  it.each([
    ['tcp://board:1?reconnect=soon', "a reconnect of 'soon' is no number"],
    ['tcp://board:1?reconnect=-1', "a reconnect of '-1' is no number"],
    ['tcp://board:1?reconnect=1&reconnect=2', "a reconnect of '1, 2' is no number"],
    ['', 'no scheme'],
    ['/dev/ttyACM0', 'no scheme'],
    ['gpib:3', "unknown scheme 'gpib:'"],
    ['twin://chip.yaml', 'a twin has no host'],
    ['twin:?seed=1&seed=2', "'seed' is given twice"],
    ['twin:?seed=', "'seed' has no value"],
    ['twin:%zz', 'broken % escape'],
    ['tcp://board', 'a host and a port'],
    ['tcp://board:0', 'a host and a port'],
    ['tcp://board:70000', 'a host and a port'],
    ['tcp://board:1?x=2', "unknown option 'x'"],
    ['serial:/dev/ttyACM0', 'the path of a device'],
    ['serial://', 'the path of a device'],
    ['serial:///dev/ttyACM0?baud=fast', "a baud of 'fast'"],
    ['unix:/run/board', 'the full path of a socket'],
    ['unix://run/board', 'the full path of a socket'],
    ['unix:///', 'the full path of a socket'],
    ['unix:///run/board?x=1', "unknown option 'x'"],
    ['usb:1234:5678', 'vendor and product id'],
    ['usb://1234', 'vendor and product id'],
    ['usb://12345:1', 'vendor and product id'],
    ['usb://1234:5678/a/b', 'vendor and product id'],
    ['usb://1234:5678?x=1', "unknown option 'x'"],
    ['serial:///dev/ttyACM0?speed=9600', "unknown option 'speed'; known: baud"],
  ])('refuses %j, saying why and how boards are written', (text, why) => {
    const parse = (): unknown => parseBoardUri(text);
    expect(parse).toThrow(why);
    expect(parse).toThrow(
      'twin:chip.yaml?seed=1, tcp://192.168.1.20:7411, serial:///dev/ttyACM0?baud=115200, ' +
        'unix:///run/quarterwave.sock, usb://1209:0001/QW-7',
    );
    expect(parse).toThrow(expect.objectContaining({ name: 'ConfigError', code: 'bad-argument' }));
  });
});
