import { LinkError, randomStream, type RandomStream } from '../../src/core/index.js';
import type { Transport } from '../../src/drivers/index.js';

/** Chance of each fault a chunk, 0..1. */
export interface Faults {
  readonly drop?: number;
  /** Flips one bit. */
  readonly corrupt?: number;
  readonly duplicate?: number;
  /** Cuts the chunk in two. */
  readonly split?: number;
}

export interface FaultPipeOptions {
  readonly seed?: number;
  readonly toBoard?: Faults;
  readonly toHost?: Faults;
}

/** A transport that does to the bytes of another what cables and drivers do. */
export class FaultPipe implements Transport {
  onBytes: (bytes: Uint8Array) => void = () => {};
  onClosed: Transport['onClosed'] = () => {};
  /** Bytes the host has written, before any fault. */
  bytesWritten = 0;
  /** While true nothing reaches the host. */
  mute = false;
  /** While true writes are never taken, nor refused. */
  stalled = false;
  /** What happens to the bytes of each way from now on. */
  toBoard: Faults;
  toHost: Faults;
  readonly #inner: Transport;
  readonly #random: RandomStream;
  #open = true;
  #written: (() => void) | undefined;

  constructor(inner: Transport, { seed = 1, toBoard = {}, toHost = {} }: FaultPipeOptions = {}) {
    this.#inner = inner;
    this.toBoard = toBoard;
    this.toHost = toHost;
    this.#random = randomStream(seed, 'fault-pipe');
    inner.onBytes = (bytes) => {
      if (this.mute || !this.#open) return;
      for (const chunk of this.#spoil(bytes, this.toHost)) this.onBytes(chunk);
    };
    inner.onClosed = (reason) => this.#end(reason);
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (!this.#open) throw new LinkError('link-lost', 'The cable of the test is pulled.');
    this.bytesWritten += bytes.length;
    if (this.stalled) return new Promise(() => {});
    const chunks = this.#spoil(bytes, this.toBoard);
    await Promise.all(chunks.map((chunk) => this.#inner.write(chunk)));
    this.#written?.();
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  /** Resolves when the next write has been handed over. */
  nextWrite(): Promise<void> {
    return new Promise((resolve) => (this.#written = resolve));
  }

  /** Pulls the cable. */
  disconnect(): void {
    this.#end(new LinkError('link-lost', 'The cable of the test was pulled.'));
  }

  #end(reason: LinkError | undefined): void {
    if (!this.#open) return;
    this.#open = false;
    this.onClosed(reason);
  }

  #spoil(bytes: Uint8Array, faults: Faults): readonly Uint8Array[] {
    const happens = (chance = 0): boolean => chance > 0 && this.#random.uniform() < chance;
    if (happens(faults.drop)) return [];
    let chunk = bytes;
    if (happens(faults.corrupt)) {
      chunk = Uint8Array.from(bytes);
      const at = Math.floor(this.#random.uniform() * chunk.length);
      chunk[at] = chunk[at]! ^ (1 << Math.floor(this.#random.uniform() * 8));
    }
    const middle = happens(faults.split) ? Math.floor(this.#random.uniform() * chunk.length) : 0;
    const pieces = middle > 0 ? [chunk.subarray(0, middle), chunk.subarray(middle)] : [chunk];
    return happens(faults.duplicate) ? [...pieces, ...pieces] : pieces;
  }
}
