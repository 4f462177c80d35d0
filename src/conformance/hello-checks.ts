import { crc32, DICTIONARY_CRC, KINDS, OPS, sessionIdOf, type Frame } from '../protocols/index.js';
import { errorIn } from './answers.js';
import type { Check } from './check.js';
import { mustBe, mustHold } from './check-failed.js';
import { DICTIONARY_16, mustRefuseSession, mustSayNothing, NOTHING_ACCEPTED, onlyFrame } from './heard.js';
import { ProbeHost } from './probe-host.js';
import { SECTIONS } from './sections.js';

const group = 'link';
/** What the body must hold beside the codes of the longest line. */
const READ_ROOM = 64;

function mustRefuseHello(answer: Frame): void {
  mustBe('session of the refusal', answer.session, 0);
  mustBe('sequence of the refusal', answer.sequence, 0);
}

export const HELLO_CHECKS: readonly Check[] = [
  {
    id: 'link.silent-before-hello',
    group,
    section: SECTIONS.sessions,
    title: 'a board that was just switched on answers nothing before its first hello but frames of a lost session',
    needs: ['fresh-board'],
    async run({ openFresh, clock, draw, host: { log } }) {
      const transport = await openFresh!();
      try {
        const host = new ProbeHost(transport, { clock, draw, log });
        await host.send(host.number('ground', {}), host.unnumbered(KINDS.gap));
        await host.sendBytes(Buffer.from('\0\x05\xc1abc\0', 'latin1'));
        await mustSayNothing(host, 'frames of no session before the first hello');
        const session = draw();
        await host.send({ ...host.draft(OPS.status, new Uint8Array(0)), session });
        const refusal = await onlyFrame(host, 'the refusal of a session that is lost');
        mustRefuseSession(refusal, session);
        const { measured } = errorIn(refusal, 'wrong-session', 'a frame of a session that is lost');
        const { bootNonce } = await host.hello(draw());
        mustBe('boot nonce in the refusal, as an i32', measured, bootNonce | 0);
      } finally {
        await transport.close();
      }
    },
  },
  {
    id: 'link.hello',
    group,
    section: SECTIONS.hello,
    title: 'hello opens a session that is its nonce xor the boot nonce, and says what the board is built for',
    async run({ host, draw, document, identityBytes }) {
      const nonce = draw();
      const hello = host.helloFrame(nonce);
      await host.send(hello);
      const answer = await host.answer(hello);
      const reply = host.reply('hello', answer);
      mustBe('session of the reply', answer.session, sessionIdOf(nonce, reply.bootNonce));
      mustBe('sequence of the reply', answer.sequence, 0);
      mustBe('acknowledged in the reply', answer.acknowledged, NOTHING_ACCEPTED);
      mustBe('dictionary in the header', answer.dictionary, DICTIONARY_16);
      mustBe('dictionary', reply.dictionary, DICTIONARY_CRC);
      mustBe('CRC-32 of the identity document', reply.identity, crc32(identityBytes));
      const longest = Math.max(...document.arrays.flatMap(({ rows, columns }) => [rows, columns]));
      const needed = 4 * longest + READ_ROOM;
      mustHold(reply.maxBody >= needed, `a maxBody of at least ${needed} bytes`, `${reply.maxBody}`);
      mustHold(reply.maxInFlight >= 1, 'at least 1 request in flight', `${reply.maxInFlight}`);
      mustHold(reply.receiveBytes >= reply.maxBody, 'receiveBytes for one largest body', `${reply.receiveBytes}`);
      mustBe('boot nonce', reply.bootNonce, host.bootNonce);
      await host.hello(nonce);
    },
  },
  {
    id: 'link.hello-refused',
    group,
    section: SECTIONS.hello,
    title: "a hello with the nonce 0 or the board's own, or for another major, is refused and changes nothing",
    async run({ host }) {
      const before = host.number('status', {});
      await host.send(before);
      await host.answer(before);
      for (const nonce of [0, host.bootNonce]) {
        const hello = host.helloFrame(nonce);
        await host.send(hello);
        const answer = await host.answer(hello);
        errorIn(answer, 'bad-payload', `hello with the nonce ${nonce}`);
        mustRefuseHello(answer);
      }
      const other = host.helloFrame(host.hostNonce, host.session, 2);
      await host.send(other);
      const answer = await host.answer(other);
      errorIn(answer, 'unsupported-major', 'hello for major 2');
      mustRefuseHello(answer);
      const after = host.number('status', {});
      await host.send(after);
      mustBe('sequence of the next reply in the old session', (await host.answer(after)).sequence, 1);
    },
  },
  {
    id: 'link.hello-again',
    group,
    section: SECTIONS.hello,
    title: 'the same hello again changes nothing and is answered again',
    async run(bench) {
      const { host } = bench;
      await bench.arm();
      const [session, numbers] = [host.session, host.acknowledged];
      const { state } = await host.hello(host.hostNonce);
      mustBe('session', host.session, session);
      mustBe('state', state, 'armed');
      const status = host.number('status', {});
      await host.send(status);
      mustBe('sequence of the next reply', (await host.answer(status)).sequence, numbers + 1);
    },
  },
  {
    id: 'link.hello-fences',
    group,
    section: SECTIONS.hello,
    title: 'a new nonce opens a new session: numbers begin again, and the old session is over',
    async run(bench) {
      const { host } = bench;
      await bench.arm();
      const stale = host.number('status', {});
      const { state } = await host.hello();
      mustBe('state after the hello of a host that armed the board before', state, 'idle');
      await host.send(stale);
      const refusal = await host.frame(({ kind, op }) => kind === KINDS.error && op === 0, 'the refusal of old frames');
      errorIn(refusal, 'wrong-session', 'a frame of the session before');
      const status = host.number('status', {});
      await host.send(status);
      const answer = await host.answer(status);
      mustBe('sequence of the first reply', answer.sequence, 0);
      mustBe('acknowledged in the first reply', answer.acknowledged, 0);
    },
  },
  {
    id: 'link.busy',
    group,
    section: SECTIONS.hello,
    title: 'while one host has armed the board, the hello of another is refused with 106',
    needs: ['lease'],
    async run(bench) {
      const { host, draw } = bench;
      const lease = 5000;
      await bench.arm(lease);
      const hello = host.helloFrame(draw(), 0);
      await host.send(hello);
      const answer = await host.answer(hello);
      const { measured } = errorIn(answer, 'busy', 'hello without the session it goes on from');
      mustRefuseHello(answer);
      mustHold(measured > 0 && measured <= lease, `what is left of a lease of ${lease} ms`, `${measured}`);
      mustBe('op of the refusal', answer.op, OPS.hello);
      mustBe('state for the host that armed', (await host.ask('status', {})).state, 'armed');
    },
  },
];
