import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordFields } from '../../protocols/index.js';
import { raisingPlan } from './conversation.js';
import { ManualClock } from './manual-clock.js';
import type { ResetStep } from './reset-step.js';
import { COLUMNS, converse, error, ROWS, statesAfter } from './twin-under-test.js';
import type { TwinOptions } from './twin.js';

const BLOCKS = 4;
const plan = raisingPlan(ROWS, COLUMNS, 0.2, 50, BLOCKS);

/** Resets the board once, at that step of serial 2. */
function once(at: ResetStep['at'], blocksDone: number): (step: ResetStep) => boolean {
  let isDone = false;
  return (step) => {
    if (isDone || step.serial !== 2 || step.at !== at || step.blocksDone !== blocksDone) return false;
    isDone = true;
    return true;
  };
}

const STEPS: readonly (readonly [ResetStep['at'], number])[] = [
  ['intent-written', 0],
  ['block-done', 1],
  ['block-done', 2],
  ['block-done', 3],
  ['block-done', BLOCKS],
  ['before-record', BLOCKS],
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quarterwave-reset-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The same board at once and in its own time, with its memory in a file and without. */
const KINDS: readonly (readonly [string, (clock: ManualClock) => Partial<TwinOptions>])[] = [
  ['at once', () => ({})],
  ['at once, with a state file', () => ({ stateFile: join(folder, 'chip.bin') })],
  ['in real time', (clock) => ({ clock, pace: 'real-time' })],
  ['in real time, with a state file', (clock) => ({ clock, pace: 'real-time', stateFile: join(folder, 'chip.bin') })],
];

describe.each(KINDS)('a board that runs plans %s', (_, optionsFor) => {
  it.each(STEPS)('is in doubt after a reset at %s %i, and knows how far it surely came', (at, blocksDone) => {
    const clock = new ManualClock();
    const { twin, host } = converse({ ...optionsFor(clock), resetAt: once(at, blocksDone) });
    const first = host.postFire(plan, 1);
    clock.advance(1);
    expect(host.answer('fire', first)).toMatchObject({ outcome: 'done' });
    const frames = host.frames.length;
    const second = host.postFire(plan, 2);
    clock.advance(1);
    expect(host.answer('fire', second)).toBeUndefined();
    expect(host.frames.slice(frames).filter(({ op }) => op === 6)).toEqual([]);
    // the board is silent until the next hello
    expect(host.ask('status', {})).toBeUndefined();

    const executions = at === 'intent-written' ? 0 : 1;
    expect([twin.ledger.executions(2), twin.ledger.total]).toEqual([executions, 1 + executions]);
    expect(twin.ledger.cutOff(2)?.blocks ?? executions * BLOCKS).toBe(blocksDone);
    const applied = statesAfter([plan, plan], { blocks: blocksDone, ticks: 0 });
    expect(twin.chip.arrays[0]!.states).toEqual(applied);

    expect(host.hello(2, host.session)).toMatchObject({ lastSerial: 2, state: 'indeterminate', cause: 'boot' });
    const record = host.ask('record', { serial: 2 }) as RecordFields;
    expect(record).toMatchObject({
      outcome: 'indeterminate',
      verdict: 'none',
      startTick: 1000,
      blocksDone,
      durationTicks: 250 * blocksDone,
      windowsFired: COLUMNS * blocksDone,
    });
    expect(host.ask('release', {})).toMatchObject(error('unreconciled'));
    expect(host.arm()).toMatchObject(error('unreconciled'));
    // the same serial again makes no edge, whatever the token; the next is not fired either
    const planId = host.load(plan);
    expect(host.ask('fire', { planId, serial: 2, token: 5 })).toEqual(record);
    expect(host.ask('fire', { planId, serial: 3, token: 5 })).toMatchObject(error('unreconciled'));
    const codes = new Int32Array(ROWS).fill(100);
    expect(host.ask('read', { array: 0, direction: 'forward', codes })).toHaveProperty('codes');

    const verdict = blocksDone === 0 ? 'unchanged' : 'partial';
    expect(host.ask('reconcile', { serial: 2, verdict: 'none' })).toMatchObject(error('bad-payload'));
    expect(host.ask('reconcile', { serial: 1, verdict })).toMatchObject(error('nothing-to-reconcile'));
    const reconciled = { ...record, verdict };
    expect(host.ask('reconcile', { serial: 2, verdict })).toEqual(reconciled);
    expect(host.ask('reconcile', { serial: 2, verdict: 'complete' })).toEqual(reconciled);
    expect(host.ask('status', {})).toMatchObject({ state: 'safe', lastSerial: 2 });
    expect(twin.chip.arrays[0]!.states).toEqual(applied);

    host.ready();
    const third = host.postFire(plan, 3);
    // after the read, which took its time too
    clock.advance(1.01);
    expect(host.answer('fire', third)).toMatchObject({ serial: 3, outcome: 'done' });
    twin.close();
    expect(clock.pending).toBe(0);
  });

  it('has the record after a reset that comes behind it, and fires on', () => {
    const clock = new ManualClock();
    const { twin, host } = converse({ ...optionsFor(clock), resetAt: once('before-reply', BLOCKS) });
    host.postFire(plan, 1);
    clock.advance(1);
    const fire = host.postFire(plan, 2);
    clock.advance(1);
    expect(host.answer('fire', fire)).toBeUndefined();
    expect(host.hello(2)).toMatchObject({ lastSerial: 2, state: 'safe', cause: 'boot' });
    expect(host.ask('record', { serial: 2 })).toMatchObject({ outcome: 'done', blocksDone: BLOCKS });
    expect(twin.ledger.cutOff(2)).toBeUndefined();
    expect(host.ask('reconcile', { serial: 2, verdict: 'complete' })).toMatchObject(error('nothing-to-reconcile'));
    twin.close();
  });
});

describe('a reset', () => {
  it('loses plans, session and text status, keeps cells and records, and begins with another nonce', () => {
    const { twin, host } = converse();
    const { bootNonce } = host.hello(1);
    const record = host.fire(plan, 1);
    const states = twin.chip.arrays[0]!.states.slice();
    host.say('*ESR?;*ESE 4');
    const nonces = [bootNonce];
    for (let time = 0; time < 3; time += 1) {
      twin.reset();
      nonces.push(host.hello(2 + time).bootNonce);
    }
    expect(new Set(nonces).size).toBe(4);
    host.lines.length = 0;
    host.say('*ESR?;*ESE?;SYST:ERR:COUNT?');
    expect(host.lines).toEqual(['128;0;0']);
    expect(host.ask('check', { planId: host.planId(plan) })).toMatchObject(error('plan-not-loaded'));
    expect(host.ask('trace', { serial: 1, offset: 0, count: 1 })).toMatchObject(error('no-record'));
    expect(host.ask('record', { serial: 1 })).toEqual(record);
    expect(host.ask('status', {})).toMatchObject({ state: 'safe', groundedTicks: 1000 });
    expect(twin.chip.arrays[0]!.states).toEqual(states);
  });

  it('cuts a running plan off where it stands, and lets nothing that waited be done', () => {
    const clock = new ManualClock();
    const { twin, host } = converse({ clock, pace: 'real-time' });
    host.postFire(plan, 1);
    host.post('fire', { planId: host.planId(plan), serial: 2, token: host.token });
    clock.advance(0.6);
    twin.reset();
    clock.advance(10);
    expect(clock.pending).toBe(0);
    expect(twin.ledger.cutOff(1)).toEqual({ blocks: 2, ticks: 100 });
    expect(twin.chip.arrays[0]!.states).toEqual(statesAfter([plan], { blocks: 2, ticks: 100 }));
    expect(twin.groundings.at(-1)).toEqual({ step: 'read-back', boardTicks: 600 });
    expect(host.hello(2)).toMatchObject({ state: 'indeterminate', lastSerial: 1 });
    expect(host.ask('record', { serial: 1 })).toMatchObject({ blocksDone: 2, windowsFired: 2 * COLUMNS });
  });

  it('is another boot to the state file too', () => {
    const stateFile = join(folder, 'chip.bin');
    const nonces: number[] = [];
    for (let process = 0; process < 3; process += 1) {
      const { twin, host } = converse({ stateFile });
      nonces.push(host.hello(1).bootNonce);
      twin.reset();
      nonces.push(host.hello(1).bootNonce);
      twin.close();
    }
    expect(new Set(nonces).size).toBe(6);
  });

  it('leaves what was cut off in the state file, cells and all', () => {
    const stateFile = join(folder, 'chip.bin');
    const { twin, host } = converse({ stateFile, resetAt: once('block-done', 3) });
    host.fire(plan, 1);
    host.fire(plan, 2);
    // the process dies without a word
    const after = converse({ stateFile });
    expect(after.host.ask('record', { serial: 2 })).toMatchObject({ outcome: 'indeterminate', blocksDone: 3 });
    expect(after.twin.chip.arrays[0]!.states).toEqual(twin.chip.arrays[0]!.states);
    expect(after.host.ask('reconcile', { serial: 2, verdict: 'partial' })).toMatchObject({ verdict: 'partial' });
    const last = converse({ stateFile });
    expect(last.host.hello(4)).toMatchObject({ state: 'safe', lastSerial: 2 });
    expect(last.host.ask('record', { serial: 2 })).toMatchObject({ outcome: 'indeterminate', verdict: 'partial' });
    for (const { twin } of [after, last]) twin.close();
    twin.close();
  });
});
