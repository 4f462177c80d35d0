import { once } from 'node:events';
import { systemClock, type LinkError } from '../core/index.js';
import { joinSocket, listenForOne, type Transport } from '../drivers/index.js';
import { listenAddress } from './listen-address.js';

interface OneClient {
  readonly address: { readonly host: string; readonly port: number };
  /** The board's side; opened once the port is taken, so that a port in use is found before a board is touched. */
  readonly open: () => Transport | Promise<Transport>;
  /** Called with the address to give to the program. */
  readonly listening: (address: string) => void;
}

/**
 * Puts a board behind a TCP port for one program, until the program or the board hangs up or Ctrl-C.
 *
 * @returns why it ended where it was not the program that hung up
 */
export async function serveOneClient({ address, open, listening }: OneClient): Promise<LinkError | undefined> {
  const listener = await listenForOne(address);
  const giveUp = new AbortController();
  let transport: Transport | undefined;
  try {
    transport = await open();
    listening(listenAddress(address.host, listener.port));
    const { signal } = giveUp;
    const stopped = Promise.race([once(process, 'SIGINT', { signal }), once(process, 'SIGTERM', { signal })]);
    const interrupted = stopped.then(
      () => undefined,
      () => undefined,
    );
    const client = await Promise.race([listener.client, interrupted]);
    if (client === undefined) return undefined;
    void interrupted.then(() => client.destroy());
    return await joinSocket(client, transport, systemClock);
  } finally {
    giveUp.abort();
    listener.close();
    await transport?.close();
  }
}
