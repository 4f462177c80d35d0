import { LinkError, randomStream, type Clock, type RandomStream } from '../../src/core/index.js';
import type { Transport } from '../../src/drivers/index.js';

/** Chance of each fault a chunk, 0..1. */
export interface Faults {
  readonly drop?: number;
  /** Flips one bit. */
  readonly corrupt?: number;
  readonly duplicate?: number;
  /** Cuts the chunk in two. */
  readonly split?: number;
  /** Loses the end of the chunk. */
  readonly truncate?: number;
  /** Lets the next chunk pass first. */
  readonly reorder?: number;
  /** Holds the chunk, and everything behind it, for up to {@link FaultPipeOptions.delayMilliseconds}. */
  readonly delay?: number;
  /** Pulls the cable instead of carrying the chunk. */
  readonly disconnect?: number;
}

export interface FaultPipeOptions {
  readonly seed?: number;
  readonly toBoard?: Faults;
  readonly toHost?: Faults;
  /** For delays. */
  readonly clock?: Clock;
  readonly delayMilliseconds?: number;
}

type Carry = (chunk: Uint8Array) => void;

/** One way of the pipe: chunks in, what is left of them out. */
class FaultyWay {
  faults: Faults;
  readonly #random: RandomStream;
  readonly #options: FaultPipeOptions;
  readonly #disconnect: () => void;
  /** A chunk that waits for the next to pass. */
  #overtaken: Uint8Array | undefined;
  /** Chunks held up, oldest first; undefined while nothing is. */
  #held: (() => void)[] | undefined;

  constructor(faults: Faults, random: RandomStream, options: FaultPipeOptions, disconnect: () => void) {
    this.faults = faults;
    this.#random = random;
    this.#options = options;
    this.#disconnect = disconnect;
  }

  pass(bytes: Uint8Array, carry: Carry): void {
    if (this.#happens(this.faults.disconnect)) {
      this.#disconnect();
      return;
    }
    if (this.#happens(this.faults.drop)) return;
    const overtaken = this.#overtaken;
    if (overtaken === undefined && this.#happens(this.faults.reorder)) {
      this.#overtaken = bytes;
      return;
    }
    this.#overtaken = undefined;
    for (const chunk of this.#spoil(bytes)) this.#delay(chunk, carry);
    if (overtaken !== undefined) this.#delay(overtaken, carry);
  }

  #happens(chance = 0): boolean {
    return chance > 0 && this.#random.uniform() < chance;
  }

  #somewhereIn(chunk: Uint8Array): number {
    return Math.floor(this.#random.uniform() * chunk.length);
  }

  #spoil(bytes: Uint8Array): readonly Uint8Array[] {
    let chunk = bytes;
    if (this.#happens(this.faults.corrupt)) {
      chunk = Uint8Array.from(bytes);
      const at = this.#somewhereIn(chunk);
      chunk[at] = chunk[at]! ^ (1 << Math.floor(this.#random.uniform() * 8));
    }
    if (this.#happens(this.faults.truncate)) chunk = chunk.subarray(0, this.#somewhereIn(chunk));
    const middle = this.#happens(this.faults.split) ? this.#somewhereIn(chunk) : 0;
    const pieces = middle > 0 ? [chunk.subarray(0, middle), chunk.subarray(middle)] : [chunk];
    return this.#happens(this.faults.duplicate) ? [...pieces, ...pieces] : pieces;
  }

  #delay(chunk: Uint8Array, carry: Carry): void {
    const { clock, delayMilliseconds = 100 } = this.#options;
    if (this.#held !== undefined) this.#held.push(() => carry(chunk));
    else if (clock !== undefined && this.#happens(this.faults.delay)) {
      this.#held = [() => carry(chunk)];
      clock.after(this.#random.uniform() * delayMilliseconds, () => {
        const held = this.#held ?? [];
        this.#held = undefined;
        for (const release of held) release();
      });
    } else carry(chunk);
  }
}

/** A transport that does to the bytes of another what cables and drivers do. */
export class FaultPipe implements Transport {
  onBytes: (bytes: Uint8Array) => void = () => {};
  onClosed: Transport['onClosed'] = () => {};
  /** Bytes the host has written, before any fault. */
  bytesWritten = 0;
  /** While true nothing reaches the host. */
  mute = false;
  readonly #inner: Transport;
  readonly #toBoard: FaultyWay;
  readonly #toHost: FaultyWay;
  #open = true;
  #stalled: (() => void)[] | undefined;
  #written: (() => void) | undefined;

  constructor(inner: Transport, options: FaultPipeOptions = {}) {
    const { seed = 1, toBoard = {}, toHost = {} } = options;
    this.#inner = inner;
    const way = (name: string, faults: Faults): FaultyWay =>
      new FaultyWay(faults, randomStream(seed, `fault-pipe/${name}`), options, () => this.disconnect());
    this.#toBoard = way('to-board', toBoard);
    this.#toHost = way('to-host', toHost);
    inner.onBytes = (bytes) => {
      if (this.mute || !this.#open) return;
      this.#toHost.pass(bytes, (chunk) => {
        if (this.#open) this.onBytes(chunk);
      });
    };
    inner.onClosed = (reason) => this.#end(reason);
  }

  /** What happens to the bytes on the way to the board from now on. */
  set toBoard(faults: Faults) {
    this.#toBoard.faults = faults;
  }

  /** What happens to the bytes on the way to the host from now on. */
  set toHost(faults: Faults) {
    this.#toHost.faults = faults;
  }

  /** While true writes are neither taken nor refused. */
  set stalled(stalled: boolean) {
    const waiting = this.#stalled ?? [];
    this.#stalled = stalled ? waiting : undefined;
    if (!stalled) for (const resume of waiting) resume();
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (!this.#open) throw new LinkError('link-lost', 'The cable of the test is pulled.');
    this.bytesWritten += bytes.length;
    if (this.#stalled !== undefined) await new Promise<void>((resolve) => this.#stalled?.push(resolve));
    const writes: Promise<void>[] = [];
    // what is held up is carried later, and nobody waits for it
    this.#toBoard.pass(bytes, (chunk) => writes.push(this.#inner.write(chunk).catch(() => {})));
    await Promise.all(writes);
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
}
