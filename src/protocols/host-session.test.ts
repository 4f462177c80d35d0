import { describe, expect, it } from 'vitest';
import type { Frame, FrameHeader } from './frame-codec.js';
import {
  closedSession,
  nextHostSession,
  probe,
  sendRequest,
  SILENCE_MILLISECONDS,
  type HostSession,
  type HostSessionEffect,
  type HostSessionInput,
} from './host-session.js';
import { DICTIONARY_16, sessionIdOf, startLink, unnumberedFrame } from './link.js';
import { EVENT_OPS, KINDS, OPS } from './messages.generated.js';

const HOST = 0xdeadbeef;
const BOOT = 0x12345678;
const SESSION = sessionIdOf(HOST, BOOT);

const headerOf = (fields: Partial<FrameHeader>): FrameHeader => ({
  kind: KINDS.reply,
  dictionary: DICTIONARY_16,
  session: SESSION,
  sequence: 0,
  acknowledged: 0xffff,
  op: OPS.status,
  request: 1,
  ...fields,
});
const frame = (fields: Partial<FrameHeader>, now = 0): HostSessionInput => ({
  type: 'frame',
  header: headerOf(fields),
  now,
});
const fromBoard = (kind: FrameHeader['kind'], acknowledged: number, now = 0): HostSessionInput =>
  frame({ kind, op: 0, request: 0, acknowledged }, now);

function greeted(session: HostSession, bootNonce: number): ReturnType<typeof nextHostSession> {
  const [greeting] = nextHostSession(session, { type: 'greet', hostNonce: HOST });
  const header = headerOf({ op: OPS.hello, session: sessionIdOf(HOST, bootNonce) });
  return nextHostSession(greeting, { type: 'greeted', header, bootNonce });
}
const [greeting] = nextHostSession(closedSession, { type: 'greet', hostNonce: HOST });
const [open] = greeted(closedSession, BOOT);

const effectOf = (session: HostSession, input: HostSessionInput): HostSessionEffect =>
  nextHostSession(session, input)[1];
const after = (session: HostSession, input: HostSessionInput): HostSession => nextHostSession(session, input)[0];

/** The session after it has sent that many requests at these times. */
const asking = (session: HostSession, ...times: readonly number[]): HostSession =>
  times.reduce((state, now, request) => sendRequest(state, OPS.status, request, new Uint8Array(0), now)[0], session);
const sentBy = (effect: HostSessionEffect): readonly Frame[] => (effect.type === 'transmit' ? effect.frames : []);

describe('a session of the host', () => {
  it('opens by the reply to its own hello only', () => {
    const stale = headerOf({ op: OPS.hello, session: sessionIdOf(HOST + 1, BOOT) });
    const [unchanged, ignored] = nextHostSession(greeting, { type: 'greeted', header: stale, bootNonce: BOOT });
    expect([unchanged.phase, ignored]).toEqual(['greeting', { type: 'ignore' }]);
    const [session, effect] = greeted(closedSession, BOOT);
    expect(session).toMatchObject({ phase: 'open', owed: 0, link: startLink(SESSION) });
    expect(effect).toEqual({ type: 'opened', session: SESSION, rebooted: false });
  });

  it('sees that the board has booted in between', () => {
    expect(greeted(open, BOOT)[1]).toMatchObject({ rebooted: false });
    expect(greeted(open, BOOT + 1)[1]).toMatchObject({ rebooted: true });
  });

  it('is opened once, however often hello is answered', () => {
    const header = headerOf({ op: OPS.hello });
    expect(nextHostSession(open, { type: 'greeted', header, bootNonce: BOOT })).toEqual([open, { type: 'ignore' }]);
    expect(nextHostSession(open, { type: 'frame', header, now: 9 })).toEqual([open, { type: 'ignore' }]);
  });

  it('takes the refusal of its hello, which has no session', () => {
    const refusal = frame({ kind: KINDS.error, op: OPS.hello, session: 0 });
    expect(effectOf(greeting, refusal)).toEqual({ type: 'deliver' });
    expect(effectOf(closedSession, refusal)).toEqual({ type: 'ignore' });
    expect(effectOf(open, refusal)).toEqual({ type: 'ignore' });
  });

  it('takes the refusal of the whole session, which has no number', () => {
    const refusal = frame({ kind: KINDS.error, op: 0, request: 0 });
    expect(nextHostSession(open, refusal)).toEqual([open, { type: 'deliver' }]);
    expect(effectOf(open, frame({ kind: KINDS.error, op: 0, session: 1 }))).toEqual({ type: 'ignore' });
  });

  it('ignores other sessions and its own words from a line that echoes', () => {
    const busy = asking(open, 0);
    expect(nextHostSession(busy, frame({ session: 1 }))).toEqual([busy, { type: 'ignore' }]);
    expect(nextHostSession(busy, frame({ kind: KINDS.request }))).toEqual([busy, { type: 'ignore' }]);
  });

  it('is closed once the link is lost, and remembers the boot', () => {
    const lost = after(asking(open, 0), { type: 'lost' });
    expect(lost).toEqual({ ...closedSession, bootNonce: BOOT });
    expect(effectOf(lost, frame({}))).toEqual({ type: 'ignore' });
    expect(greeted(lost, BOOT + 1)[1]).toMatchObject({ rebooted: true });
  });
});

describe('requests of the host', () => {
  it('are numbered and owed until each is answered once', () => {
    const asked = asking(open, 0, 0);
    expect([asked.owed, asked.link.kept.length]).toEqual([2, 2]);
    const event = frame({ kind: KINDS.event, op: EVENT_OPS.started, request: 0, acknowledged: 1 });
    const [told, effect] = nextHostSession(asked, event);
    expect([effect, told.owed, told.link.kept]).toEqual([{ type: 'deliver' }, 2, []]);
    const one = after(told, frame({ sequence: 1, acknowledged: 1 }));
    const repeated = nextHostSession(one, frame({ sequence: 1, acknowledged: 1 }));
    expect([repeated[0].owed, repeated[1]]).toEqual([1, { type: 'ignore' }]);
    const none = after(one, frame({ sequence: 2, acknowledged: 1, kind: KINDS.error }));
    expect(none.owed).toBe(0);
    // a reply that nobody asked for must not make the next request look answered
    expect(after(none, frame({ sequence: 3, acknowledged: 1 })).owed).toBe(0);
  });

  it('have no number in hello, which is not owed by the session', () => {
    const [session, hello] = sendRequest(greeting, OPS.hello, 7, Uint8Array.of(1), 0);
    expect(session).toBe(greeting);
    expect(hello).toMatchObject({ session: 0, dictionary: 0, sequence: 0, request: 7, payload: Uint8Array.of(1) });
  });

  it('are sent again at a gap, and where none is left a question is', () => {
    const asked = asking(open, 0, 0, 0);
    const [session, effect] = nextHostSession(asked, fromBoard(KINDS.gap, 0));
    expect(sentBy(effect).map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(session.link.acknowledged).toBe(0xffff);
    const all = effectOf(asked, fromBoard(KINDS.gap, 2));
    expect(all).toEqual({ type: 'transmit', frames: [unnumberedFrame(open.link, KINDS.acknowledgement)] });
  });

  it('leave gaps in what the board says told once', () => {
    const asked = asking(open, 0);
    const [told, effect] = nextHostSession(asked, frame({ sequence: 1 }));
    expect(sentBy(effect)).toEqual([unnumberedFrame(open.link, KINDS.gap)]);
    expect(effectOf(told, frame({ sequence: 2 }))).toEqual({ type: 'ignore' });
    expect(effectOf(told, { type: 'damaged' })).toEqual({ type: 'ignore' });
    expect(sentBy(effectOf(asked, { type: 'damaged' }))).toHaveLength(1);
  });

  it('make damage matter only while something is owed', () => {
    expect(nextHostSession(open, { type: 'damaged' })).toEqual([open, { type: 'ignore' }]);
    expect(effectOf(greeting, { type: 'damaged' })).toEqual({ type: 'ignore' });
  });
});

describe('the time of the host', () => {
  const alarm = (now: number): HostSessionInput => ({ type: 'alarm', now });

  it('runs only while something is owed', () => {
    expect(nextHostSession(open, alarm(1e9))).toEqual([open, { type: 'ignore' }]);
  });

  it('sends everything again, more and more seldom, until the board is taken for gone', () => {
    let session = asking(open, 1000, 1010);
    const sentAt: number[] = [];
    for (let effect: HostSessionEffect = { type: 'ignore' }; effect.type !== 'unheard';) {
      const now = session.dueAt;
      expect(effectOf(session, alarm(now - 0.01))).toEqual({ type: 'ignore' });
      [session, effect] = nextHostSession(session, alarm(now));
      if (effect.type === 'transmit') expect(effect.frames).toEqual(session.link.kept);
      sentAt.push(now);
    }
    expect(sentAt).toEqual([1200, 1600, 2400, 4000, 6000]);
    expect(sentAt.at(-1)).toBe(1000 + SILENCE_MILLISECONDS);
  });

  it('asks for a sign of life where the board has everything', () => {
    const session = after(asking(open, 0), fromBoard(KINDS.acknowledgement, 0, 50));
    expect(sentBy(effectOf(session, alarm(session.dueAt)))).toEqual([probe(session)]);
    expect(probe(session)).toMatchObject({ kind: KINDS.acknowledgement, op: 0, session: SESSION });
  });

  it('goes on asking a board that is heard', () => {
    let session = asking(open, 0);
    for (let i = 0; i < 20; i += 1) {
      const now = session.dueAt;
      const [next, effect] = nextHostSession(session, alarm(now));
      expect(effect.type).toBe('transmit');
      session = after(next, fromBoard(KINDS.acknowledgement, 0, now + 3));
    }
    // as seldom as it gets, and no longer than the board may be silent
    expect(session.dueAt - session.heardAt).toBe(2000);
  });

  it('measures round trips, but not of what was sent twice', () => {
    const answer = frame({ acknowledged: 0 }, 140);
    expect(after(asking(open, 100), answer).timer).toEqual({ smoothed: 40, variation: 20, timeout: 120 });
    const again = after(asking(open, 100), alarm(300));
    expect(after(again, frame({ acknowledged: 0 }, 310)).timer.smoothed).toBeUndefined();
    const gap = after(asking(open, 100), fromBoard(KINDS.gap, 0xffff, 110));
    expect(after(gap, answer).timer.smoothed).toBeUndefined();
  });

  it('measures the next that is sent once, and forgets to back off', () => {
    const late = after(after(asking(open, 0), alarm(200)), frame({ acknowledged: 0 }, 210));
    expect([late.owed, late.timer.timeout]).toEqual([0, 400]);
    const next = asking(late, 1000);
    expect(next.dueAt).toBe(1400);
    expect(after(next, frame({ sequence: 1, acknowledged: 1 }, 1020)).timer.timeout).toBe(60);
  });

  it('waits for the oldest request however many follow', () => {
    expect(asking(open, 0, 150, 190).dueAt).toBe(200);
    expect(asking(open, 0, 150, 190).heardAt).toBe(0);
  });
});
