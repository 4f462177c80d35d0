import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../core/index.js';
import { builtInChip } from '../chip/index.js';
import { Conversation, raisingPlan } from './conversation.js';
import { slotAt } from './nonvolatile-layout.js';
import { createTwin, type Twin, type TwinOptions } from './twin.js';

let folder: string;
let stateFile: string;
const twins: Twin[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quarterwave-twin-'));
  stateFile = join(folder, 'chip.bin');
});

afterEach(() => {
  for (const twin of twins.splice(0)) twin.close();
  rmSync(folder, { recursive: true });
});

/** Nothing is told to a twin whose process dies, so none of these is closed before the next is made. */
function boot(options: Partial<TwinOptions> = {}): { twin: Twin; host: Conversation; lastSerial: number } {
  const chip = builtInChip('silver-chalcogenide');
  const twin = createTwin({ chip, arrays: [{ rows: 3, columns: 2 }], seed: 7, stateFile, ...options });
  twins.push(twin);
  const host = new Conversation(twin);
  return { twin, host, lastSerial: host.hello(1).lastSerial };
}

const plan = raisingPlan(3, 2);

describe('the state file', () => {
  it('keeps cells, records and the clock over the death of the process', () => {
    const first = boot();
    const records = [first.host.fire(plan, 1), first.host.fire(plan, 2)];
    const { states } = first.twin.chip.arrays[0]!;

    const second = boot();
    expect(second.lastSerial).toBe(2);
    expect(second.twin.chip.arrays[0]!.states).toEqual(states);
    expect([1, 2].map((serial) => second.host.ask('record', { serial }))).toEqual(records);
    expect(second.host.ask('status', {})).toMatchObject({ boardTicks: 500, state: 'safe' });
    expect(second.host.fire(plan, 2)).toEqual(records[1]);
    expect(second.twin.ledger.total).toBe(0);
    expect(second.host.fire(plan, 3)).toMatchObject({ serial: 3, outcome: 'done', startTick: 500 });
  });

  it('draws another boot nonce at every boot', () => {
    const nonces = [boot(), boot(), boot()].map(({ host }) => host.hello(2).bootNonce);
    expect(new Set(nonces).size).toBe(3);
  });

  it('shows a death between intent and record as indeterminate, and fires that serial never again', () => {
    const { host } = boot();
    host.fire(plan, 1);
    host.fire(plan, 2);
    // as if the process had died before the second record reached the file
    const bytes = readFileSync(stateFile);
    bytes.fill(0, slotAt('record', 2), slotAt('record', 2) + 64);
    writeFileSync(stateFile, bytes);

    const after = boot();
    expect(after.lastSerial).toBe(2);
    const record = after.host.ask('record', { serial: 2 });
    expect(record).toMatchObject({ serial: 2, outcome: 'indeterminate', startTick: 250, blocksDone: 0 });
    expect(after.host.fire(plan, 2)).toEqual(record);
    expect(after.twin.ledger.total).toBe(0);
    expect(after.host.ask('record', { serial: 1 })).toMatchObject({ outcome: 'done' });
  });

  it('takes a torn record for one that is missing', () => {
    const { host } = boot();
    host.fire(plan, 1);
    const bytes = readFileSync(stateFile);
    bytes[slotAt('record', 1) + 30]! ^= 1;
    writeFileSync(stateFile, bytes);
    expect(boot().host.ask('record', { serial: 1 })).toMatchObject({ outcome: 'indeterminate' });
  });

  it('keeps no more than the ring, however long the life', () => {
    const { host } = boot();
    for (let serial = 1; serial <= 130; serial += 1) host.fire(plan, serial);
    const after = boot();
    expect(after.lastSerial).toBe(130);
    expect(after.host.ask('record', { serial: 67 })).toMatchObject({ serial: 67, outcome: 'done' });
    expect(after.host.ask('record', { serial: 66 })).toMatchObject({ code: 601 });
  });

  it('is refused for another chip, saying what differs', () => {
    boot();
    expect(() => boot({ arrays: [{ rows: 2, columns: 2 }] })).toThrow('other arrays: 3x2, asked for 2x2');
    expect(() => boot({ chip: builtInChip('anodic-titania') })).toThrow('other device: silver-chalcogenide');
    expect(() => boot({ seed: 8 })).toThrow('other seed: 7, asked for 8');
    const chip = builtInChip('silver-chalcogenide');
    expect(() => boot({ chip: { ...chip, readNoise: 0.01 } })).toThrow('other settings of the chip');
  });

  it('is not taken for one where it is another file', () => {
    writeFileSync(stateFile, 'what somebody wrote');
    expect(() => boot()).toThrow(ConfigError);
    expect(readFileSync(stateFile, 'utf8')).toBe('what somebody wrote');
    expect(() => boot({ stateFile: join(folder, 'no', 'such', 'folder') })).toThrow('Opening the state file');
  });

  it('answers 603 and fires nothing when the intent cannot be written', () => {
    const { host, twin } = boot();
    twin.close();
    expect(host.fire(plan, 1)).toMatchObject({ code: 603 });
    expect([twin.ledger.total, host.ask('status', {})]).toMatchObject([0, { lastSerial: 0 }]);
  });
});
