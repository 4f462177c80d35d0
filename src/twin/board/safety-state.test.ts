import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorName, StateName } from '../../protocols/index.js';
import { nextSafetyState, switchedOn, type SafetyInput, type SafetyState } from './safety-state.js';

const TOKEN = 7;
const KEY = 9;

/** A board in each state, as it gets there. */
const at: Readonly<Record<StateName, SafetyState>> = {
  boot: switchedOn,
  safe: { state: 'safe', cause: 'boot', token: 0, key: 0, unreconciled: false },
  idle: { state: 'idle', cause: 'boot', token: 0, key: 0, unreconciled: false },
  armed: { state: 'armed', cause: 'boot', token: TOKEN, key: 0, unreconciled: false },
  running: { state: 'running', cause: 'boot', token: TOKEN, key: 0, unreconciled: false },
  fault: { state: 'fault', cause: 'over-current', token: 0, key: KEY, unreconciled: false },
  indeterminate: { state: 'indeterminate', cause: 'boot', token: 0, key: 0, unreconciled: true },
};

const arm: SafetyInput = { type: 'arm', token: 8 };
const fire: SafetyInput = { type: 'fire', token: TOKEN };
const ground: SafetyInput = { type: 'ground', cause: 'ground' };
const abort: SafetyInput = { type: 'ground', cause: 'abort' };
const trip: SafetyInput = { type: 'trip', cause: 'emergency-stop' };
const clearing = (key: number, causeRemains = false): SafetyInput => ({ type: 'clear', key, fresh: 11, causeRemains });
const input = (type: Extract<SafetyInput, { type: string }>['type']): SafetyInput => ({ type }) as SafetyInput;

/** What became of it and what follows, short enough for a table. */
function step(from: StateName, given: SafetyInput): readonly [string, ...string[]] {
  const [{ state, cause }, effects] = nextSafetyState(at[from], given);
  return [
    state === from ? state : `${state} ${cause}`,
    ...effects.map((effect) => (effect.type === 'refuse' ? effect.error : effect.type)),
  ];
}

const LEAVING_ARMED = ['ground-outputs', 'end-lease'];
const LEAVING_RUNNING = ['ground-outputs', 'stop-plan', 'end-lease'];

describe('the state of the outputs', () => {
  it.each<[string, SafetyInput, Record<Exclude<StateName, 'boot'>, string[]>]>([
    [
      'release',
      input('release'),
      {
        safe: ['idle boot'],
        idle: ['idle'],
        armed: ['armed'],
        running: ['running'],
        fault: ['fault', 'faulted'],
        indeterminate: ['indeterminate', 'unreconciled'],
      },
    ],
    [
      'read',
      input('read'),
      {
        safe: ['safe', 'not-released'],
        idle: ['idle'],
        armed: ['armed'],
        running: ['running'],
        fault: ['fault', 'faulted'],
        indeterminate: ['indeterminate'],
      },
    ],
    [
      'lower',
      input('lower'),
      {
        safe: ['safe'],
        idle: ['idle'],
        armed: ['armed', 'wrong-state'],
        running: ['running', 'wrong-state'],
        fault: ['fault', 'wrong-state'],
        indeterminate: ['indeterminate', 'wrong-state'],
      },
    ],
    [
      'arm',
      arm,
      {
        safe: ['safe', 'not-released'],
        idle: ['armed boot'],
        armed: ['armed'],
        running: ['running', 'wrong-state'],
        fault: ['fault', 'faulted'],
        indeterminate: ['indeterminate', 'unreconciled'],
      },
    ],
    [
      'fire',
      fire,
      {
        safe: ['safe', 'not-released'],
        idle: ['idle', 'not-armed'],
        armed: ['armed'],
        running: ['running', 'wrong-state'],
        fault: ['fault', 'faulted'],
        indeterminate: ['indeterminate', 'unreconciled'],
      },
    ],
    [
      'the end of a plan',
      input('over'),
      {
        safe: ['safe'],
        idle: ['idle'],
        armed: ['armed'],
        running: ['armed boot'],
        fault: ['fault'],
        indeterminate: ['indeterminate'],
      },
    ],
    [
      'ground',
      ground,
      {
        safe: ['safe', 'ground-outputs'],
        idle: ['safe ground', 'ground-outputs'],
        armed: ['safe ground', ...LEAVING_ARMED],
        running: ['safe ground', ...LEAVING_RUNNING],
        fault: ['fault', 'ground-outputs'],
        indeterminate: ['indeterminate', 'ground-outputs'],
      },
    ],
    [
      'the end of the lease',
      input('lease-over'),
      {
        safe: ['safe'],
        idle: ['idle'],
        armed: ['safe lease', ...LEAVING_ARMED],
        running: ['safe lease', ...LEAVING_RUNNING],
        fault: ['fault'],
        indeterminate: ['indeterminate'],
      },
    ],
    [
      'a new session',
      input('new-session'),
      {
        safe: ['safe'],
        idle: ['idle'],
        armed: ['idle boot', 'end-lease'],
        running: ['running'],
        fault: ['fault'],
        indeterminate: ['indeterminate'],
      },
    ],
    [
      'a fault',
      trip,
      {
        safe: ['fault emergency-stop', 'ground-outputs'],
        idle: ['fault emergency-stop', 'ground-outputs'],
        armed: ['fault emergency-stop', ...LEAVING_ARMED],
        running: ['fault emergency-stop', ...LEAVING_RUNNING],
        fault: ['fault', 'ground-outputs'],
        indeterminate: ['fault emergency-stop', 'ground-outputs'],
      },
    ],
    [
      'the right key',
      clearing(KEY),
      {
        safe: ['safe'],
        idle: ['idle'],
        armed: ['armed'],
        running: ['running'],
        fault: ['safe over-current'],
        indeterminate: ['indeterminate'],
      },
    ],
    [
      'a verdict',
      input('reconcile'),
      {
        safe: ['safe', 'nothing-to-reconcile'],
        idle: ['idle', 'nothing-to-reconcile'],
        armed: ['armed', 'nothing-to-reconcile'],
        running: ['running', 'nothing-to-reconcile'],
        fault: ['fault', 'faulted'],
        indeterminate: ['safe boot'],
      },
    ],
  ])('answers %s', (_, given, outcomes) => {
    const found = Object.fromEntries(Object.keys(outcomes).map((state) => [state, step(state as StateName, given)]));
    expect(found).toEqual(outcomes);
  });

  it('begins grounded, and indeterminate where a plan was cut off', () => {
    expect(step('boot', { type: 'booted', unreconciled: false })).toEqual(['safe boot', 'ground-outputs']);
    expect(step('boot', { type: 'booted', unreconciled: true })).toEqual(['indeterminate boot', 'ground-outputs']);
  });

  it('lets plans be fired under the last token only', () => {
    const [rearmed] = nextSafetyState(at.armed, arm);
    expect(nextSafetyState(rearmed, fire)[1]).toEqual([{ type: 'refuse', error: 'not-armed' }]);
    expect(nextSafetyState(rearmed, { type: 'fire', token: 8 })[1]).toEqual([]);
    expect(step('armed', { type: 'fire', token: 0 })).toEqual(['armed', 'not-armed']);
  });

  it('has no token once a new session began under a running plan', () => {
    const [fenced] = nextSafetyState(at.running, { type: 'new-session' });
    expect(fenced).toMatchObject({ state: 'running', token: 0 });
    expect(nextSafetyState(fenced, { type: 'over' })).toMatchObject([{ state: 'idle' }, [{ type: 'end-lease' }]]);
  });

  it('is indeterminate where a record was lost, and after a fault still is', () => {
    const [lost, effects] = nextSafetyState(at.running, { type: 'record-lost' });
    expect(lost).toMatchObject({ state: 'indeterminate', unreconciled: true, token: 0 });
    expect(effects.map(({ type }) => type)).toEqual(['ground-outputs', 'end-lease']);
    const [tripped] = nextSafetyState(lost, trip);
    const [asked] = nextSafetyState(tripped, clearing(0));
    expect(nextSafetyState(asked, clearing(11))[0]).toMatchObject({ state: 'indeterminate', unreconciled: true });
  });

  it.each<[string, SafetyInput, Partial<SafetyState>, ErrorName | undefined]>([
    ['gives a new key to who asks', clearing(0), { state: 'fault', key: 11 }, undefined],
    ['refuses a wrong key', clearing(KEY + 1), { state: 'fault', key: KEY }, 'bad-payload'],
    ['stays while its cause is there', clearing(KEY, true), { state: 'fault', key: KEY }, 'cause-remains'],
  ])('in a fault %s', (_, given, state, error) => {
    const effects = error === undefined ? [] : [{ type: 'refuse', error }];
    expect(nextSafetyState(at.fault, given)).toMatchObject([state, effects]);
  });

  it('never clears a fault for which no key was asked', () => {
    const anyKey = fc.integer({ min: 1, max: 0xffffffff });
    fc.assert(
      fc.property(anyKey, (key) => {
        const [next] = nextSafetyState({ ...at.fault, key: 0 }, clearing(key));
        expect(next.state).toBe('fault');
      }),
      { seed: 1 },
    );
  });

  it('holds a token only while armed or running, and leaves both by way of ground', () => {
    const any = fc.constantFrom<SafetyInput>(
      input('release'),
      input('read'),
      input('lower'),
      { type: 'arm', token: 1 },
      { type: 'arm', token: 2 },
      { type: 'ground', cause: 'ground' },
      abort,
      input('over'),
      input('record-lost'),
      input('lease-over'),
      input('new-session'),
      trip,
      clearing(0),
      clearing(11),
      input('reconcile'),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (inputs) => {
        let [safety] = nextSafetyState(switchedOn, { type: 'booted', unreconciled: false });
        for (const given of inputs) {
          const [next, effects] = nextSafetyState(safety, given);
          const types = effects.map(({ type }) => type);
          const isHeld = ({ state }: SafetyState): boolean => state === 'armed' || state === 'running';
          expect(next.token !== 0).toBe(next.state === 'armed');
          if (isHeld(safety) && !isHeld(next)) expect(types).toContain('end-lease');
          if (next.state === 'fault' || (next.state === 'safe' && isHeld(safety))) {
            expect(next.state === safety.state || types.includes('ground-outputs')).toBe(true);
          }
          safety = next;
        }
      }),
      { numRuns: 500, seed: 2 },
    );
  });
});
