import { describe, expect, it } from 'vitest';
import {
  bootedSession,
  nextBoardSession,
  type BoardSession,
  type BoardSessionEffect,
  type BoardSessionInput,
} from './board-session.js';
import type { Frame, FrameHeader } from './frame-codec.js';
import { DICTIONARY_16, numberedFrame, sessionIdOf, startLink, unnumberedFrame } from './link.js';
import { KINDS, OPS } from './messages.generated.js';

const HOST = 0xdeadbeef;
const BOOT = 0x12345678;
const SESSION = sessionIdOf(HOST, BOOT);

const booted = bootedSession(BOOT);
const [open] = nextBoardSession(booted, { type: 'hello', hostNonce: HOST });

const request = (fields: Partial<FrameHeader>): BoardSessionInput => ({
  type: 'frame',
  header: {
    kind: KINDS.request,
    dictionary: DICTIONARY_16,
    session: SESSION,
    sequence: 0,
    acknowledged: 0xffff,
    op: OPS.status,
    request: 1,
    ...fields,
  },
});
const fromHost = (kind: FrameHeader['kind'], acknowledged = 0xffff): BoardSessionInput =>
  request({ kind, op: 0, request: 0, acknowledged });

function step(
  state: BoardSession,
  ...inputs: readonly BoardSessionInput[]
): readonly [BoardSession, BoardSessionEffect] {
  return inputs.reduce<readonly [BoardSession, BoardSessionEffect]>(
    ([session], input) => nextBoardSession(session, input),
    [state, { type: 'ignore' }],
  );
}
const effectOf = (state: BoardSession, ...inputs: readonly BoardSessionInput[]): BoardSessionEffect =>
  step(state, ...inputs)[1];

/** The board after it has taken that many requests and answered each. */
function answered(count: number): BoardSession {
  let session = open;
  for (let sequence = 0; sequence < count; sequence += 1) {
    [session] = nextBoardSession(session, request({ sequence, request: sequence }));
    const [link] = numberedFrame(session.link, KINDS.reply, OPS.status, sequence);
    session = { ...session, link };
  }
  return session;
}
const sentBy = (effect: BoardSessionEffect): readonly Frame[] => (effect.type === 'transmit' ? effect.frames : []);
const requestsOf = (effect: BoardSessionEffect): readonly number[] => sentBy(effect).map((frame) => frame.request);
const acknowledgement = (acknowledged: number): Frame =>
  unnumberedFrame({ session: SESSION, acknowledged }, KINDS.acknowledgement);

describe('a session of the board', () => {
  it('tells a host of an earlier boot so, and hears nothing else before the first hello', () => {
    expect(effectOf(booted, request({}))).toEqual({ type: 'refuse', error: 'wrong-session' });
    expect(effectOf(booted, fromHost(KINDS.acknowledgement))).toEqual({ type: 'refuse', error: 'wrong-session' });
    expect(effectOf(booted, request({ session: 0 }))).toEqual({ type: 'ignore' });
    expect(effectOf(booted, { type: 'damaged' })).toEqual({ type: 'ignore' });
    expect(effectOf(booted, request({ op: OPS.hello, session: 0 }))).toEqual({ type: 'deliver' });
  });

  it('begins with every hello that has another nonce, and gives up the one before', () => {
    const [next] = nextBoardSession(answered(2), { type: 'hello', hostNonce: 1 });
    expect(next.link).toEqual(startLink(sessionIdOf(1, BOOT)));
    expect(effectOf(next, request({}))).toEqual({ type: 'refuse', error: 'wrong-session' });
    expect(effectOf(next, fromHost(KINDS.gap))).toEqual({ type: 'refuse', error: 'wrong-session' });
  });

  it('goes on where the same hello comes again', () => {
    const session = answered(2);
    expect(effectOf(session, request({ op: OPS.hello, session: 0 }))).toEqual({ type: 'deliver' });
    expect(nextBoardSession(session, { type: 'hello', hostNonce: HOST })[0]).toBe(session);
  });

  it('refuses other sessions and other dictionaries, and ignores what no host says', () => {
    expect(effectOf(open, request({}))).toEqual({ type: 'deliver' });
    expect(effectOf(open, request({ session: 1 }))).toEqual({ type: 'refuse', error: 'wrong-session' });
    const other = request({ dictionary: DICTIONARY_16 ^ 1 });
    expect(effectOf(open, other)).toEqual({ type: 'refuse', error: 'wrong-dictionary' });
    for (const kind of [KINDS.reply, KINDS.event, KINDS.error]) {
      expect(effectOf(open, request({ kind, session: 1 }))).toEqual({ type: 'ignore' });
    }
  });
});

describe('the link of the board', () => {
  it('takes requests in order only, each once', () => {
    const [taken, effect] = step(open, request({ sequence: 0 }), request({ sequence: 1 }));
    expect(effect).toEqual({ type: 'deliver' });
    expect(taken.link.acknowledged).toBe(1);
    expect(effectOf(taken, request({ sequence: 1 })).type).toBe('transmit');
    expect(effectOf(taken, request({ sequence: 3 })).type).toBe('transmit');
    expect(effectOf(taken, request({ sequence: 2 }))).toEqual({ type: 'deliver' });
  });

  it('tells a gap once, for what is ahead as for what is damaged', () => {
    const gap = unnumberedFrame(open.link, KINDS.gap);
    const [told, effect] = step(open, request({ sequence: 2 }));
    expect(effect).toEqual({ type: 'transmit', frames: [gap] });
    expect(effectOf(told, request({ sequence: 3 }))).toEqual({ type: 'ignore' });
    expect(effectOf(told, { type: 'damaged' })).toEqual({ type: 'ignore' });
    expect(effectOf(told, request({ sequence: 0 }), { type: 'damaged' }).type).toBe('transmit');
    expect(effectOf(open, { type: 'damaged' })).toEqual({ type: 'transmit', frames: [gap] });
  });

  it.each([
    ['a gap', fromHost(KINDS.gap, 0), [1, 2]],
    ['an acknowledgement', fromHost(KINDS.acknowledgement, 0), [1, 2]],
    ['the last request again', request({ sequence: 2, acknowledged: 1 }), [2]],
  ])('sends again what is not acknowledged at %s', (_, input, expected) => {
    const effect = effectOf(answered(3), input);
    expect(requestsOf(effect)).toEqual(expected);
    for (const frame of sentBy(effect)) expect(frame).toMatchObject({ kind: KINDS.reply, acknowledged: 2 });
  });

  it('gives a sign of life where all is acknowledged', () => {
    for (const kind of [KINDS.gap, KINDS.acknowledgement]) {
      expect(effectOf(answered(3), fromHost(kind, 2))).toEqual({ type: 'transmit', frames: [acknowledgement(2)] });
    }
    const working = step(open, request({ sequence: 0 }))[0];
    const again = effectOf(working, request({ sequence: 0 }));
    expect(again).toEqual({ type: 'transmit', frames: [acknowledgement(0)] });
  });

  it('answers all that a host repeats at once with its kept frames once', () => {
    let session = answered(4);
    const sent: Frame[] = [];
    for (const sequence of [0, 1, 2, 3]) {
      const [next, effect] = nextBoardSession(session, request({ sequence }));
      session = next;
      sent.push(...sentBy(effect));
    }
    expect(sent.slice(0, 3)).toEqual([acknowledgement(3), acknowledgement(3), acknowledgement(3)]);
    expect(sent.slice(3).map((frame) => frame.request)).toEqual([0, 1, 2, 3]);
  });
});
