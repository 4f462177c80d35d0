import type { Clock, LinkError } from '../core/index.js';
import { linkClosed, linkLost } from './link-failures.js';
import { PendingWrites } from './pending-writes.js';
import { CLOSE_MILLISECONDS, ignore, type Transport } from './transport.js';

/** What an open port tells the transport around it. */
export interface PortEvents {
  readonly bytes: (bytes: Uint8Array) => void;
  /** The port is free, or of no more use; only the first call counts. */
  readonly gone: (what: string, cause?: unknown) => void;
}

/** A port that is open, as one operating system interface has it. */
export interface OpenPort {
  /** Hands bytes over, in the order of the calls, and calls back when they are taken or lost. */
  write(bytes: Uint8Array, taken: (error?: Error | null) => void): void;
  /** Begins to close; called once nothing is being written. `gone` follows when the port is free. */
  end(): void;
  /** Gives up the port without waiting for anybody; `gone` follows soon. */
  abandon(): void;
}

/** The part of the contract that is the same for every port of the operating system. */
export class PortTransport implements Transport {
  onBytes: (bytes: Uint8Array) => void = ignore;
  onClosed: Transport['onClosed'] = ignore;
  readonly #port: OpenPort;
  readonly #where: string;
  readonly #clock: Clock;
  readonly #writes = new PendingWrites();
  readonly #gone: Promise<void>;
  #announceGone: () => void = ignore;
  #closing: Promise<void> | undefined;
  #lost: LinkError | undefined;

  /** @param open joins a port that is open to what it tells; it tells nothing before it returns */
  constructor(where: string, clock: Clock, open: (events: PortEvents) => OpenPort) {
    this.#where = where;
    this.#clock = clock;
    this.#gone = new Promise((resolve) => (this.#announceGone = resolve));
    this.#port = open({
      bytes: (bytes) => {
        if (this.#closing === undefined && this.#lost === undefined) this.onBytes(bytes);
      },
      gone: (what, cause) => this.#end(what, cause),
    });
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#closing !== undefined) return Promise.reject(linkClosed(this.#where));
    if (this.#lost !== undefined) return Promise.reject(this.#lost);
    return this.#writes.add(
      (done) => this.#port.write(bytes, done),
      (cause) => this.#lost ?? linkLost(this.#where, cause.message, cause),
    );
  }

  close(): Promise<void> {
    this.#closing ??= this.#letGo();
    return this.#closing;
  }

  async #letGo(): Promise<void> {
    if (this.#lost !== undefined) return;
    const cancel = this.#clock.after(CLOSE_MILLISECONDS, () => this.#port.abandon());
    this.#writes.whenIdle(() => {
      if (this.#lost === undefined) this.#port.end();
    });
    await this.#gone;
    cancel();
  }

  #end(what: string, cause: unknown): void {
    if (this.#lost !== undefined) return;
    this.#lost = linkLost(this.#where, what, cause);
    this.#writes.rejectAll(this.#lost);
    this.onClosed(this.#closing === undefined ? this.#lost : undefined);
    this.#announceGone();
  }
}
