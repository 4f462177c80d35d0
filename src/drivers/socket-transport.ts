import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { LinkError, type Clock } from '../core/index.js';
import { PortTransport, type OpenPort, type PortEvents } from './port-transport.js';
import type { Transport } from './transport.js';

interface TcpAddress {
  readonly host: string;
  readonly port: number;
}

interface UnixAddress {
  readonly path: string;
}

const CONNECT_MILLISECONDS = 5000;
/** Small, so that an abort never queues behind a pile of commands. */
const HIGH_WATER_BYTES = 8192;

function socketPort(socket: Socket, { bytes, gone }: PortEvents): OpenPort {
  let cause: Error | undefined;
  socket.on('data', bytes);
  socket.on('error', (error) => (cause = error));
  socket.once('close', () => gone(cause?.message ?? 'the other side closed the connection', cause));
  return {
    write: (bytes, done) => void socket.write(bytes, done),
    // the other side has to close as well: a board that takes one host at a time is then free for the next
    end: () => void socket.end(),
    abandon: () => void socket.destroy(),
  };
}

const notFound = (where: string, what: string, cause?: unknown): LinkError =>
  new LinkError(
    'board-not-found',
    `No board at ${where}: ${what}. Check that it is switched on and that the address is right.`,
    { where },
    cause,
  );

type Reasons = Readonly<Record<string, string>>;

const TCP_REASONS: Reasons = {
  ECONNREFUSED: 'the host is there, but nothing listens on that port',
  ENOTFOUND: 'no host of that name',
  EAI_AGAIN: 'the name could not be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the host did not answer',
};

const UNIX_REASONS: Reasons = {
  ENOENT: 'there is no such socket',
  ECONNREFUSED: 'the socket is there, but the program that made it has ended',
  ENOTSOCK: 'that is no socket',
  EACCES: 'permission denied; you need write permission on the socket and passage through its folders',
};

function openSocket(where: string, to: NetConnectOpts, reasons: Reasons, clock: Clock): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const options = { ...to, highWaterMark: HIGH_WATER_BYTES };
    const socket = connect(options);
    const cancel = clock.after(CONNECT_MILLISECONDS, () => {
      socket.destroy();
      reject(notFound(where, `no answer in ${CONNECT_MILLISECONDS / 1000} s`));
    });
    const refused = (error: NodeJS.ErrnoException): void => {
      cancel();
      reject(notFound(where, reasons[error.code ?? ''] ?? error.message, error));
    };
    socket.once('error', refused);
    socket.once('connect', () => {
      cancel();
      socket.off('error', refused);
      resolve(new PortTransport(where, clock, (events) => socketPort(socket, events)));
    });
  });
}

/**
 * Connects to a board behind a TCP port.
 *
 * @throws LinkError `board-not-found` when nobody answers there within 5 s
 */
export function openTcpTransport({ host, port }: TcpAddress, clock: Clock): Promise<Transport> {
  const where = `tcp://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return openSocket(where, { host, port, noDelay: true }, TCP_REASONS, clock);
}

/**
 * Connects to a board behind a unix socket.
 *
 * @throws LinkError `board-not-found` when nobody answers there within 5 s
 */
export function openUnixTransport({ path }: UnixAddress, clock: Clock): Promise<Transport> {
  return openSocket(`unix://${path}`, { path }, UNIX_REASONS, clock);
}
