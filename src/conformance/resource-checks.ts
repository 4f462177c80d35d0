import { encodeFrame, OPS, type Frame, type StatusReply } from '../protocols/index.js';
import type { Bench } from './bench.js';
import type { Check } from './check.js';
import { mustBe, mustHold } from './check-failed.js';
import { mustSayNothing } from './heard.js';
import type { ProbeHost } from './probe-host.js';
import { SECTIONS } from './sections.js';

const group = 'resources';
const section = SECTIONS.stream;

/** Header and CRC of a body. */
const BODY_OVERHEAD = 20;
const LINE_BYTES = 65_536;
/** Of a line, its line feed included. */
const MOST_LINE_BYTES = 256;
const NOISE_BYTES = 100_000;
const HALF_FRAMES = 300;
/** A serial line has to carry them all. */
const MOST_PIECES = 512;
const STALE_MILLISECONDS = 200;
/** The bytes of a flood may wait in buffers on their way through a slow line. */
const FLOOD_MILLISECONDS = 20_000;

const statusOf = (host: ProbeHost, bodyBytes: number): Frame =>
  host.numberAs(OPS.status, new Uint8Array(bodyBytes - BODY_OVERHEAD).fill(0x55));

const half = (frame: Frame): Uint8Array => {
  const bytes = encodeFrame(frame);
  return bytes.subarray(0, bytes.length >> 1);
};

/** Nothing the board was sent may keep it from understanding the next frame. */
async function mustAnswer(host: ProbeHost, request = host.number('status', {})): Promise<StatusReply> {
  await host.send(request);
  return host.reply('status', await host.answer(request, FLOOD_MILLISECONDS));
}

async function mustAnswerOnce(host: ProbeHost, requests: readonly Frame[], after: string): Promise<void> {
  for (const request of requests) await host.answer(request, FLOOD_MILLISECONDS);
  await mustSayNothing(host, after);
}

/** As many requests as the board says it holds, together no longer than it says. */
function fullWindow({ host, hello }: Bench): readonly Frame[] {
  const size = Math.min(hello.maxBody, Math.floor(hello.receiveBytes / hello.maxInFlight));
  return Array.from({ length: hello.maxInFlight }, () => statusOf(host, Math.max(BODY_OVERHEAD, size)));
}

export const RESOURCE_CHECKS: readonly Check[] = [
  {
    id: 'resources.largest-body',
    group,
    section: SECTIONS.window,
    title: 'a body of maxBody bytes is taken',
    async run({ host, hello }) {
      await mustAnswer(host, statusOf(host, hello.maxBody));
    },
  },
  {
    id: 'resources.body-too-long',
    group,
    section,
    title: 'a body one byte longer is dropped and counted, and the link goes on',
    async run({ host, hello }) {
      const { framesDiscarded } = await host.ask('status', {});
      const tooLong = host.draft(OPS.status, new Uint8Array(hello.maxBody + 1 - BODY_OVERHEAD).fill(0x55));
      await host.send(tooLong);
      const { framesDiscarded: after } = await host.ask('status', {});
      mustHold(after === framesDiscarded + 1, `${framesDiscarded + 1} frames discarded`, `${after}`);
    },
  },
  {
    id: 'resources.full-window',
    group,
    section: SECTIONS.window,
    title: 'maxInFlight requests that fill receiveBytes, sent at once, are all answered once',
    async run(bench) {
      const { host } = bench;
      const requests = fullWindow(bench);
      await host.sendBytes(Buffer.concat(requests.map(encodeFrame)), `${requests.length} requests at once`);
      await mustAnswerOnce(host, requests, 'the answers to a full window');
    },
  },
  {
    id: 'resources.split-frames',
    group,
    section,
    title: 'a frame is understood wherever its bytes are cut in two',
    async run({ host }) {
      const { length } = encodeFrame(host.draft(OPS.status, new Uint8Array(0)));
      for (let cut = 1; cut < length; cut += 1) {
        const request = host.number('status', {});
        const bytes = encodeFrame(request);
        await host.sendBytes(bytes.subarray(0, cut), `the first ${cut} bytes`);
        await host.sendBytes(bytes.subarray(cut), 'the rest');
        await host.answer(request);
      }
    },
  },
  {
    id: 'resources.interrupted-frames',
    group,
    section,
    title: 'half a frame is ended by the 0x00 of the next, which is understood; so after hundreds of halves',
    async run({ host }) {
      const unfinished = half(host.draft(OPS.status, new Uint8Array(0)));
      await host.sendBytes(unfinished, 'half a frame');
      await mustAnswer(host);
      const many = Buffer.concat(Array.from({ length: HALF_FRAMES }, () => unfinished));
      await host.sendBytes(many, `${HALF_FRAMES} half frames`);
      await mustAnswer(host);
    },
  },
  {
    id: 'resources.garbage-between',
    group,
    section,
    title: 'text and bytes that are neither, between frames, keep no frame from being understood',
    async run({ host }) {
      for (const garbage of ['AT\r\n', '\x80\xff\xc1\n', 'half a line', '\0\0\0', '\xc1\xc1\xc1\0', '\n\n\r\n']) {
        const request = host.number('status', {});
        const bytes = Buffer.concat([Buffer.from(garbage, 'latin1'), encodeFrame(request)]);
        await host.sendBytes(bytes, `${JSON.stringify(garbage)} and a frame`);
        await host.answer(request);
      }
    },
  },
  {
    id: 'resources.endless-line',
    group,
    section,
    title: 'a line of 64 KiB without an end is passed over, and a frame in the midst of it is understood',
    async run({ host }) {
      await host.sendBytes(Buffer.alloc(LINE_BYTES, 'x'), `${LINE_BYTES} characters without a line feed`);
      await mustAnswer(host);
      await host.sendBytes(Buffer.alloc(LINE_BYTES, 'y'), `${LINE_BYTES} characters`);
      await host.sendBytes(Buffer.from('\n'), 'and a line feed');
      await mustSayNothing(host, 'a line that is too long', FLOOD_MILLISECONDS);
    },
  },
  {
    id: 'resources.noise',
    group,
    section,
    title: 'the first intact frame after 100 KB of noise is understood',
    async run(bench) {
      const { host } = bench;
      const random = bench.random('noise');
      const noise = Uint8Array.from({ length: NOISE_BYTES }, () => Math.floor(256 * random.uniform()));
      const { bytesDiscarded } = await host.ask('status', {});
      await host.sendBytes(noise, `${NOISE_BYTES} random bytes`);
      const { bytesDiscarded: after } = await mustAnswer(host);
      mustHold(after > bytesDiscarded, `more than ${bytesDiscarded} bytes discarded`, `${after}`);
    },
  },
  {
    id: 'resources.stale-frame',
    group,
    section,
    title:
      'an unfinished frame, or text that can be no line, is dropped after 100 ms without a byte, so that a person can abort',
    needs: ['lease'],
    async run({ host }) {
      const unfinished = half(host.draft(OPS.status, new Uint8Array(0)));
      const endless = Buffer.alloc(MOST_LINE_BYTES + 1, 'x');
      for (const [bytes, what] of [
        [unfinished, 'half a frame'] as const,
        [endless, 'a line that is too long'] as const,
      ]) {
        await host.sendBytes(bytes, what);
        await host.wait(STALE_MILLISECONDS);
        await host.sendLine('ABOR');
        await host.line(/^GROUNDED 1 /u, `the answer to ABOR after ${what} and silence`);
      }
    },
  },
  {
    id: 'resources.identity-in-pieces',
    group,
    section: SECTIONS.identity,
    title: 'the identity document is served in pieces of a byte, and is empty past its end',
    async run({ host, identityBytes }) {
      const total = identityBytes.length;
      const count = Math.min(total, MOST_PIECES);
      for (let offset = 0; offset < count; offset += 1) {
        const { total: said, piece } = await host.ask('identify', { offset, count: 1 });
        mustBe('total', said, total);
        mustBe(`byte ${offset}`, [...piece], [identityBytes[offset]!]);
      }
      for (const offset of [total, total + 1000]) {
        const { piece } = await host.ask('identify', { offset, count: 100 });
        mustBe(`bytes from ${offset} of ${total}`, piece.length, 0);
      }
      const { piece } = await host.ask('identify', { offset: 0, count: 0xffff });
      mustHold(piece.length > 0, 'as many bytes as fit where 65535 are asked for', 'none');
    },
  },
];
