import { closeSync, constants, openSync } from 'node:fs';
import type { ReadStream } from 'node:tty';
import { open } from '@lydell/node-pty';

/** What node-pty's `open` gives beside its declared type. */
interface OpenPty {
  readonly master: ReadStream;
  readonly slave: ReadStream;
  readonly ptsName: string;
}

/** The far end of a real tty: `path` is the serial device that a host opens. */
export class PtyPeer {
  readonly path: string;
  onBytes: (bytes: Uint8Array) => void = () => {};
  readonly #master: ReadStream;
  #heldSlave: number | undefined;

  constructor() {
    const pty = open({ encoding: null } as object) as unknown as OpenPty;
    this.path = pty.ptsName;
    // The master reads EIO and dies while nobody has the slave open; node-pty's own slave stream would eat the bytes.
    this.#heldSlave = openSync(this.path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    pty.slave.destroy();
    this.#master = pty.master;
    this.#master.on('data', (bytes: Uint8Array) => this.onBytes(bytes));
    this.#master.on('error', () => {});
  }

  send(bytes: Uint8Array): void {
    this.#master.write(bytes);
  }

  /** Pulls the cable. (Never node-pty's own destroy(), which signals process -1: everybody.) */
  async hangUp(): Promise<void> {
    if (this.#heldSlave === undefined) return;
    closeSync(this.#heldSlave);
    this.#heldSlave = undefined;
    const closed = new Promise<void>((resolve) => this.#master.once('close', () => resolve()));
    this.#master.destroy();
    await closed;
  }
}
