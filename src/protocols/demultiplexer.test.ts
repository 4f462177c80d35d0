import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Demultiplexer } from './demultiplexer.js';
import type { Discarded } from './discarded.js';
import { encodeFrame, type Frame } from './frame-codec.js';
import { KINDS } from './messages.generated.js';

const MAX_BODY = 512;

const frameOf = (request: number, payload: readonly number[] = []): Frame => ({
  kind: KINDS.request,
  dictionary: 0xd1c7,
  session: 0xcafe,
  sequence: request,
  acknowledged: 0,
  op: 3,
  request,
  payload: Uint8Array.from(payload),
});

type Seen = { frame: number } | { line: string } | { discarded: Discarded };

function listen(now?: () => number): { demultiplexer: Demultiplexer; seen: Seen[] } {
  const seen: Seen[] = [];
  const demultiplexer = new Demultiplexer({
    maxBody: MAX_BODY,
    onFrame: (frame) => seen.push({ frame: frame.request }),
    onLine: (line) => seen.push({ line }),
    onDiscarded: (discarded) => seen.push({ discarded }),
    ...(now === undefined ? {} : { now }),
  });
  return { demultiplexer, seen };
}

function demultiplexed(chunks: Iterable<Uint8Array>): Seen[] {
  const { demultiplexer, seen } = listen();
  for (const chunk of chunks) demultiplexer.receive(chunk);
  return seen;
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

const MIXED = joined(
  ascii('half a line'),
  encodeFrame(frameOf(1, [0, 10, 0, 65, 10])),
  encodeFrame(frameOf(2)),
  ascii('*IDN?\n\nABOR\r\n'),
  encodeFrame(
    frameOf(
      3,
      Array.from({ length: 400 }, (_, i) => i & 0xff),
    ),
  ),
  Uint8Array.of(0x80, 0x81, 10),
  ascii('STAT?\n'),
  encodeFrame(frameOf(4)).subarray(0, 9),
  encodeFrame(frameOf(5)),
);

describe('Demultiplexer', () => {
  const whole = demultiplexed([MIXED]);

  it('tells frames, lines and garbage apart', () => {
    expect(whole).toEqual([
      { discarded: { reason: 'unfinished-line', bytes: 11, frame: false } },
      { frame: 1 },
      { frame: 2 },
      { line: '*IDN?' },
      { line: 'ABOR' },
      { frame: 3 },
      { discarded: { reason: 'not-text', bytes: 3, frame: false } },
      { line: 'STAT?' },
      { discarded: { reason: 'too-short', bytes: 8, frame: true } },
      { frame: 5 },
    ]);
  });

  it('says the same however the bytes are cut into two', () => {
    for (let cut = 0; cut <= MIXED.length; cut += 1) {
      expect(demultiplexed([MIXED.subarray(0, cut), MIXED.subarray(cut)])).toEqual(whole);
    }
  });

  it('says the same byte by byte and in any chunks', () => {
    expect(demultiplexed([...MIXED].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 })), (sizes) => {
        const chunks: Uint8Array[] = [];
        let at = 0;
        for (const size of sizes) chunks.push(MIXED.subarray(at, (at += size)));
        expect(demultiplexed([...chunks, MIXED.subarray(at)])).toEqual(whole);
      }),
    );
  });

  it('is in step again at the first intact frame after any garbage', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (garbage) => {
        const { demultiplexer, seen } = listen();
        demultiplexer.receive(garbage);
        demultiplexer.receive(encodeFrame(frameOf(7)));
        expect(seen.at(-1)).toEqual({ frame: 7 });
      }),
      { numRuns: 500 },
    );
  });

  it('gives any garbage the same meaning in any chunking', () => {
    // bytes that matter are drawn often: delimiter, line feed, magic, text
    const byte = fc.oneof(fc.constantFrom(0, 10, 13, 0xc1, 2, 65), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 400 }), fc.integer({ min: 1, max: 17 }), (bytes, size) => {
        const all = Uint8Array.from(bytes);
        const chunks: Uint8Array[] = [];
        for (let at = 0; at < all.length; at += size) chunks.push(all.subarray(at, at + size));
        expect(demultiplexed(chunks)).toEqual(demultiplexed([all]));
      }),
      { numRuns: 500 },
    );
  });

  it('drops a frame with any single byte changed and takes the next', () => {
    const clean = encodeFrame(frameOf(8, [1, 2, 3, 0, 4]));
    for (let at = 1; at < clean.length - 1; at += 1) {
      const damaged = clean.slice();
      damaged[at]! ^= 0x55;
      const seen = demultiplexed([damaged, encodeFrame(frameOf(9))]);
      expect(seen.filter((item) => 'frame' in item)).toEqual([{ frame: 9 }]);
    }
  });

  it('passes over frames and lines longer than its bounds', () => {
    const long = encodeFrame(
      frameOf(
        1,
        Array.from({ length: MAX_BODY }, () => 7),
      ),
    );
    const line = ascii(`${'x'.repeat(5000)}\n`);
    const seen = demultiplexed([long, line, ascii('*IDN?\n')]);
    expect(seen).toEqual([
      { discarded: { reason: 'too-long', bytes: long.length - 2, frame: true } },
      { discarded: { reason: 'line-too-long', bytes: 5001, frame: false } },
      { line: '*IDN?' },
    ]);
  });

  it('takes a line of 255 characters and refuses one of 256', () => {
    expect(demultiplexed([ascii(`${'x'.repeat(255)}\n`)])).toEqual([{ line: 'x'.repeat(255) }]);
    expect(demultiplexed([ascii(`${'x'.repeat(256)}\n`)])).toMatchObject([{ discarded: { reason: 'line-too-long' } }]);
  });

  it('takes a body of the largest size and none that is a byte or two longer, however short its encoding', () => {
    const ofSize = (size: number): Uint8Array =>
      encodeFrame(
        frameOf(
          1,
          Array.from({ length: size - 20 }, () => 0),
        ),
      );
    expect(demultiplexed([ofSize(MAX_BODY)])).toEqual([{ frame: 1 }]);
    for (const size of [MAX_BODY + 1, MAX_BODY + 2, MAX_BODY + 3]) {
      expect(demultiplexed([ofSize(size)])).toMatchObject([{ discarded: { reason: 'too-long', frame: true } }]);
    }
  });

  it('counts what it drops', () => {
    const { demultiplexer } = listen();
    demultiplexer.receive(MIXED);
    expect(demultiplexer.framesReceived).toBe(4);
    expect(demultiplexer.framesDiscarded).toBe(1);
    expect(demultiplexer.bytesDiscarded).toBe(11 + 3 + 8);
  });

  it('takes bytes that a callback causes after those in hand', () => {
    const requests: number[] = [];
    const demultiplexer: Demultiplexer = new Demultiplexer({
      maxBody: MAX_BODY,
      onFrame: ({ request }) => {
        requests.push(request);
        if (request === 1) demultiplexer.receive(encodeFrame(frameOf(3)));
      },
      onLine: () => undefined,
    });
    demultiplexer.receive(joined(encodeFrame(frameOf(1)), encodeFrame(frameOf(2))));
    expect(requests).toEqual([1, 2, 3]);
  });
});

describe('Demultiplexer with a clock', () => {
  /** What is made of pieces that come one after the other, so many milliseconds apart. */
  function paused(milliseconds: number, ...pieces: readonly Uint8Array[]): Seen[] {
    let now = 5000;
    const { demultiplexer, seen } = listen(() => now);
    for (const piece of pieces) {
      demultiplexer.receive(piece);
      now += milliseconds;
    }
    return seen;
  }
  const clean = encodeFrame(frameOf(1, [1, 2, 3]));
  const ABORT = ascii('ABOR\n');

  it('lets a person abort after a host that died anywhere in a frame', () => {
    for (let at = 0; at < clean.length - 1; at += 1) {
      const died = clean.subarray(0, at);
      expect(paused(100, died, ABORT).at(-1)).toEqual({ line: 'ABOR' });
      // without the pause the line is taken for a part of the frame
      if (at > 2) expect(paused(99, died, ABORT)).toEqual([]);
    }
  });

  it('counts the unfinished frame as discarded', () => {
    const { demultiplexer, seen } = listen(
      (
        (times) => () =>
          times.shift()!
      )([0, 100, 150, 250]),
    );
    demultiplexer.receive(clean.subarray(0, 10));
    demultiplexer.receive(ABORT);
    demultiplexer.receive(Uint8Array.of(0, 0x80));
    demultiplexer.receive(clean);
    expect(seen).toEqual([
      { discarded: { reason: 'unfinished-frame', bytes: 9, frame: true } },
      { line: 'ABOR' },
      { discarded: { reason: 'unfinished-frame', bytes: 1, frame: true } },
      { frame: 1 },
    ]);
    expect([demultiplexer.framesDiscarded, demultiplexer.bytesDiscarded]).toEqual([2, 10]);
  });

  it('does not mind how slowly a person types', () => {
    const keys = [...ascii('*IDN?\r\nABOR\n')].map((byte) => Uint8Array.of(byte));
    expect(paused(60_000, ...keys)).toEqual([{ line: '*IDN?' }, { line: 'ABOR' }]);
    expect(paused(60_000, Uint8Array.of(0), ...keys)).toEqual([{ line: '*IDN?' }, { line: 'ABOR' }]);
  });

  it('does not wait for the end of what can be no line any more', () => {
    expect(paused(100, Uint8Array.of(0x80, 65), ABORT)).toEqual([
      { discarded: { reason: 'not-text', bytes: 2, frame: false } },
      { line: 'ABOR' },
    ]);
    expect(paused(100, ascii('x'.repeat(256)), ABORT)).toEqual([
      { discarded: { reason: 'line-too-long', bytes: 256, frame: false } },
      { line: 'ABOR' },
    ]);
  });

  it('takes the end of a dropped frame for what it is', () => {
    for (let at = 2; at < clean.length; at += 1) {
      const seen = paused(100, clean.subarray(0, at), clean.subarray(at), encodeFrame(frameOf(2)));
      expect(seen.filter((item) => 'frame' in item)).toEqual([{ frame: 2 }]);
    }
  });

  it('is not misled by empty chunks', () => {
    expect(paused(60, clean.subarray(0, 9), new Uint8Array(0), clean.subarray(9))).toMatchObject([
      { discarded: { reason: 'unfinished-frame' } },
      { discarded: { reason: 'not-text' } },
    ]);
  });
});
