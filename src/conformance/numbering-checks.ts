import { EVENT_OPS, encodeFrame, encodeRequest, KINDS, OPS, type Frame } from '../protocols/index.js';
import type { Bench } from './bench.js';
import type { Check } from './check.js';
import { mustBe, mustHold } from './check-failed.js';
import { DICTIONARY_16, mustRefuseSession, mustSayNothing, onlyFrame } from './heard.js';
import { errorIn } from './answers.js';
import { describeHeard } from './inbox.js';
import { SECTIONS } from './sections.js';

const group = 'link';
const NO_SUCH_OP = 0x7ff0;
const NO_SUCH_SERIAL = 0xfffffff0;
const NO_SUCH_PLAN = 'f'.repeat(32);

/** One of each that drives nothing, and some that cannot be understood. */
const harmless = ({ host, draw, hello }: Bench): readonly Frame[] => [
  host.number('identify', { offset: 0, count: 1 }),
  host.number('status', {}),
  host.number('record', { serial: NO_SUCH_SERIAL }),
  host.number('check', { planId: NO_SUCH_PLAN }),
  host.number('release', {}),
  host.number('arm', { identity: hello.identity, leaseMilliseconds: 1000, token: draw() }),
  host.number('reconcile', { serial: NO_SUCH_SERIAL, verdict: 'unchanged' }),
  host.number('clear', { key: 0 }),
  host.number('ground', {}),
  host.numberAs(NO_SUCH_OP, new Uint8Array(3)),
  host.numberAs(OPS.identify, new Uint8Array(1)),
];

export const NUMBERING_CHECKS: readonly Check[] = [
  {
    id: 'link.numbering',
    group,
    section: SECTIONS.numbers,
    title: 'replies are numbered 0, 1, 2.. and acknowledge the request',
    async run({ host }) {
      for (let number = 0; number < 4; number += 1) {
        const request = host.number('status', {});
        await host.send(request);
        const answer = await host.answer(request);
        mustBe('sequence of the reply', answer.sequence, number);
        mustBe('acknowledged in the reply', answer.acknowledged, request.sequence);
        mustBe('session of the reply', answer.session, host.session);
        mustBe('dictionary of the reply', answer.dictionary, DICTIONARY_16);
      }
    },
  },
  {
    id: 'link.one-answer',
    group,
    section: SECTIONS.order,
    title: 'every request is answered exactly once, by a reply or an error with its op and number',
    async run(bench) {
      for (const request of harmless(bench)) {
        await bench.host.send(request);
        const answer = await bench.host.answer(request);
        mustBe('session of the answer', answer.session, bench.host.session);
        await mustSayNothing(bench.host, `the answer to op ${request.op}`);
      }
    },
  },
  {
    id: 'link.not-understood',
    group,
    section: SECTIONS.numbers,
    title: 'an unknown message is refused with 102, a payload that does not decode with 103',
    async run({ host }) {
      const unknown = host.numberAs(NO_SUCH_OP, new Uint8Array(0));
      await host.send(unknown);
      errorIn(await host.answer(unknown), 'unknown-op', `op ${NO_SUCH_OP}`);
      const badSet = encodeRequest('reconcile', { serial: 1, verdict: 'none' });
      badSet[4] = 99;
      const bad: readonly (readonly [string, number, Uint8Array])[] = [
        ['identify without fields', OPS.identify, new Uint8Array(0)],
        ['load that ends in its id', OPS.load, new Uint8Array(9)],
        ['a verdict that is in no set', OPS.reconcile, badSet],
      ];
      for (const [what, op, payload] of bad) {
        const request = host.numberAs(op, payload);
        await host.send(request);
        errorIn(await host.answer(request), 'bad-payload', what);
      }
    },
  },
  {
    id: 'link.longer-payload',
    group,
    section: SECTIONS.body,
    title: 'bytes after the last known field are skipped',
    async run({ host }) {
      const request = host.numberAs(OPS.status, Uint8Array.of(1, 2, 3, 0, 5));
      await host.send(request);
      host.reply('status', await host.answer(request));
    },
  },
  {
    id: 'link.order',
    group,
    section: SECTIONS.order,
    title: 'requests that touch the outputs are answered in the order they came',
    needs: ['window'],
    async run(bench) {
      const { host, hello } = bench;
      const requests = [
        host.number('release', {}),
        host.number('arm', { identity: hello.identity, leaseMilliseconds: 1000, token: bench.draw() }),
        host.number('reconcile', { serial: NO_SUCH_SERIAL, verdict: 'unchanged' }),
        host.number('clear', { key: 0 }),
        host.number('release', {}),
      ].slice(0, Math.max(1, hello.maxInFlight));
      await host.sendBytes(Buffer.concat(requests.map(encodeFrame)), `${requests.length} requests at once`);
      await host.answer(requests.at(-1)!);
      const others = await host.said();
      const order = others.flatMap((item) => (item.type === 'frame' ? [item.frame.request] : []));
      const wanted = requests.slice(0, -1).map(({ request }) => request);
      mustHold(String(order) === String(wanted), `answers to requests ${wanted.join(', ')}`, describeHeard(others));
    },
  },
  {
    id: 'link.kinds-of-a-board',
    group,
    section: SECTIONS.numbers,
    title: 'replies and events, which only a board sends, are dropped and take no number',
    async run({ host }) {
      const status = host.draft(OPS.status, new Uint8Array(0));
      await host.send({ ...status, kind: KINDS.reply }, { ...status, kind: KINDS.event, op: EVENT_OPS.started });
      await mustSayNothing(host, 'a reply and an event from the host');
      const request = host.number('status', {});
      await host.send(request);
      mustBe('sequence of the next reply', (await host.answer(request)).sequence, 0);
    },
  },
  {
    id: 'link.wrong-session',
    group,
    section: SECTIONS.numbers,
    title: 'a frame of another session is refused under that session with 101 and the boot nonce',
    async run({ host }) {
      const session = (host.session ^ 0x5a5a5a5a) >>> 0;
      await host.send({ ...host.draft(OPS.status, new Uint8Array(0)), session });
      const answer = await onlyFrame(host, 'the refusal of another session');
      mustRefuseSession(answer, session);
      const { measured } = errorIn(answer, 'wrong-session', 'a frame of another session');
      mustBe('boot nonce in the refusal, as an i32', measured, host.bootNonce | 0);
      const request = host.number('status', {});
      await host.send(request);
      mustBe('sequence of the next reply', (await host.answer(request)).sequence, 0);
    },
  },
  {
    id: 'link.wrong-dictionary',
    group,
    section: SECTIONS.numbers,
    title: 'a frame made from another dictionary is refused with 105 and takes no number',
    async run({ host }) {
      const draft = host.draft(OPS.status, new Uint8Array(0));
      await host.send({ ...draft, dictionary: DICTIONARY_16 ^ 0x0f0f });
      const answer = await onlyFrame(host, 'the refusal of another dictionary');
      mustRefuseSession(answer, host.session);
      errorIn(answer, 'wrong-dictionary', 'a frame made from another dictionary');
      const request = host.number('status', {});
      await host.send(request);
      mustBe('sequence of the next reply', (await host.answer(request)).sequence, 0);
    },
  },
];
