import type { ByteLink } from '../core/index.js';
import { linkClosed } from './link-failures.js';
import { ignore, type Transport } from './transport.js';

/**
 * So many deliveries happen as microtasks before one lets the event loop turn. A program that only ever waits for the
 * twin would otherwise never see a timer or Ctrl-C.
 */
const DELIVERIES_A_TURN = 32;

const DONE = Promise.resolve();

/** The other side of a {@link ByteLink} in the same process. Nothing is copied; delivery is never synchronous. */
class InProcessTransport implements Transport {
  onBytes: (bytes: Uint8Array) => void = ignore;
  onClosed: Transport['onClosed'] = ignore;
  readonly #link: ByteLink;
  readonly #where: string;
  readonly #release: () => void;
  #toBoard: Uint8Array[] = [];
  #toHost: Uint8Array[] = [];
  #scheduled = false;
  #deliveries = 0;
  #open = true;

  constructor(link: ByteLink, where: string, release: () => void) {
    this.#link = link;
    this.#where = where;
    this.#release = release;
    link.onSend = (bytes) => {
      this.#toHost.push(bytes);
      this.#schedule();
    };
  }

  write(bytes: Uint8Array): Promise<void> {
    if (!this.#open) return Promise.reject(linkClosed(this.#where));
    this.#toBoard.push(bytes);
    this.#schedule();
    return DONE;
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    // what was written before is handed over, as on any other transport; what the board then says nobody hears
    this.#open = false;
    this.onBytes = ignore;
    await DONE;
    this.#deliver();
    this.#link.onSend = ignore;
    this.#release();
    this.onClosed(undefined);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#deliveries += 1;
    if (this.#deliveries % DELIVERIES_A_TURN === 0) setImmediate(this.#deliver);
    else queueMicrotask(this.#deliver);
  }

  readonly #deliver = (): void => {
    this.#scheduled = false;
    const toBoard = this.#toBoard;
    const toHost = this.#toHost;
    this.#toBoard = [];
    this.#toHost = [];
    for (const bytes of toHost) this.onBytes(bytes);
    for (const bytes of toBoard) this.#link.receive(bytes);
  };
}

/**
 * Opens a board that lives in this process, such as the twin.
 *
 * @param where its address, for messages
 * @param release called once, when the transport is closed
 */
export function openInProcessTransport(
  link: ByteLink,
  where = 'the board in this process',
  release: () => void = ignore,
): Transport {
  return new InProcessTransport(link, where, release);
}
