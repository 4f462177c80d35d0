import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomStream, type Clock, type LinkError } from '../../src/core/index.js';
import type { Transport } from '../../src/drivers/index.js';
import { WatchedClock } from '../mocks/watched-clock.js';

/** A place where one transport can be opened, and the far end of it. */
export interface TransportRig {
  open(clock: Clock): Promise<Transport>;
  readonly peer: TransportPeer;
  /** Rejects unless the port can be had again. */
  assertReleased(): Promise<void>;
  dispose(): Promise<void>;
}

interface TransportPeer {
  onBytes: (bytes: Uint8Array) => void;
  send(bytes: Uint8Array): void;
  /** Ends the link from the far side; undefined where the far side cannot. */
  readonly hangUp?: () => Promise<void>;
}

/** Keeps what arrives and tells when enough of it has. */
class Inbox {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;
  #wanted: { length: number; resolve: () => void } | undefined;

  readonly take = (bytes: Uint8Array): void => {
    this.#chunks.push(Uint8Array.from(bytes));
    this.#length += bytes.length;
    if (this.#wanted !== undefined && this.#length >= this.#wanted.length) this.#wanted.resolve();
  };

  async bytes(length: number): Promise<Buffer> {
    if (this.#length < length) await new Promise<void>((resolve) => (this.#wanted = { length, resolve }));
    return Buffer.concat(this.#chunks);
  }
}

function randomBytes(length: number, name: string): Uint8Array {
  const stream = randomStream(1, name);
  return Uint8Array.from({ length }, () => Math.floor(stream.uniform() * 256));
}

function randomChunks(bytes: Uint8Array, longest: number): Uint8Array[] {
  const stream = randomStream(2, 'chunks');
  const chunks = [];
  for (let from = 0; from < bytes.length;) {
    const to = from + 1 + Math.floor(stream.uniform() * longest);
    chunks.push(bytes.slice(from, to));
    from = to;
  }
  return chunks;
}

const closedBy = (transport: Transport): Promise<LinkError | undefined> =>
  new Promise((resolve) => (transport.onClosed = resolve));

/** What every transport does, whatever carries its bytes. */
export function describeTransportContract(name: string, makeRig: () => Promise<TransportRig>, hangsUp: boolean): void {
  describe(`${name} keeps the transport contract`, () => {
    let rig: TransportRig;
    let clock: WatchedClock;
    let transport: Transport;
    let fromHost: Inbox;
    let fromPeer: Inbox;

    beforeEach(async () => {
      rig = await makeRig();
      clock = new WatchedClock();
      transport = await rig.open(clock);
      fromHost = new Inbox();
      fromPeer = new Inbox();
      rig.peer.onBytes = fromHost.take;
      transport.onBytes = fromPeer.take;
    });

    afterEach(async () => {
      await transport.close();
      await rig.assertReleased();
      await rig.dispose();
      expect(clock.pending).toBe(0);
    });

    it('carries every byte value both ways', async () => {
      const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
      await transport.write(bytes);
      expect(await fromHost.bytes(256)).toEqual(Buffer.from(bytes));
      rig.peer.send(bytes);
      expect(await fromPeer.bytes(256)).toEqual(Buffer.from(bytes));
    });

    it('keeps the order of writes in any chunking, awaited or not', async () => {
      const bytes = randomBytes(20_000, 'chunked');
      await Promise.all(randomChunks(bytes, 300).map((chunk) => transport.write(chunk)));
      expect(Buffer.compare(await fromHost.bytes(bytes.length), bytes)).toBe(0);
    });

    it('keeps the order of what the far side sends in pieces', async () => {
      const bytes = randomBytes(20_000, 'pieces');
      for (const chunk of randomChunks(bytes, 300)) rig.peer.send(chunk);
      expect(Buffer.compare(await fromPeer.bytes(bytes.length), bytes)).toBe(0);
    });

    it('carries a megabyte each way at once', async () => {
      const up = randomBytes(1 << 20, 'up');
      const down = randomBytes(1 << 20, 'down');
      rig.peer.send(down);
      for (let from = 0; from < up.length; from += 4096) await transport.write(up.subarray(from, from + 4096));
      expect(Buffer.compare(await fromHost.bytes(up.length), up)).toBe(0);
      expect(Buffer.compare(await fromPeer.bytes(down.length), down)).toBe(0);
    });

    it('does not deliver from inside a write', async () => {
      let arrived = false;
      rig.peer.onBytes = () => (arrived = true);
      const written = transport.write(Uint8Array.of(1));
      expect(arrived).toBe(false);
      await written;
    });

    it('hands over what was written before it closes', async () => {
      const written = transport.write(Buffer.from('ABOR\n'));
      await transport.close();
      await written;
      expect((await fromHost.bytes(5)).toString()).toBe('ABOR\n');
    });

    it('closes once for any number of calls, and says so without a reason', async () => {
      const closed = closedBy(transport);
      await Promise.all([transport.close(), transport.close()]);
      await transport.close();
      expect(await closed).toBeUndefined();
    });

    it('refuses to write after it is closed, with a typed error', async () => {
      await transport.close();
      await expect(transport.write(Uint8Array.of(1))).rejects.toMatchObject({ name: 'LinkError', code: 'link-lost' });
    });

    it('delivers nothing after it is closed', async () => {
      let late = 0;
      transport.onBytes = () => (late += 1);
      const closing = transport.close();
      if (!hangsUp) rig.peer.send(Uint8Array.of(1));
      await closing;
      expect(late).toBe(0);
    });

    if (!hangsUp) return;

    it('tells once when the far side goes away, then refuses to write', async () => {
      let told = 0;
      const reason = await new Promise<LinkError | undefined>((resolve) => {
        transport.onClosed = (why) => {
          told += 1;
          resolve(why);
        };
        void rig.peer.hangUp?.();
      });
      expect(reason).toMatchObject({ name: 'LinkError', code: 'link-lost' });
      await expect(transport.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'link-lost' });
      await transport.close();
      expect(told).toBe(1);
    });

    it('settles every write that was under way when the far side went', async () => {
      const closed = closedBy(transport);
      const writes = Array.from({ length: 64 }, () => transport.write(new Uint8Array(4096)));
      const settled = Promise.allSettled(writes);
      await rig.peer.hangUp?.();
      await closed;
      const rejected = (await settled).filter((write) => write.status === 'rejected');
      for (const { reason } of rejected) expect(reason).toMatchObject({ code: 'link-lost' });
    });
  });
}
