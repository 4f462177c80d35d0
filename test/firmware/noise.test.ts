import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Demultiplexer } from '../../src/protocols/index.js';
import { compileC, feed, hasCompiler, warnWithoutCompiler } from './c-program.js';
import { CHUNK_BYTES, noise } from './noise.js';

// The same hundred megabytes of noise through both receivers.

const CHUNKS = 100;
const MAX_BODY = 512;
const MEGABYTE = 2 ** 20;

/** As frame.h numbers them. */
const [FRAME, LINE, DISCARDED] = [1, 2, 3] as const;
const REASONS = [
  'intact',
  'bad-cobs',
  'too-short',
  'too-long',
  'bad-crc',
  'wrong-magic',
  'unknown-kind',
  'not-text',
  'line-too-long',
  'unfinished-line',
];

interface Summary {
  readonly received: number;
  readonly frames: number;
  readonly lines: number;
  readonly framesDiscarded: number;
  readonly bytesDiscarded: number;
  /** Request of the last frame. */
  readonly last: number;
  /** Everything that happened, in its order, in one number. */
  readonly digest: number;
}

/** Memory in use once all that can be freed was. */
function memory(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** What TypeScript makes of the noise; it must find the frame at the end of every chunk. */
async function summarize(chunks: number, afterChunk: () => void): Promise<Summary> {
  let [received, frames, lines, last, digest] = [0, 0, 0, -1, 0];
  const note = (what: number, number: number): void => {
    digest = (Math.imul(digest ^ what, 16_777_619) + number) >>> 0;
  };
  const demultiplexer = new Demultiplexer({
    maxBody: MAX_BODY,
    onFrame: ({ request, payload }) => {
      frames += 1;
      last = request;
      note(FRAME, request + payload.length);
    },
    onLine: (line) => {
      lines += 1;
      note(LINE, line.length);
    },
    onDiscarded: ({ reason, bytes }) => note(DISCARDED + REASONS.indexOf(reason), bytes),
  });
  let chunk = 0;
  for (const bytes of noise(chunks)) {
    demultiplexer.receive(bytes);
    // chunks come one by one from a port, too: what a stream has put off is done in between
    await setImmediate();
    received += bytes.length;
    expect(last).toBe(chunk);
    chunk += 1;
    afterChunk();
  }
  const { framesDiscarded, bytesDiscarded } = demultiplexer;
  return { received, frames, lines, framesDiscarded, bytesDiscarded, last, digest };
}

let known: Summary | undefined;
const summary = async (chunks: number): Promise<Summary> =>
  chunks === CHUNKS && known !== undefined ? known : summarize(chunks, () => undefined);

warnWithoutCompiler();

describe('a hundred megabytes of noise', () => {
  it('pass through the demultiplexer in bounded memory, and every intact frame after them is found', async () => {
    const used: number[] = [];
    let taken = 0;
    known = await summarize(CHUNKS, () => {
      if (taken++ % 20 === 0) used.push(memory());
    });
    // the first is taken after a chunk, when everything is compiled that will be
    expect(Math.max(...used) - used[0]!).toBeLessThan(4 * MEGABYTE);
    expect(known).toMatchObject({ received: CHUNKS * CHUNK_BYTES, last: CHUNKS - 1 });
    // most of it is noise, and everything occurs
    expect(known.bytesDiscarded).toBeGreaterThan(known.received / 2);
    for (const count of [known.frames, known.lines, known.framesDiscarded]) expect(count).toBeGreaterThan(10_000);
  });

  // with sanitizers a byte takes ten times as long, so that they watch the first tenth
  it.skipIf(!hasCompiler).each([
    [CHUNKS, 'fast'],
    [CHUNKS / 10, 'sanitized'],
  ] as const)('come out of the C receiver as they do in TypeScript: %i MB, %s', async (chunks, build) => {
    const { program, dispose } = compileC('noise.c', build);
    try {
      expect(JSON.parse(await feed(program, noise(chunks)))).toEqual(await summary(chunks));
    } finally {
      dispose();
    }
  });
});
