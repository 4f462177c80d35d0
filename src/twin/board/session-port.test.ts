import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRequest, KINDS, OPS, type Frame, type StatusReply } from '../../protocols/index.js';
import { Conversation, raisingPlan } from './conversation.js';
import { ManualClock } from './manual-clock.js';
import { COLUMNS, converse, error, ROWS } from './twin-under-test.js';

const plan = raisingPlan(ROWS, COLUMNS);
const STATUS = encodeRequest('status', {});

const damaged = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte, at) => (at === bytes.length - 3 ? byte ^ 1 || 2 : byte));
const numbers = (frames: readonly Frame[]): (readonly [number, number])[] =>
  frames.map(({ kind, sequence }) => [kind, sequence]);

describe('a board that is asked again', () => {
  it('sends again what was not acknowledged, and else gives a sign of life', () => {
    const { host } = converse();
    host.ask('status', {});
    host.ask('status', {});
    host.frames.length = 0;
    host.probe('acknowledgement', 0);
    expect(numbers(host.frames)).toEqual([[KINDS.reply, 1]]);
    host.probe('gap', 0xffff);
    // what was acknowledged once is gone
    expect(numbers(host.frames.slice(1))).toEqual([[KINDS.reply, 1]]);
    host.probe();
    expect(host.frames.at(-1)).toMatchObject({ kind: KINDS.acknowledgement, op: 0, sequence: 0, acknowledged: 1 });
  });

  it('answers a repeated request with the same answer, and does nothing twice', () => {
    const { twin, host } = converse();
    const record = host.fire(plan, 1);
    const states = twin.chip.arrays[0]!.states.slice();
    const [reply] = host.frames.slice(-1);
    host.frames.length = 0;
    twin.receive(host.sent);
    twin.receive(host.sent);
    expect(host.frames.filter(({ kind }) => kind === KINDS.reply)).toEqual([reply, reply]);
    expect([twin.ledger.executions(1), twin.ledger.total]).toEqual([1, 1]);
    expect(twin.chip.arrays[0]!.states).toEqual(states);
    expect(host.ask('record', { serial: 1 })).toEqual(record);
  });

  it('drops what follows a lost frame and says so once, until it accepts something again', () => {
    const { twin, host } = converse();
    host.ask('status', {});
    host.frames.length = 0;
    for (const sequence of [2, 3])
      expect(host.send(OPS.status, STATUS, { session: host.session, sequence })).toBeUndefined();
    expect(host.frames).toMatchObject([{ kind: KINDS.gap, op: 0, request: 0, acknowledged: 0 }]);
    expect(host.send(OPS.status, STATUS, { session: host.session, sequence: 1 })).toMatchObject({ kind: KINDS.reply });
    host.send(OPS.status, STATUS, { session: host.session, sequence: 3 });
    expect(host.frames.filter(({ kind }) => kind === KINDS.gap)).toHaveLength(2);
    twin.receive(damaged(host.sent));
    expect(host.frames.filter(({ kind }) => kind === KINDS.gap)).toHaveLength(2);
  });

  it('tells of a damaged frame in an open session, and of none before', () => {
    const { twin, host } = converse();
    host.ask('status', {});
    host.frames.length = 0;
    twin.receive(damaged(host.sent));
    twin.receive(damaged(host.sent));
    expect(numbers(host.frames)).toEqual([[KINDS.gap, 0]]);
    twin.reset();
    twin.receive(damaged(host.sent));
    expect(host.frames).toHaveLength(1);
  });

  it('does what has an acknowledgement for its kind in no case', () => {
    const { twin, host } = converse();
    host.ready();
    const fire = encodeRequest('fire', { planId: host.load(plan), serial: 1, token: host.token });
    host.send(OPS.fire, fire, { kind: KINDS.acknowledgement });
    expect(twin.ledger.total).toBe(0);
  });

  it('keeps a bounded number of answers for a host that acknowledges none', () => {
    const { host } = converse();
    let answers = 0;
    for (let sequence = 0; sequence < 200; sequence += 1) {
      const header = { session: host.session, sequence, acknowledged: 0xffff };
      const answer = host.send(OPS.status, STATUS, header);
      if (answer?.sequence === sequence) answers += 1;
    }
    expect(answers).toBe(128);
    host.frames.length = 0;
    host.probe('gap', 0xffff);
    expect(host.frames).toHaveLength(128);
  });
});

/** What a cable does to one frame. */
type Fate = 'whole' | 'lost' | 'twice' | 'damaged';

describe('a board on a bad cable', () => {
  const fate = fc.constantFrom<Fate>('whole', 'whole', 'lost', 'twice', 'damaged');

  it('fires every serial once, whatever became of the frames, both ways', () => {
    fc.assert(
      fc.property(fc.array(fate, { maxLength: 60 }), fc.array(fate, { maxLength: 60 }), (toBoard, toHost) => {
        const { twin, host } = converse();
        const [down, up] = [toBoard[Symbol.iterator](), toHost[Symbol.iterator]()];
        const carry = (fates: Iterator<Fate>, bytes: Uint8Array, take: (bytes: Uint8Array) => void): void => {
          const next = fates.next().value as Fate | undefined;
          if (next === 'damaged') take(damaged(bytes));
          else if (next !== 'lost') take(bytes);
          if (next === 'twice') take(bytes);
        };
        const { onSend } = twin;
        twin.onSend = (bytes) => carry(up, bytes, onSend);
        const cable = { receive: (bytes: Uint8Array) => carry(down, bytes, (whole) => twin.receive(whole)) };
        host.link = Object.assign(cable, { onSend: () => {} });
        /** As a host must: sends the same frame until its answer is there. */
        const insist = (request: () => void): Frame => {
          request();
          for (let tries = 0; host.lastAnswer() === undefined && tries < 200; tries += 1) {
            cable.receive(host.sent);
            host.probe();
          }
          return host.lastAnswer()!;
        };
        insist(() => host.ask('release', {}));
        insist(() => host.arm());
        insist(() => host.load(plan));
        for (let serial = 1; serial <= 4; serial += 1) {
          const planId = host.planId(plan);
          expect(insist(() => host.post('fire', { planId, serial, token: host.token })).kind).toBe(KINDS.reply);
          expect(twin.ledger.executions(serial)).toBe(1);
        }
        expect([host.started, twin.ledger.total]).toEqual([[1, 2, 3, 4], 4]);
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});

describe('a session', () => {
  it('goes on when the same hello comes again', () => {
    const { host } = converse();
    host.ready();
    const { session } = host;
    host.frames.length = 0;
    host.ask('hello', { hostNonce: 1, major: 1, previous: 0 });
    expect(host.frames).toMatchObject([{ kind: KINDS.reply, op: OPS.hello, session, sequence: 0 }]);
    expect(host.ask('status', {})).toMatchObject({ state: 'armed' });
  });

  it('ends with another hello: numbers begin again, the token is void, frames of before are refused once for all', () => {
    const { twin, host } = converse();
    host.ready();
    const { session, token } = host;
    const planId = host.load(plan);
    const { bootNonce } = host.hello(2);
    expect(host.ask('status', {})).toMatchObject({ state: 'idle' });
    host.frames.length = 0;
    host.send(OPS.status, STATUS, { session, sequence: 4 });
    expect(host.frames).toMatchObject([{ kind: KINDS.error, session, sequence: 0, op: 0, request: 0 }]);
    expect(host.errorIn(host.frames[0]!)).toMatchObject({ ...error('wrong-session'), measured: bootNonce | 0 });
    expect(host.ask('fire', { planId, serial: 1, token })).toMatchObject(error('not-armed'));
    expect(twin.ledger.total).toBe(0);
  });

  it('is refused to a host with another dictionary', () => {
    const { host } = converse();
    host.send(OPS.status, STATUS, { dictionary: 1, session: host.session, sequence: 0 });
    const refusal = host.frames.at(-1)!;
    expect(refusal).toMatchObject({ kind: KINDS.error, op: 0, request: 0, sequence: 0, session: host.session });
    expect(host.errorIn(refusal)).toMatchObject(error('wrong-dictionary'));
    expect(host.ask('status', {})).toMatchObject({ state: 'safe' });
  });

  it('is kept from other hosts while its board is armed and its lease runs', () => {
    const clock = new ManualClock();
    const { twin, host } = converse({ clock });
    host.ready(500);
    const { session } = host;
    clock.advance(100);
    const other = new Conversation(twin);
    const hello = { hostNonce: 77, major: 1, previous: 0 };
    expect(other.ask('hello', hello)).toMatchObject({ ...error('busy'), measured: 400 });
    expect(other.frames).toMatchObject([{ session: 0, op: OPS.hello }]);
    expect(other.ask('hello', { ...hello, previous: session + 1 })).toMatchObject(error('busy'));
    clock.advance(399);
    expect(other.ask('hello', hello)).toMatchObject({ ...error('busy'), measured: 1 });
    clock.advance(1);
    expect(other.hello(77)).toMatchObject({ state: 'safe', cause: 'lease' });
    twin.close();
  });

  it('is given to the same host that comes back, and to anybody where there is no lease', () => {
    const clock = new ManualClock();
    const leased = converse({ clock });
    leased.host.ready();
    expect(leased.host.hello(5, leased.host.session)).toMatchObject({ state: 'idle' });
    const unleased = converse();
    unleased.host.ready();
    expect(unleased.host.hello(5)).toMatchObject({ state: 'idle' });
    leased.twin.close();
  });

  it('says how much a board holds, and of which document it is', () => {
    const { twin, host } = converse();
    const reply = host.hello(3);
    expect(reply).toMatchObject({
      maxBody: 16_384,
      maxInFlight: 32,
      receiveBytes: 65_536,
      state: 'safe',
      cause: 'boot',
    });
    const status = host.ask('status', {}) as StatusReply;
    expect(status).toMatchObject({ leaseMilliseconds: 0, groundedTicks: 0, residualMicrovolts: 0, framesDiscarded: 0 });
    expect(twin.identity.limits).toMatchObject({ edgeTicks: 1, maxOutputTicks: 4000 });
  });
});
