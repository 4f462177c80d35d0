import type { Transport } from './transport.js';

/** Bytes a transport is given ahead of what it has handed over. Whatever must not wait, waits for no more. */
const AHEAD_BYTES = 4096;

interface Waiting {
  readonly bytes: Uint8Array;
  readonly handedOver: () => void;
}

/**
 * What goes out over a transport, a few kilobytes ahead of it at most. So whatever is urgent never queues behind data:
 * it throws away what still waits here, which the link sends again.
 */
export class Outbox {
  readonly #transport: Transport;
  readonly #onFailed: (error: unknown) => void;
  #writing = false;
  #waiting: Waiting[] = [];

  /** @param onFailed told of a write that the transport refused; nothing is written any more then */
  constructor(transport: Transport, onFailed: (error: unknown) => void) {
    this.#transport = transport;
    this.#onFailed = onFailed;
  }

  /** Whether bytes wait that the transport has not taken yet. */
  get busy(): boolean {
    return this.#writing;
  }

  /** Resolves when the transport has handed the bytes over, or they were given up; never rejects. */
  send(bytes: Uint8Array): Promise<void> {
    if (!this.#writing && bytes.length <= AHEAD_BYTES) return this.#write(bytes);
    return new Promise((handedOver) => {
      this.#waiting.push({ bytes, handedOver });
      if (!this.#writing) void this.#flush();
    });
  }

  /** Gives up what waits and sends these at once, past a write that is under way. */
  async sendUrgent(bytes: Uint8Array): Promise<void> {
    this.clear();
    await this.#transport.write(bytes);
  }

  /** Gives up what the transport was not given yet. */
  clear(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { handedOver } of waiting) handedOver();
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#writing = true;
    try {
      await this.#transport.write(bytes);
    } catch (error) {
      this.clear();
      this.#onFailed(error);
    } finally {
      this.#writing = false;
    }
    if (this.#waiting.length > 0) void this.#flush();
  }

  /** A chunk may end in the middle of a frame: something urgent that comes then voids it, and the link repeats it. */
  async #flush(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    const bytes = waiting.length === 1 ? waiting[0]!.bytes : Buffer.concat(waiting.map((entry) => entry.bytes));
    const chunk = bytes.subarray(0, AHEAD_BYTES);
    const rest = bytes.subarray(chunk.length);
    const handedOver = (): void => waiting.forEach((entry) => entry.handedOver());
    if (rest.length > 0) this.#waiting.push({ bytes: rest, handedOver });
    await this.#write(chunk);
    if (rest.length === 0) handedOver();
  }
}
