import { closeSync, constants, openSync, write } from 'node:fs';
import type { ReadStream } from 'node:tty';
import pty from '@lydell/node-pty';

/** What node-pty's `open` gives; its declared types leave it out. */
interface OpenPty {
  readonly master: ReadStream;
  readonly slave: ReadStream;
  readonly fd: number;
  readonly ptsName: string;
}

const opener = pty as unknown as { open(options: { encoding: null }): OpenPty };

/** The far end of a real tty: `path` is the serial device that a host opens. */
export class PtyPeer {
  readonly path: string;
  onBytes: (bytes: Uint8Array) => void = () => {};
  readonly #master: ReadStream;
  readonly #fd: number;
  #heldSlave: number | undefined;
  #toSend: Uint8Array[] = [];
  #sending = false;

  constructor() {
    const { master, slave, fd, ptsName } = opener.open({ encoding: null });
    this.path = ptsName;
    this.#master = master;
    this.#fd = fd;
    // The master reads EIO and dies while nobody has the slave open; node-pty's own slave stream would eat the bytes.
    this.#heldSlave = openSync(ptsName, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    slave.destroy();
    master.on('data', (bytes: Uint8Array) => this.onBytes(bytes));
    master.on('error', () => {});
  }

  /**
   * Not by the stream: libuv writes to the master of a pty blocking, which waits for ever for a reader in this very
   * process once the 4 KiB of the tty are full.
   */
  send(bytes: Uint8Array): void {
    this.#toSend.push(bytes);
    if (!this.#sending) this.#sendNext();
  }

  /** Pulls the cable. (Never node-pty's own destroy(), which signals process -1: everybody.) */
  async hangUp(): Promise<void> {
    if (this.#heldSlave === undefined) return;
    closeSync(this.#heldSlave);
    this.#heldSlave = undefined;
    this.#toSend = [];
    const closed = new Promise<void>((resolve) => this.#master.once('close', () => resolve()));
    this.#master.destroy();
    await closed;
  }

  #sendNext(): void {
    const next = this.#toSend[0];
    this.#sending = next !== undefined && this.#heldSlave !== undefined;
    if (next === undefined || !this.#sending) return;
    write(this.#fd, next, (error, written) => {
      if (error === null) {
        if (written === next.length) this.#toSend.shift();
        else this.#toSend[0] = next.subarray(written);
        this.#sendNext();
      } else if (error.code === 'EAGAIN') {
        setImmediate(() => this.#sendNext());
      } else {
        this.#toSend = [];
        this.#sending = false;
      }
    });
  }
}
