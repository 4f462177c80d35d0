import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type Clock } from '../../src/core/index.js';
import {
  openInProcessTransport,
  openSerialTransport,
  openTcpTransport,
  openUnixTransport,
  openUsbTransport,
  type Transport,
} from '../../src/drivers/index.js';
import {
  builtInChip,
  createTwin,
  serveTwinPty,
  serveTwinTcp,
  serveTwinUnix,
  type Twin,
  type TwinOptions,
} from '../../src/twin/index.js';
import { webUsb, WebUsbDevice } from '../mocks/web-usb.js';
import { WebUsbBoard } from '../mocks/web-usb-board.js';

/** A twin at the far end of one kind of link. */
export interface BoardRig {
  readonly twin: Twin;
  open(clock: Clock): Promise<Transport>;
  dispose(): Promise<void>;
}

export type MakeBoardRig = (options?: Partial<TwinOptions>) => Promise<BoardRig>;

const makeTwin = (options: Partial<TwinOptions> = {}): Twin =>
  createTwin({
    chip: builtInChip('silver-chalcogenide'),
    arrays: [
      { rows: 5, columns: 8 },
      { rows: 3, columns: 2 },
    ],
    seed: 11,
    ...options,
  });

const makeInProcessBoard: MakeBoardRig = async (options) => {
  const twin = makeTwin(options);
  return { twin, open: async () => openInProcessTransport(twin), dispose: async () => twin.close() };
};

const makeTcpBoard: MakeBoardRig = async (options) => {
  const twin = makeTwin(options);
  const { port, close } = await serveTwinTcp(twin, { host: '127.0.0.1', port: 0 });
  return { twin, open: (clock) => openTcpTransport({ host: '127.0.0.1', port }, clock), dispose: close };
};

const makeUnixBoard: MakeBoardRig = async (options) => {
  const twin = makeTwin(options);
  const folder = mkdtempSync(join(tmpdir(), 'quarterwave-'));
  const { path, close } = await serveTwinUnix(twin, { path: join(folder, 'board.sock') });
  return {
    twin,
    open: (clock) => openUnixTransport({ path }, clock),
    async dispose() {
      await close();
      rmSync(folder, { recursive: true });
    },
  };
};

/** Against a stand-in for the operating system's USB; the twin behind it sees what a real board would. */
const makeUsbBoard: MakeBoardRig = async (options) => {
  const twin = makeTwin(options);
  const device = new WebUsbDevice({ clock: systemClock });
  const abort = (): void => twin.receive(Buffer.from('\0ABOR\n'));
  const board = new WebUsbBoard({ device, link: twin, clock: systemClock, abort });
  return {
    twin,
    open: (clock) => openUsbTransport(device, clock, webUsb(device)),
    async dispose() {
      board.unplugged();
      twin.close();
    },
  };
};

const makeSerialBoard: MakeBoardRig = async (options) => {
  const twin = makeTwin(options);
  const folder = mkdtempSync(join(tmpdir(), 'quarterwave-'));
  const { path, close } = await serveTwinPty(twin, { path: join(folder, 'board') });
  return {
    twin,
    open: (clock) => openSerialTransport({ path, baudRate: 115_200 }, clock),
    async dispose() {
      await close();
      rmSync(folder, { recursive: true });
    },
  };
};

export const boardRigs: readonly (readonly [name: string, make: MakeBoardRig])[] = [
  ['in process', makeInProcessBoard],
  ['over TCP', makeTcpBoard],
  ['over a unix socket', makeUnixBoard],
  ['over a pty', makeSerialBoard],
  ['over USB', makeUsbBoard],
];
