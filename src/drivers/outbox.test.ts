import { describe, expect, it } from 'vitest';
import { Outbox } from './outbox.js';
import type { Transport } from './transport.js';

/** A transport that takes a write when it is told to. */
class SlowTransport implements Transport {
  onBytes: Transport['onBytes'] = () => {};
  onClosed: Transport['onClosed'] = () => {};
  readonly writes: Uint8Array[] = [];
  readonly #waiting: (() => void)[] = [];

  write(bytes: Uint8Array): Promise<void> {
    this.writes.push(bytes);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async take(): Promise<void> {
    this.#waiting.shift()!();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  }

  async close(): Promise<void> {}
}

const sizes = ({ writes }: SlowTransport): number[] => writes.map((bytes) => bytes.length);

describe('the outbox', () => {
  it('gives the transport a few kilobytes at a time, in order and whole', async () => {
    const transport = new SlowTransport();
    const outbox = new Outbox(transport, () => {});
    const bytes = Uint8Array.from({ length: 10_000 }, (_, at) => at % 251);
    let handedOver = 0;
    void outbox.send(bytes.subarray(0, 10)).then(() => (handedOver += 1));
    void outbox.send(bytes.subarray(10)).then(() => (handedOver += 1));
    expect(sizes(transport)).toEqual([10]);
    await transport.take();
    expect([handedOver, sizes(transport)]).toEqual([1, [10, 4096]]);
    await transport.take();
    await transport.take();
    expect([handedOver, outbox.busy]).toEqual([1, true]);
    await transport.take();
    expect([handedOver, outbox.busy]).toEqual([2, false]);
    expect(Buffer.concat(transport.writes).equals(Buffer.from(bytes))).toBe(true);
  });

  it('lets what is urgent past everything but the write under way', async () => {
    const transport = new SlowTransport();
    const outbox = new Outbox(transport, () => {});
    let givenUp = false;
    void outbox.send(new Uint8Array(100_000)).then(() => (givenUp = true));
    expect(sizes(transport)).toEqual([4096]);
    void outbox.sendUrgent(Buffer.from('\0ABOR\n'));
    expect(sizes(transport)).toEqual([4096, 6]);
    await transport.take();
    await transport.take();
    // the rest was given up; the link sends it again when it is asked to
    expect([sizes(transport), givenUp, outbox.busy]).toEqual([[4096, 6], true, false]);
  });

  it('tells of a write that failed, and lets nobody wait', async () => {
    const failures: unknown[] = [];
    const transport = new SlowTransport();
    transport.write = () => Promise.reject(new Error('pulled'));
    const outbox = new Outbox(transport, (error) => failures.push(error));
    await Promise.all([outbox.send(new Uint8Array(5000)), outbox.send(new Uint8Array(1))]);
    expect(failures).toHaveLength(1);
  });
});
