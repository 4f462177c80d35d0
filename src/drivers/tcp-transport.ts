import { connect, type Socket } from 'node:net';
import { LinkError, type Clock } from '../core/index.js';
import { linkClosed, linkLost } from './link-failures.js';
import { PendingWrites } from './pending-writes.js';
import { CLOSE_MILLISECONDS, ignore, type Transport } from './transport.js';

export interface TcpAddress {
  readonly host: string;
  readonly port: number;
}

const CONNECT_MILLISECONDS = 5000;
/** Small, so that an abort never queues behind a pile of commands. */
const HIGH_WATER_BYTES = 8192;

class TcpTransport implements Transport {
  onBytes: (bytes: Uint8Array) => void = ignore;
  onClosed: Transport['onClosed'] = ignore;
  readonly #socket: Socket;
  readonly #where: string;
  readonly #clock: Clock;
  readonly #writes = new PendingWrites();
  readonly #gone: Promise<void>;
  #closing: Promise<void> | undefined;
  #lost: LinkError | undefined;

  constructor(socket: Socket, where: string, clock: Clock) {
    this.#socket = socket;
    this.#where = where;
    this.#clock = clock;
    let cause: Error | undefined;
    socket.on('data', (bytes) => {
      if (this.#closing === undefined) this.onBytes(bytes);
    });
    socket.on('error', (error) => (cause = error));
    this.#gone = new Promise((resolve) => {
      socket.once('close', () => {
        this.#lost = linkLost(where, cause?.message ?? 'the other side closed the connection', cause);
        this.#writes.rejectAll(this.#lost);
        this.onClosed(this.#closing === undefined ? this.#lost : undefined);
        resolve();
      });
    });
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#closing !== undefined) return Promise.reject(linkClosed(this.#where));
    if (this.#lost !== undefined) return Promise.reject(this.#lost);
    return this.#writes.add(
      (done) => this.#socket.write(bytes, done),
      (cause) => linkLost(this.#where, cause.message, cause),
    );
  }

  close(): Promise<void> {
    this.#closing ??= this.#letGo();
    return this.#closing;
  }

  async #letGo(): Promise<void> {
    if (this.#lost !== undefined) return;
    const cancel = this.#clock.after(CLOSE_MILLISECONDS, () => this.#socket.destroy());
    // waits for the other side to close as well: a board that takes one host at a time is then free for the next
    this.#socket.end();
    await this.#gone;
    cancel();
  }
}

const notFound = (where: string, what: string, cause?: unknown): LinkError =>
  new LinkError(
    'board-not-found',
    `No board at ${where}: ${what}. Check that it is switched on and that the address is right.`,
    { where },
    cause,
  );

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the host is there, but nothing listens on that port',
  ENOTFOUND: 'no host of that name',
  EAI_AGAIN: 'the name could not be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the host did not answer',
};

/**
 * Connects to a board behind a socket.
 *
 * @throws LinkError `board-not-found` when nobody answers there within 5 s
 */
export function openTcpTransport({ host, port }: TcpAddress, clock: Clock): Promise<Transport> {
  const where = `tcp://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    const options = { host, port, noDelay: true, highWaterMark: HIGH_WATER_BYTES };
    const socket = connect(options);
    const cancel = clock.after(CONNECT_MILLISECONDS, () => {
      socket.destroy();
      reject(notFound(where, `no answer in ${CONNECT_MILLISECONDS / 1000} s`));
    });
    const refused = (error: NodeJS.ErrnoException): void => {
      cancel();
      reject(notFound(where, REASONS[error.code ?? ''] ?? error.message, error));
    };
    socket.once('error', refused);
    socket.once('connect', () => {
      cancel();
      socket.off('error', refused);
      resolve(new TcpTransport(socket, where, clock));
    });
  });
}
