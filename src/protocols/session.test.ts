import { describe, expect, it } from 'vitest';
import { bootedSession, nextBoardSession } from './board-session.js';
import type { FrameHeader } from './frame-codec.js';
import { closedSession, nextHostSession, type HostSession } from './host-session.js';
import { KINDS, OPS } from './messages.generated.js';
import { DICTIONARY_16, idleLink, nextSequence, sendFrame, sessionIdOf } from './session.js';

const HOST = 0xdeadbeef;
const BOOT = 0x12345678;
const SESSION = sessionIdOf(HOST, BOOT);

const headerOf = (fields: Partial<FrameHeader>): FrameHeader => ({
  kind: KINDS.reply,
  dictionary: DICTIONARY_16,
  session: SESSION,
  sequence: 5,
  acknowledged: 0,
  op: OPS.status,
  request: 1,
  ...fields,
});

function greeted(session: HostSession, bootNonce: number): ReturnType<typeof nextHostSession> {
  const [greeting] = nextHostSession(session, { type: 'greet', hostNonce: HOST });
  const header = headerOf({ op: OPS.hello, session: sessionIdOf(HOST, bootNonce) });
  return nextHostSession(greeting, { type: 'greeted', header, bootNonce });
}

const request = (fields: Partial<FrameHeader>): FrameHeader => headerOf({ kind: KINDS.request, ...fields });
const effectsOf = (state: ReturnType<typeof bootedSession>, header: FrameHeader): unknown =>
  nextBoardSession(state, { type: 'frame', header })[1];

describe('numbers of a session', () => {
  it('wrap around as their fields do', () => {
    expect(nextSequence(0xffff)).toBe(0);
    expect(SESSION).toBe(0xcc99e897);
    const [link, frame] = sendFrame({ session: 7, sequence: 0xffff, acknowledged: 3 }, KINDS.request, OPS.read, 9);
    expect(link).toEqual({ session: 7, sequence: 0, acknowledged: 3 });
    expect(frame).toMatchObject({ dictionary: DICTIONARY_16, session: 7, sequence: 0xffff, acknowledged: 3 });
  });

  it('hide the dictionary before there is a session', () => {
    expect(sendFrame(idleLink, KINDS.request, OPS.hello, 1)[1]).toMatchObject({ dictionary: 0, session: 0 });
  });
});

describe('the host session', () => {
  it('opens by the reply to its own hello only', () => {
    const [greeting] = nextHostSession(closedSession, { type: 'greet', hostNonce: HOST });
    const stale = headerOf({ op: OPS.hello, session: sessionIdOf(HOST + 1, BOOT) });
    const [unchanged, ignored] = nextHostSession(greeting, { type: 'greeted', header: stale, bootNonce: BOOT });
    expect([unchanged.phase, ignored]).toEqual(['greeting', [{ type: 'ignore' }]]);
    const [open, effects] = greeted(closedSession, BOOT);
    expect(open.phase).toBe('open');
    expect(effects).toEqual([{ type: 'opened', session: SESSION, rebooted: false }]);
  });

  it('sees that the board has booted in between', () => {
    const [open] = greeted(closedSession, BOOT);
    expect(greeted(open, BOOT)[1]).toMatchObject([{ rebooted: false }]);
    expect(greeted(open, BOOT + 1)[1]).toMatchObject([{ rebooted: true }]);
  });

  it('takes frames of its session and acknowledges them', () => {
    const [open] = greeted(closedSession, BOOT);
    const [after, effects] = nextHostSession(open, { type: 'frame', header: headerOf({ sequence: 77 }) });
    expect(effects).toEqual([{ type: 'deliver' }]);
    expect(after.link.acknowledged).toBe(77);
    const other = nextHostSession(open, { type: 'frame', header: headerOf({ session: 1 }) });
    expect(other).toEqual([open, [{ type: 'ignore' }]]);
  });

  it('takes the refusal of its hello, which has no session', () => {
    const [greeting] = nextHostSession(closedSession, { type: 'greet', hostNonce: HOST });
    const refusal = headerOf({ kind: KINDS.error, op: OPS.hello, session: 0 });
    expect(nextHostSession(greeting, { type: 'frame', header: refusal })[1]).toEqual([{ type: 'deliver' }]);
    expect(nextHostSession(closedSession, { type: 'frame', header: refusal })[1]).toEqual([{ type: 'ignore' }]);
  });

  it('is closed once the link is lost, and remembers the boot', () => {
    const [open] = greeted(closedSession, BOOT);
    const [lost] = nextHostSession(open, { type: 'lost' });
    expect(lost).toMatchObject({ phase: 'closed', link: idleLink, bootNonce: BOOT });
    expect(nextHostSession(lost, { type: 'frame', header: headerOf({}) })[1]).toEqual([{ type: 'ignore' }]);
  });
});

describe('the board session', () => {
  const booted = bootedSession(BOOT);
  const [open] = nextBoardSession(booted, { type: 'hello', hostNonce: HOST });

  it('hears nothing but hello before the first hello', () => {
    expect(effectsOf(booted, request({}))).toEqual([{ type: 'ignore' }]);
    expect(effectsOf(booted, request({ op: OPS.hello, session: 0 }))).toEqual([{ type: 'deliver' }]);
  });

  it('refuses other sessions and other dictionaries, and ignores what is no request', () => {
    expect(effectsOf(open, request({}))).toEqual([{ type: 'deliver' }]);
    expect(effectsOf(open, request({ session: 1 }))).toEqual([{ type: 'refuse', error: 'wrong-session' }]);
    expect(effectsOf(open, request({ dictionary: DICTIONARY_16 ^ 1 }))).toEqual([
      { type: 'refuse', error: 'wrong-dictionary' },
    ]);
    expect(effectsOf(open, headerOf({ kind: KINDS.event }))).toEqual([{ type: 'ignore' }]);
  });

  it('gives the session up to the next hello', () => {
    const [next] = nextBoardSession(open, { type: 'hello', hostNonce: 1 });
    expect(effectsOf(next, request({}))).toEqual([{ type: 'refuse', error: 'wrong-session' }]);
  });
});
