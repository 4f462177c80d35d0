import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ClearReply } from '../../protocols/index.js';
import { raisingPlan } from './conversation.js';
import { ManualClock } from './manual-clock.js';
import { COLUMNS, converse, error, ROWS } from './twin-under-test.js';

const plan = raisingPlan(ROWS, COLUMNS, 0.2, 50, 4);
const reading = { array: 0, direction: 'forward', codes: new Int32Array(ROWS) } as const;

describe('a fault', () => {
  it('grounds, latches, and is cleared in two steps once its cause is gone', () => {
    const { twin, host } = converse();
    host.fire(plan, 1);
    twin.trip('over-current');
    expect(host.ask('status', {})).toMatchObject({ state: 'fault', cause: 'over-current', groundedTicks: 1000 });
    expect(host.ask('release', {})).toMatchObject(error('faulted'));
    expect(host.ask('read', reading)).toMatchObject(error('faulted'));
    expect(host.fire(plan, 2)).toMatchObject(error('faulted'));
    expect(host.fire(plan, 1)).toMatchObject({ serial: 1, outcome: 'done' });
    expect(host.ask('ground', {})).toMatchObject({ grounded: 1 });
    host.say('ABOR;STAT?');
    expect(host.lines).toEqual(['GROUNDED 1 0 1000;STAT fault 1 1000']);

    expect(host.ask('clear', { key: 1234 })).toMatchObject(error('bad-payload'));
    const asked = host.ask('clear', { key: 0 }) as ClearReply;
    expect(asked).toEqual({ state: 'fault', cause: 'over-current', key: expect.any(Number) });
    expect(asked.key).toBeGreaterThan(0);
    expect(host.ask('clear', { key: asked.key })).toMatchObject(error('cause-remains'));
    twin.mend();
    expect(host.ask('status', {})).toMatchObject({ state: 'fault' });
    expect(host.ask('clear', { key: asked.key })).toEqual({ state: 'safe', cause: 'over-current', key: 0 });
    expect(host.ask('clear', { key: asked.key })).toEqual({ state: 'safe', cause: 'over-current', key: 0 });
    host.ready();
    expect(host.fire(plan, 2)).toMatchObject({ serial: 2, outcome: 'done' });
  });

  it('outlives a hello, and a reset while its cause is there', () => {
    const { twin, host } = converse();
    twin.trip('emergency-stop');
    expect(host.hello(2)).toMatchObject({ state: 'fault', cause: 'emergency-stop' });
    twin.reset();
    expect(host.hello(3)).toMatchObject({ state: 'fault', cause: 'emergency-stop' });
    twin.mend();
    twin.reset();
    expect(host.hello(4)).toMatchObject({ state: 'safe', cause: 'boot' });
  });

  it('stops a running plan', () => {
    const clock = new ManualClock();
    const { twin, host } = converse({ clock, pace: 'real-time' });
    const fire = host.postFire(plan, 1);
    const next = host.post('fire', { planId: host.planId(plan), serial: 2, token: host.token });
    clock.advance(0.26);
    twin.trip('read-back');
    expect(host.answer('fire', fire)).toMatchObject({ outcome: 'aborted', blocksDone: 1 });
    expect(host.answer('fire', next)).toMatchObject(error('faulted'));
    expect(twin.ledger.cutOff(1)).toEqual({ blocks: 1, ticks: 10 });
    expect(clock.pending).toBe(0);
  });

  it('is not what a record is that could not be written: that board is in doubt at once, as a reset would have it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'quarterwave-fault-'));
    const { twin, host } = converse({
      stateFile: join(folder, 'chip.bin'),
      // the memory goes between the edges and the record
      resetAt: ({ at, serial }) => {
        if (at === 'before-record' && serial === 2) twin.close();
        return false;
      },
    });
    host.fire(plan, 1);
    expect(host.fire(plan, 2)).toMatchObject({ serial: 2, outcome: 'indeterminate', blocksDone: 4 });
    expect(host.ask('status', {})).toMatchObject({ state: 'indeterminate', lastSerial: 2, groundedTicks: 2000 });
    expect(host.ask('reconcile', { serial: 2, verdict: 'complete' })).toMatchObject(error('memory-failed'));
    expect(host.ask('status', {})).toMatchObject({ state: 'indeterminate' });
    rmSync(folder, { recursive: true });
  });
});

describe('outputs that are locked', () => {
  it('are not driven before they are released, nor pulsed before the board is armed', () => {
    const { twin, host } = converse();
    const planId = host.load(plan);
    const fire = { planId, serial: 1, token: 1 };
    expect(host.ask('read', reading)).toMatchObject(error('not-released'));
    expect(host.ask('fire', fire)).toMatchObject(error('not-released'));
    expect(host.arm()).toMatchObject(error('not-released'));
    expect(host.ask('release', {})).toEqual({ state: 'idle' });
    expect(host.ask('read', reading)).toHaveProperty('codes');
    expect(host.ask('fire', fire)).toMatchObject(error('not-armed'));
    host.arm();
    expect(host.ask('fire', { ...fire, token: host.token + 1 })).toMatchObject(error('not-armed'));
    expect(host.ask('fire', { ...fire, token: 0 })).toMatchObject(error('not-armed'));
    expect([twin.ledger.total, twin.chip.arrays[0]!.reads]).toEqual([0, 1]);
    expect(host.ask('fire', { ...fire, token: host.token })).toMatchObject({ serial: 1 });
    host.ask('ground', {});
    expect(host.ask('fire', { ...fire, serial: 2, token: host.token })).toMatchObject(error('not-released'));
    host.ready();
    expect(host.ask('fire', { ...fire, serial: 2, token: host.token })).toMatchObject({ serial: 2 });
  });
});
