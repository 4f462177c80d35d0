import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Shape } from '../../src/core/index.js';
import { Conversation, raisingPlan } from '../../src/twin/board/conversation.js';
import { builtInChip, createTwin, serveTwinUnix, type Twin } from '../../src/twin/index.js';
import { quarterwave, type Finished } from './run-quarterwave.js';
import { scratchFolder } from './scratch-folder.js';

const folder = scratchFolder();
const SHAPE: Shape = { rows: 3, columns: 2 };
const BLOCKS = 4;

interface Bench {
  readonly twin: Twin;
  readonly board: string;
  /** Runs a command on the board. */
  readonly run: (...args: readonly string[]) => Promise<Finished>;
  /** The same with --json, and its one document. */
  readonly ask: (...args: readonly string[]) => Promise<Record<string, unknown>>;
}

let served = 0;
const leave: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of leave.splice(0)) await close();
});

/** A twin in reach of the test, at the end of a socket for the program. */
async function bench(stateFile?: string): Promise<Bench> {
  served += 1;
  const path = join(folder, `board-${served}`);
  const board = `unix://${path}`;
  const twin = createTwin({
    chip: builtInChip('silver-chalcogenide'),
    arrays: [SHAPE],
    seed: 3,
    ...(stateFile === undefined ? {} : { stateFile }),
    resetAt: ({ at, blocksDone }) => at === 'block-done' && blocksDone === 2,
  });
  const { close } = await serveTwinUnix(twin, { path });
  leave.push(async () => {
    await close();
    twin.close();
  });
  const run = (...args: readonly string[]): Promise<Finished> => quarterwave([...args, '--board', board], folder);
  const ask = async (...args: readonly string[]): Promise<Record<string, unknown>> => {
    const { code, stdout, stderr } = await run(...args, '--json');
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('error') as string]);
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  return { twin, board, run, ask };
}

/** Fires serial 1, which the twin's reset cuts off after two of its blocks. */
function cutOffPlan(twin: Twin): void {
  const host = new Conversation(twin);
  host.hello(1);
  host.fire(raisingPlan(SHAPE.rows, SHAPE.columns, 0.2, 50, BLOCKS), 1);
  expect(twin.ledger.cutOff(1)).toEqual({ blocks: 2, ticks: 0 });
}

describe('quarterwave status', () => {
  it('says who the board is and how it is, and leaves it so', async () => {
    const { twin, run, ask } = await bench();
    const { code, stdout, stderr } = await run('status');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/software twin, serial number TWIN-3, .*silver-chalcogenide, arrays 3x2/u);
    expect(stdout).toMatch(/state +safe: outputs locked, at 0 V\nlatest cause +boot: it has started/u);
    expect(stdout).toMatch(/last serial +none/u);
    const groundings = twin.groundings.length;
    expect(await ask('status')).toMatchObject({ state: 'safe', cause: 'boot', lastSerial: 0, grounded: null });
    expect(twin.groundings).toHaveLength(groundings);
  });

  it('says when the outputs were last read back as grounded, and by whom', async () => {
    const { ask, run } = await bench();
    // the clock of such a twin moves with what it does
    expect((await run('read')).code).toBe(0);
    const { boardTicks, cause, ...status } = await ask('status');
    expect(status['grounded']).toEqual({ boardTicks, residualVolts: 0 });
    expect(cause).toBe('ground');
    expect((await run('status')).stdout).toMatch(/last grounding +at \d+ us, largest voltage read back 0 V/u);
  });

  it('says what a fault is, what to mend and what to do then', async () => {
    const { twin, board, run, ask } = await bench();
    twin.trip('over-current');
    const { code, stdout } = await run('status');
    expect(code).toBe(0);
    expect(stdout).toMatch(/latest cause +over-current: more current flowed than it allows/u);
    expect(stdout).toContain(`Look for a short on the chip and its wiring; then: quarterwave clear --board ${board}`);
    expect(await ask('status')).toMatchObject({ state: 'fault', cause: 'over-current' });
  });
});

describe('quarterwave clear', () => {
  it('refuses while the cause is there, and clears a fault once it is mended', async () => {
    const { twin, run, ask } = await bench();
    twin.trip('emergency-stop');
    const early = await run('clear');
    expect([early.code, early.stdout]).toEqual([1, '']);
    expect(early.stderr).toMatch(
      /^error: The fault of the board at unix:\S+ stays \(emergency-stop: .*\): its cause is still there\. .*release it/u,
    );
    twin.mend();
    expect(await ask('status')).toMatchObject({ state: 'fault' });
    const { code, stdout, stderr } = await run('clear');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/cleared emergency-stop: the emergency stop was pressed; now safe/u);
    expect((await run('read')).code).toBe(0);
  });

  it('changes nothing where there is no fault', async () => {
    const { ask } = await bench();
    expect(await ask('clear')).toMatchObject({ cleared: false, fault: null, state: 'safe' });
  });

  it('leaves a plan that was cut off to be reconciled', async () => {
    const { twin, run, ask } = await bench();
    cutOffPlan(twin);
    twin.trip('read-back');
    twin.mend();
    const { code, stdout, stderr } = await run('clear');
    expect([code, stdout]).toEqual([0, expect.stringContaining('now indeterminate: a plan was cut off') as string]);
    expect(stderr).toMatch(/Serial 1 was cut off\. Read every cell and tell the board so: .* --reconcile/u);
    expect(await ask('status')).toMatchObject({ state: 'indeterminate', lastSerial: 1 });
  });
});

describe('quarterwave limits', () => {
  it('shows the limits and who keeps them', async () => {
    const { twin, run, ask } = await bench();
    const { stdout } = await run('limits');
    expect(stdout).toMatch(/row voltage in a plan +319\.946 mV +host and board +--max-row-volts/u);
    expect(stdout).toMatch(/length of a block +1 ms +host and board +--max-block-seconds/u);
    expect(await ask('limits')).toMatchObject({
      limits: { ...twin.identity.limits },
      enforcedBy: ['host', 'board'],
    });
  });

  it('says that there is no way back, and does nothing without --yes', async () => {
    const { twin, run } = await bench();
    const before = twin.identity;
    const { code, stdout, stderr } = await run('limits', '--max-row-volts', '0.2', '--max-block-seconds', '5e-4');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /for good: row voltage in a plan 319\.946 mV -> 200 mV, length of a block 1 ms -> 500 us\./u,
    );
    expect(stderr).toMatch(/No message can raise them again, only a jumper on the board.*--yes/u);
    expect(twin.identity).toEqual(before);
  });

  it('lowers them for good, over the death of the board', async () => {
    const stateFile = join(folder, 'lowered.bin');
    const { twin, run, ask } = await bench(stateFile);
    const lowering = ['--max-row-volts', '0.2', '--max-read-volts', '0.1', '--max-output-seconds', '0.002', '--yes'];
    expect(await ask('limits', ...lowering)).toMatchObject({
      before: { maxReadVolts: expect.closeTo(0.15, 3) as number, maxOutputTicks: 4000 },
      limits: { maxRowVolts: 0.2, maxReadVolts: 0.1, maxBlockTicks: 1000, maxOutputTicks: 2000 },
    });
    expect(twin.identity.limits).toMatchObject({ maxRowVolts: 0.2, maxReadVolts: 0.1 });
    // reads keep to the limit that they find
    expect((await run('read')).code).toBe(0);
    await leave.pop()!();
    const again = await bench(stateFile);
    expect(await again.ask('limits')).toMatchObject({ limits: { maxRowVolts: 0.2, maxOutputTicks: 2000 } });
  });

  it('refuses what would raise a limit, and what leaves nothing to do', async () => {
    const { twin, run } = await bench();
    const before = twin.identity;
    const cases: readonly (readonly [flag: string, value: string, complaint: RegExp])[] = [
      ['--max-row-volts', '0.5', /row voltage cannot be 500 mV: it is 319\.946 mV, and limits can only be lowered/u],
      ['--max-read-volts', '0', /read voltage cannot be 0 V: give at least 61\.0352 uV/u],
      ['--max-output-seconds', 'long', /output time cannot be NaN s/u],
    ];
    for (const [flag, value, complaint] of cases) {
      const { code, stdout, stderr } = await run('limits', flag, value, '--yes');
      expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(complaint) as string]);
    }
    expect(twin.identity).toEqual(before);
  });

  it('lowers nothing in a fault, nor on a twin that ends with the command', async () => {
    const { twin, run } = await bench();
    twin.trip('watchdog');
    const { code, stderr } = await run('limits', '--max-row-volts', '0.2', '--yes');
    expect([code, stderr]).toEqual([1, expect.stringMatching(/lowered in safe and idle; .* is in fault/u) as string]);
    const passing = await quarterwave(['limits', '--max-row-volts', '0.2', '--yes'], folder);
    expect([passing.code, passing.stderr]).toEqual([2, expect.stringContaining('twin:?state=board.bin') as string]);
  });
});

describe('quarterwave read --reconcile', () => {
  it('reads a board that waits for it, and without the flag says that it waits', async () => {
    const { twin, board, run, ask } = await bench();
    cutOffPlan(twin);
    const { code, stdout, stderr } = await run('read');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^array 0, 3x2 silver-chalcogenide/u);
    expect(stderr).toMatch(
      /Serial 1 was cut off after 2 whole blocks, and the board fires nothing until .*--reconcile/u,
    );
    expect(await ask('read')).toMatchObject({ cutOff: { serial: 1, blocksDone: 2, verdict: 'none' } });
    expect(await ask('status')).toMatchObject({
      state: 'indeterminate',
      next: expect.stringContaining(`read --board ${board} --reconcile`) as string,
    });
  });

  it('tells the board that the cells were read, once', async () => {
    const { twin, run, ask } = await bench();
    cutOffPlan(twin);
    const { code, stderr } = await run('read', '--reconcile');
    expect([code, stderr.trim()]).toEqual([
      0,
      'Serial 1 was cut off after 2 whole blocks. The board was told: partial, and will fire plans again.',
    ]);
    expect(await ask('status')).toMatchObject({ state: 'safe', lastSerial: 1 });
    const again = await run('read', '--reconcile', 'complete');
    expect([again.code, again.stderr]).toEqual([0, expect.stringMatching(/^Nothing to reconcile/u) as string]);
    expect(await ask('read')).toMatchObject({ cutOff: null });
  });

  it('passes the verdict on, and takes no other word', async () => {
    const { twin, run, ask } = await bench();
    cutOffPlan(twin);
    const { code, stdout, stderr } = await run('read', '--reconcile', 'maybe');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain("--reconcile is 'maybe'. Give unchanged, partial, complete");
    expect(await ask('read', '--reconcile', 'unchanged')).toMatchObject({
      cutOff: { serial: 1, blocksDone: 2, verdict: 'unchanged' },
    });
  });
});
