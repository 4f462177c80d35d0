import { encodeFrame, KINDS, type Frame } from '../protocols/index.js';
import type { Check } from './check.js';
import { mustBe, mustHold } from './check-failed.js';
import { mustBeAgain, mustBeUnnumbered, mustSayNothing, NOTHING_ACCEPTED, onlyFrame } from './heard.js';
import type { ProbeHost } from './probe-host.js';
import { SECTIONS } from './sections.js';

const group = 'link';
const section = SECTIONS.lostFrames;

/** The bytes of a frame with one bit changed, and no zero more or less. */
function damaged(frame: Frame): Uint8Array {
  const bytes = Uint8Array.from(encodeFrame(frame));
  const at = bytes.length - 3;
  const flipped = bytes[at]! ^ 0x10;
  bytes[at] = flipped === 0 ? 0x20 : flipped;
  return bytes;
}

async function answered(host: ProbeHost): Promise<readonly [request: Frame, answer: Frame]> {
  const request = host.number('status', {});
  await host.send(request);
  return [request, await host.answer(request)];
}

/** Nothing but an acknowledgement of everything so far. */
async function mustAcknowledge(host: ProbeHost, sequence: number, after: string): Promise<void> {
  const answer = await onlyFrame(host, `an acknowledgement after ${after}`);
  mustBeUnnumbered('the acknowledgement', answer, KINDS.acknowledgement, host.session);
  mustBe('acknowledged in it', answer.acknowledged, sequence);
}

async function mustTellGap(host: ProbeHost, acknowledged: number, after: string): Promise<void> {
  const gap = await onlyFrame(host, `a gap after ${after}`);
  mustBeUnnumbered('the gap', gap, KINDS.gap, host.session);
  mustBe('acknowledged in the gap', gap.acknowledged, acknowledged);
}

export const RECOVERY_CHECKS: readonly Check[] = [
  {
    id: 'link.repeated-request',
    group,
    section,
    title: 'a request that comes again is not done again: its answer is sent again, as it was',
    async run({ host }) {
      const [request, first] = await answered(host);
      await host.send(request);
      mustBeAgain('the answer to a repeated request', await onlyFrame(host, 'the same answer again'), first);
      const [, next] = await answered(host);
      mustBe('sequence of the next answer', next.sequence, first.sequence + 1);
    },
  },
  {
    id: 'link.repeated-old-request',
    group,
    section,
    title: 'a request that comes again after its answer was acknowledged gets an acknowledgement and nothing else',
    async run({ host }) {
      const [request] = await answered(host);
      await host.send({ ...request, acknowledged: host.acknowledged });
      await mustAcknowledge(host, request.sequence, 'a repeated request whose answer was acknowledged');
    },
  },
  {
    id: 'link.repeated-earlier-request',
    group,
    section,
    title: 'a request before the last that comes again gets an acknowledgement, also where answers are kept',
    async run({ host }) {
      const [earlier, last] = [host.number('status', {}), host.number('identify', { offset: 0, count: 4 })];
      await host.send(earlier);
      await host.answer(earlier);
      const kept = { ...last, acknowledged: NOTHING_ACCEPTED };
      await host.send(kept);
      const answer = await host.answer(kept);
      await host.send(earlier);
      await mustAcknowledge(host, last.sequence, 'a repeated request before the last');
      await host.send({ ...last, acknowledged: 0 });
      mustBeAgain('the answer that was kept', await onlyFrame(host, 'the last answer again'), answer);
    },
  },
  {
    id: 'link.probe',
    group,
    section,
    title: 'asked by an acknowledgement, the board sends again what was not acknowledged, or acknowledges',
    async run({ host }) {
      const [, first] = await answered(host);
      await host.send(host.unnumbered(KINDS.acknowledgement, NOTHING_ACCEPTED));
      mustBeAgain('the answer after a probe', await onlyFrame(host, 'the answer again'), first);
      const [request] = await answered(host);
      await host.send(host.unnumbered(KINDS.acknowledgement));
      await mustAcknowledge(host, request.sequence, 'a probe that acknowledges all');
    },
  },
  {
    id: 'link.gap-from-host',
    group,
    section,
    title: 'told of a gap, the board sends again everything after the last number the host has',
    async run({ host }) {
      const requests = [host.number('status', {}), host.number('identify', { offset: 0, count: 4 })];
      const answers: Frame[] = [];
      for (const request of requests) {
        await host.send(request);
        answers.push(await host.answer(request));
      }
      await host.send(host.unnumbered(KINDS.gap, answers[0]!.sequence));
      mustBeAgain('the second answer', await onlyFrame(host, 'the second answer again'), answers[1]!);
    },
  },
  {
    id: 'link.gap-told-once',
    group,
    section,
    title: 'a frame ahead of a missing one is dropped; the gap is told once until a frame is accepted',
    async run({ host }) {
      const [first, second, third] = Array.from({ length: 3 }, () => host.number('status', {}));
      await host.send(second!, third!);
      await mustTellGap(host, NOTHING_ACCEPTED, 'two frames ahead of a missing one');
      await host.send(first!);
      mustBe('sequence of the first answer', (await host.answer(first!)).sequence, 0);
      await host.send(third!);
      await mustTellGap(host, 0, 'another frame ahead');
      await host.send(second!);
      mustBe('sequence of the second answer', (await host.answer(second!)).sequence, 1);
      await host.send(third!);
      mustBe('sequence of the third answer', (await host.answer(third!)).sequence, 2);
      await mustSayNothing(host, 'everything was answered');
    },
  },
  {
    id: 'link.damaged-frame',
    group,
    section,
    title: 'a damaged frame is dropped and counted, and told as a gap once',
    async run({ host }) {
      const { framesDiscarded } = await host.ask('status', {});
      const request = host.number('status', {});
      await host.sendBytes(damaged(request), 'damaged');
      await mustTellGap(host, 0, 'a damaged frame');
      await host.sendBytes(damaged(request), 'damaged');
      await mustSayNothing(host, 'a second damaged frame');
      await host.send(request);
      const { framesDiscarded: after } = host.reply('status', await host.answer(request));
      mustHold(after === framesDiscarded + 2, `${framesDiscarded + 2} frames discarded`, `${after}`);
    },
  },
];
