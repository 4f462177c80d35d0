import { randomBytes } from 'node:crypto';
import type { ByteLink, Clock } from '../core/index.js';
import { BoardClient } from './board-client.js';
import { parseBoardUri, type BoardUri, type TwinUri } from './board-uri.js';
import { openInProcessTransport } from './in-process-transport.js';
import { openSerialTransport } from './serial-transport.js';
import { openTcpTransport, openUnixTransport } from './socket-transport.js';
import type { Transport } from './transport.js';
import { openUsbTransport } from './usb-transport.js';

/** A board made for one opening; let go of when that is closed, where it has something to let go of. */
interface OwnedLink extends ByteLink {
  close?(): void;
}

export interface OpenTransportOptions {
  readonly clock: Clock;
  /** Makes the board behind a `twin:` address; given by those who know the twin. */
  readonly openTwin: (uri: TwinUri) => OwnedLink | Promise<OwnedLink>;
}

export interface OpenBoardOptions extends OpenTransportOptions {
  /** A new random number for every session, never 0; drawn by the operating system unless given. */
  readonly drawNonce?: () => number;
}

/** A random number for a session. */
export function drawNonce(): number {
  for (;;) {
    const nonce = randomBytes(4).readUInt32LE();
    if (nonce !== 0) return nonce;
  }
}

/** Opens the way to a board and says nothing on it: for those who look at the bytes. */
export async function openTransport(uri: BoardUri, { clock, openTwin }: OpenTransportOptions): Promise<Transport> {
  if (uri.scheme === 'tcp') return openTcpTransport(uri, clock);
  if (uri.scheme === 'serial') return openSerialTransport(uri, clock);
  if (uri.scheme === 'unix') return openUnixTransport(uri, clock);
  if (uri.scheme === 'usb') return openUsbTransport(uri, clock);
  const twin = await openTwin(uri);
  return openInProcessTransport(twin, uri.text, () => twin.close?.());
}

/**
 * Opens the board at an address and waits until it has said who it is.
 *
 * @throws ConfigError for an address that cannot be read; LinkError `board-not-found`, `board-busy`, `protocol-mismatch`
 */
export async function openBoard(uri: BoardUri | string, options: OpenBoardOptions): Promise<BoardClient> {
  const address = typeof uri === 'string' ? parseBoardUri(uri) : uri;
  const transport = await openTransport(address, options);
  return BoardClient.open(transport, {
    uri: address.text,
    clock: options.clock,
    drawNonce: options.drawNonce ?? drawNonce,
    ...(address.reconnectSeconds === undefined ? {} : { reconnectMilliseconds: 1000 * address.reconnectSeconds }),
    // a twin in this process cannot be lost, and opening it again would make another
    ...(address.scheme === 'twin' ? {} : { reopen: () => openTransport(address, options) }),
  });
}
