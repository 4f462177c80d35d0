import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planBlocks } from '../../core/index.js';
import { OPS, type GroundReply, type RecordFields } from '../../protocols/index.js';
import { raisingPlan, type Conversation } from './conversation.js';
import { ManualClock } from './manual-clock.js';
import { COLUMNS, converse, error, ROWS, statesAfter } from './twin-under-test.js';
import type { Twin } from './twin.js';

/** Four blocks of 250 ticks of 1 us, with windows of 50: 1 ms. */
const plan = raisingPlan(ROWS, COLUMNS, 0.2, 50, 4);
const other = raisingPlan(ROWS, COLUMNS, 0.19, 60, 2);

/** A board whose plans take their time, with a host that may fire. */
function pace(): { twin: Twin; host: Conversation; clock: ManualClock } {
  const clock = new ManualClock();
  const { twin, host } = converse({ clock, pace: 'real-time' });
  host.ready();
  return { twin, host, clock };
}

const recordOf = (host: Conversation, fire: number): RecordFields | undefined =>
  host.answer('fire', fire) as RecordFields | undefined;

describe('a board in real time', () => {
  it('takes as long for a plan as the plan is long, and answers at its end', () => {
    const { twin, host, clock } = pace();
    clock.advance(5);
    const fire = host.postFire(plan, 1);
    expect([host.started, recordOf(host, fire)]).toEqual([[1], undefined]);
    clock.advance(0.999);
    expect(host.ask('status', {})).toMatchObject({ state: 'running', lastSerial: 1, boardTicks: 5999 });
    expect(recordOf(host, fire)).toBeUndefined();
    clock.advance(0.001);
    expect(recordOf(host, fire)).toMatchObject({
      outcome: 'done',
      startTick: 5000,
      durationTicks: 1000,
      blocksDone: 4,
    });
    expect(host.ask('status', {})).toMatchObject({ state: 'armed', boardTicks: 6000 });
    expect(twin.chip.arrays[0]!.states).toEqual(statesAfter([plan]));
    twin.close();
    expect(clock.pending).toBe(0);
  });

  it('answers what touches no output meanwhile, and does the rest in its order afterwards', () => {
    const { twin, host, clock } = pace();
    const fire = host.postFire(plan, 1);
    const reading = { array: 0, direction: 'forward', codes: new Int32Array(ROWS) } as const;
    const waiting = {
      read: host.post('read', reading),
      record: host.post('record', { serial: 1 }),
      release: host.post('release', {}),
      trace: host.post('trace', { serial: 1, offset: 0, count: 3 }),
    };
    expect(host.ask('identify', { offset: 0, count: 1 })).toHaveProperty('total');
    expect(host.load(other)).toHaveLength(32);
    expect(host.ask('check', { planId: host.planId(other) })).toMatchObject({ durationTicks: 500 });
    expect(host.ask('record', { serial: 9 })).toMatchObject(error('no-record'));
    expect(host.answer('read', waiting.read)).toBeUndefined();
    clock.advance(1);
    expect(recordOf(host, fire)).toMatchObject({ outcome: 'done' });
    expect(host.answer('read', waiting.read)).toMatchObject({ startTick: 1000, durationTicks: 10 });
    expect(host.answer('record', waiting.record)).toEqual(recordOf(host, fire));
    expect(host.answer('release', waiting.release)).toMatchObject({ state: 'armed' });
    expect(host.answer('trace', waiting.trace)).toMatchObject({ total: expect.any(Number) });
    const order = host.frames.slice(-5).map(({ request }) => request);
    expect(order).toEqual([fire, waiting.read, waiting.record, waiting.release, waiting.trace]);
    twin.close();
  });

  it.each([0, 0.7, 3, 40])('chains plans without a gap though timers ring %d ms late', (late) => {
    const { twin, host, clock } = pace();
    const fires = [host.postFire(plan, 1), host.postFire(other, 2), host.postFire(plan, 3)];
    clock.advance(50, late);
    const records = fires.map((fire) => recordOf(host, fire)!);
    expect(records.map(({ startTick, durationTicks }) => [startTick, durationTicks])).toEqual([
      [0, 1000],
      [1000, 500],
      [1500, 1000],
    ]);
    expect(records.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
    expect(twin.chip.arrays[0]!.states).toEqual(statesAfter([plan, other, plan]));
    twin.close();
  });

  it('starts a plan that comes after the end of the last when it comes, however late the timer', () => {
    const { twin, host, clock } = pace();
    host.postFire(plan, 1);
    clock.advance(7, 40);
    const fire = host.postFire(plan, 2);
    clock.advance(50);
    expect(recordOf(host, fire)).toMatchObject({ startTick: 7000 });
    expect(host.ask('record', { serial: 1 })).toMatchObject({ outcome: 'done', startTick: 0 });
    twin.close();
  });

  it.each([
    ['ground', (host: Conversation) => (host.ask('ground', {}) as GroundReply).boardTicks, 'ground'],
    [
      'ABOR',
      (host: Conversation) => {
        host.say('ABOR');
        return Number(host.lines.at(-1)!.split(' ')[3]);
      },
      'abort',
    ],
  ] as const)('is stopped by %s in the middle of a block', (_, stop, cause) => {
    const { twin, host, clock } = pace();
    const fire = host.postFire(plan, 1);
    // what was sent before drives nothing after, though it would release and arm first
    const next = host.postFire(other, 2);
    const release = host.post('release', {});
    host.arm();
    const last = host.post('fire', { planId: host.planId(other), serial: 2, token: host.token });
    const reading = host.post('read', { array: 0, direction: 'forward', codes: new Int32Array(ROWS) });
    const record = host.post('record', { serial: 1 });
    clock.advance(0.53);
    expect(stop(host)).toBe(530);
    expect(host.answer('record', record)).toEqual(recordOf(host, fire));
    for (const request of [next, release, last, reading]) {
      expect(host.answer('fire', request)).toMatchObject(error('not-released'));
    }
    expect([twin.ledger.total, twin.chip.arrays[0]!.reads]).toEqual([1, 0]);
    const { blocksDone, durationTicks, windowsFired, outcome } = recordOf(host, fire)!;
    expect({ blocksDone, durationTicks, windowsFired, outcome }).toEqual({
      blocksDone: 2,
      durationTicks: 500,
      windowsFired: 3 * COLUMNS,
      outcome: 'aborted',
    });
    expect(host.ask('status', {})).toMatchObject({ state: 'safe', cause, groundedTicks: 530, lastSerial: 1 });
    expect(twin.groundings.slice(-3)).toEqual([
      { step: 'switches-open', boardTicks: 530 },
      { step: 'rows-to-zero', boardTicks: 530 },
      { step: 'read-back', boardTicks: 530 },
    ]);
    const cutOff = twin.ledger.cutOff(1)!;
    expect(cutOff).toEqual({ blocks: 2, ticks: 30 });
    expect(twin.chip.arrays[0]!.states).toEqual(statesAfter([plan], cutOff));
    expect(twin.ledger.lastEdges().at(-1)).toMatchObject({ tick: 530, value: 0 });
    clock.advance(10);
    expect(twin.chip.arrays[0]!.states).toEqual(statesAfter([plan], cutOff));
    expect(clock.pending).toBe(0);
    twin.close();
  });

  it('lets a plan run on under a new session of the same host, and fires nothing of the old one', () => {
    const { twin, host, clock } = pace();
    const fire = host.postFire(plan, 1);
    const next = host.postFire(other, 2);
    clock.advance(0.2);
    expect(host.hello(2, host.session)).toMatchObject({ state: 'running', lastSerial: 1 });
    const record = host.post('record', { serial: 1 });
    clock.advance(1);
    expect(host.answer('record', record)).toMatchObject({ outcome: 'done' });
    expect([recordOf(host, fire), host.answer('fire', next)]).toEqual([undefined, undefined]);
    expect(host.ask('status', {})).toMatchObject({ state: 'idle', lastSerial: 1 });
    expect([twin.ledger.total, clock.pending]).toEqual([1, 0]);
    twin.close();
  });

  it('holds no more requests than it said, and does what is sent again later', () => {
    const { twin, host, clock } = pace();
    host.postFire(plan, 1);
    const releases = Array.from({ length: 33 }, () => host.post('release', {}));
    const last = host.sent;
    expect(host.frames.at(-1)).toMatchObject({ op: expect.any(Number), request: 0 });
    clock.advance(1);
    expect(releases.map((request) => host.answer('release', request) !== undefined)).toEqual([
      ...Array.from({ length: 32 }, () => true),
      false,
    ]);
    twin.receive(last);
    expect(host.answer('release', releases[32]!)).toMatchObject({ state: 'armed' });
    twin.close();
  });

  const ends: Readonly<Record<string, (twin: Twin, host: Conversation) => void>> = {
    ground: (_, host) => void host.post('ground', {}),
    abort: (_, host) => host.say('ABOR'),
    fault: (twin) => twin.trip('output-time'),
    reset: (twin) => twin.reset(),
  };

  it('has applied what its ledger and its record say, however and whenever it is stopped', () => {
    const how = fc.constantFrom(...Object.keys(ends));
    const microseconds = fc.integer({ min: 0, max: 2600 });
    fc.assert(
      fc.property(how, microseconds, fc.integer({ min: 0, max: 900 }), (end, stopAt, late) => {
        const { twin, host, clock } = pace();
        const plans = [plan, other, plan];
        for (const [index, next] of plans.entries()) host.postFire(next, index + 1);
        clock.advance(stopAt / 1000, late / 1000);
        ends[end]!(twin, host);
        clock.advance(10);
        const { lastSerial } = host.hello(9);
        const cutOff = twin.ledger.cutOff(lastSerial);
        const record = host.ask('record', { serial: lastSerial }) as RecordFields;
        expect(twin.chip.arrays[0]!.states).toEqual(statesAfter(plans.slice(0, lastSerial), cutOff));
        expect(record.blocksDone).toBe(cutOff?.blocks ?? planBlocks(plans[lastSerial - 1]!));
        expect(record.outcome).toBe(cutOff === undefined ? 'done' : end === 'reset' ? 'indeterminate' : 'aborted');
        const reached = record.startTick + record.durationTicks + (cutOff?.ticks ?? 0);
        expect(reached).toBe(Math.min(stopAt, 2500));
        expect([twin.ledger.total, clock.pending]).toEqual([lastSerial, 0]);
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it('needs a clock', () => {
    expect(() => converse({ pace: 'real-time' })).toThrow('needs a clock');
  });
});

describe('the lease', () => {
  it('is at most 10 s, is put off by every frame of the session, and grounds when it is over', () => {
    const clock = new ManualClock();
    const { twin, host } = converse({ clock });
    host.ask('release', {});
    expect(host.arm(60_000)).toEqual({ leaseMilliseconds: 10_000 });
    expect(host.arm(0)).toMatchObject(error('bad-payload'));
    expect(host.arm(1000)).toEqual({ leaseMilliseconds: 1000 });
    for (let time = 0; time < 5; time += 1) {
      clock.advance(900);
      host.probe();
    }
    expect(host.ask('status', {})).toMatchObject({ state: 'armed', leaseMilliseconds: 1000 });
    clock.advance(999);
    host.say('STAT?');
    expect(host.lines).toEqual(['STAT armed 0 0']);
    clock.advance(1);
    host.say('STAT?');
    expect(host.lines).toEqual(['STAT armed 0 0', 'STAT safe 0 0']);
    expect(host.ask('status', {})).toMatchObject({ state: 'safe', cause: 'lease', leaseMilliseconds: 0 });
    expect(host.ask('fire', { planId: host.load(plan), serial: 1, token: host.token })).toMatchObject(
      error('not-released'),
    );
    expect([twin.ledger.total, clock.pending]).toEqual([0, 0]);
    twin.close();
  });

  it('costs no timer a frame, and none once nothing is armed', () => {
    const clock = new ManualClock();
    const { twin, host } = converse({ clock });
    host.ready(1000);
    for (let serial = 1; serial <= 20; serial += 1) host.fire(plan, serial);
    expect([clock.timersSet, clock.pending]).toEqual([1, 1]);
    host.ask('ground', {});
    expect(clock.pending).toBe(0);
    twin.close();
  });

  it('is not granted by a board without a clock', () => {
    const { host } = converse();
    host.ask('release', {});
    expect(host.arm(1000)).toEqual({ leaseMilliseconds: 0 });
    expect(host.ask('arm', { identity: host.identity, leaseMilliseconds: 1, token: 0 })).toMatchObject(
      error('bad-payload'),
    );
    expect(host.ask('arm', { identity: 1, leaseMilliseconds: 1, token: 1 })).toMatchObject(error('limits-changed'));
  });

  it.each([0, 30])('stops a running plan at its end, though the timer rings %d ms late', (late) => {
    const clock = new ManualClock();
    const { twin, host } = converse({ clock, pace: 'real-time' });
    host.ask('release', {});
    host.load(plan);
    host.arm(1);
    clock.advance(0.4);
    const fire = host.post('fire', { planId: host.planId(plan), serial: 1, token: host.token });
    const long = host.post('fire', { planId: host.planId(plan), serial: 2, token: host.token });
    const release = host.post('release', {});
    clock.advance(60, late);
    expect(recordOf(host, fire)).toMatchObject({ outcome: 'done', startTick: 400 });
    expect(host.ask('status', {})).toMatchObject({ state: 'safe', cause: 'lease', groundedTicks: 1400 });
    // fired at the very tick at which the lease was over
    expect(recordOf(host, long)).toMatchObject({ outcome: 'aborted', startTick: 1400, blocksDone: 0 });
    expect(twin.ledger.cutOff(2)).toEqual({ blocks: 0, ticks: 0 });
    expect(host.answer('release', release)).toMatchObject(error('not-released'));
    expect(twin.chip.arrays[0]!.states).toEqual(statesAfter([plan]));
    twin.close();
  });

  it('is renewed by no frame of a session that is refused', () => {
    const clock = new ManualClock();
    const { twin, host } = converse({ clock });
    host.ready(1000);
    clock.advance(900);
    host.send(OPS.status, new Uint8Array(0), { session: host.session, dictionary: 1 });
    clock.advance(100);
    expect(host.ask('status', {})).toMatchObject({ state: 'safe', cause: 'lease' });
    twin.close();
  });

  it('is not over while its host is heard during a plan', () => {
    const { twin, host, clock } = pace();
    const slow = { ...plan, blocks: { ...plan.blocks, ticks: Uint32Array.of(1000, 1000, 1000, 1000) } };
    host.arm(2);
    const fire = host.postFire(slow, 1);
    for (let time = 0; time < 4; time += 1) {
      clock.advance(1.5);
      host.probe();
    }
    expect(recordOf(host, fire)).toMatchObject({ outcome: 'done', durationTicks: 4000 });
    twin.close();
  });
});

describe('a frame that is left unfinished', () => {
  it('is dropped after 100 ms, so that a person can abort', () => {
    const clock = new ManualClock();
    const { twin, host } = converse({ clock });
    host.ready(10_000);
    twin.receive(host.sent.subarray(0, 10));
    clock.advance(100);
    host.say('ABOR');
    expect(host.lines).toEqual(['GROUNDED 1 0 0']);
    expect(host.frames.at(-1)).toMatchObject({ op: 0 });
    twin.close();
  });
});
