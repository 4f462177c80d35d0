import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FLOATING, planOfBlocks, SENSED, type BlockToPlan, type PulsePlan } from '../../core/index.js';
import type { ErrorFields, LowerReply } from '../../protocols/index.js';
import { raisingPlan } from './conversation.js';
import { LOWERED_AT } from './nonvolatile-layout.js';
import { TIMING_PROFILES } from './timing-profiles.js';
import { COLUMNS, converse, error, ROWS } from './twin-under-test.js';

const plan = raisingPlan(ROWS, COLUMNS, 0.2, 50, 4);

const SHAPE = { rows: ROWS, columns: COLUMNS };
/** The same window in every column. */
const window = (from: number, until: number): readonly (readonly [number, number])[] =>
  Array.from({ length: COLUMNS }, () => [from, until] as const);

describe('the grid of edges', () => {
  const blocks = [250, 250, 250, 250].map((ticks) => ({ ticks, rows: [3000, 3000, 3000], windows: window(20, 50) }));
  const refused = (changed: number, changes: Partial<BlockToPlan>): unknown => {
    const { host, twin } = converse({ board: TIMING_PROFILES.p10 });
    const given = blocks.map((block, at) => (at === changed ? { ...block, ...changes } : block));
    const plan = planOfBlocks(0, SHAPE, given);
    const answers = [host.fire(plan, 1), host.ask('check', { planId: host.planId(plan) })];
    expect(twin.ledger.total).toBe(0);
    expect(answers[1]).toEqual(answers[0]);
    return answers[0];
  };

  it('holds for every block and window', () => {
    const windows = [
      [20, 50],
      [20, 55],
    ] as const;
    expect(refused(2, { windows })).toMatchObject({
      ...error('off-grid'),
      block: 2,
      column: 1,
      measured: 55,
      limit: 10,
    });
    expect(refused(3, { ticks: 251 })).toMatchObject({
      ...error('off-grid'),
      block: 3,
      column: -1,
      measured: 251,
      limit: 10,
    });
  });

  it('is what the profile says', () => {
    const { host, twin } = converse({ board: TIMING_PROFILES.p10 });
    expect(twin.identity.limits.edgeTicks).toBe(10);
    expect(host.fire(planOfBlocks(0, SHAPE, blocks), 1)).toMatchObject({ outcome: 'done' });
    expect(converse({ board: TIMING_PROFILES.p1 }).twin.identity.limits.edgeTicks).toBe(1);
  });
});

describe('the time of an output away from 0 V', () => {
  it('is counted over blocks without a break, row by row', () => {
    const { host, twin } = converse({ board: { maxOutputTicks: 500 } });
    // row 0 always, row 1 with a break, row 2 never
    const rows = [
      [9, 9, 0],
      [9, 9, SENSED],
      [9, 0, FLOATING],
      [9, -9, 0],
    ];
    const plan = (change: (codes: number[]) => number[]): PulsePlan =>
      planOfBlocks(
        0,
        SHAPE,
        rows.map((codes) => ({ ticks: 250, rows: change(codes), windows: window(0, 50) })),
      );
    const long = plan((codes) => codes);
    expect(host.fire(long, 1)).toMatchObject({ ...error('output-too-long'), row: 0, measured: 1000, limit: 500 });
    expect(twin.ledger.total).toBe(0);
    const resting = plan(([, ...codes]) => [0, ...codes]);
    expect(host.fire(resting, 1)).toMatchObject({ outcome: 'done' });
    expect(host.ask('check', { planId: host.planId(resting) })).toEqual({
      durationTicks: 1000,
      blocks: 4,
      windows: 8,
      outputTicks: 500,
      samples: 0,
    });
  });
});

describe('lowering a limit', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quarterwave-lower-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const none = { maxRowMicrovolts: 0, maxReadMicrovolts: 0, maxBlockTicks: 0, maxOutputTicks: 0 };
  const inForce = { maxRowMicrovolts: 319_946, maxReadMicrovolts: 149_963, maxBlockTicks: 1000, maxOutputTicks: 4000 };

  it('changes what is refused and the identity document, and no limit is ever raised', () => {
    const { host, twin } = converse();
    const before = host.identity;
    expect(host.ask('lower', none)).toEqual({ ...inForce, identity: before });
    expect(host.ask('lower', inForce)).toEqual({ ...inForce, identity: before });
    expect(host.ask('lower', { ...none, maxRowMicrovolts: 319_947 })).toMatchObject({
      ...error('limit-raise'),
      measured: 319_947,
      limit: 319_946,
    });
    // one wish that is refused refuses all
    expect(host.ask('lower', { ...none, maxBlockTicks: 10, maxOutputTicks: 4001 })).toMatchObject(error('limit-raise'));
    const wishes = { maxRowMicrovolts: 199_000, maxReadMicrovolts: 100_000, maxBlockTicks: 240, maxOutputTicks: 900 };
    const lowered = host.ask('lower', wishes) as LowerReply;
    expect(lowered).toMatchObject(wishes);
    expect(lowered.identity).not.toBe(before);
    expect(twin.identity.limits).toMatchObject({ maxRowVolts: 0.199, maxReadVolts: 0.1, maxBlockTicks: 240 });
    expect(host.ask('lower', { ...none, maxBlockTicks: 241 })).toMatchObject({ ...error('limit-raise'), limit: 240 });

    host.ask('release', {});
    expect(host.arm()).toMatchObject(error('limits-changed'));
    host.identity = lowered.identity;
    expect(host.arm()).toHaveProperty('leaseMilliseconds');
    expect(host.ask('lower', none)).toMatchObject(error('wrong-state'));
    expect(host.fire(plan, 1)).toMatchObject({ ...error('block-too-long'), limit: 240 });
    const short = { ...plan, blocks: { ...plan.blocks, ticks: new Uint32Array(4).fill(240) } };
    expect(host.fire(short, 1)).toMatchObject({ ...error('row-voltage'), limit: 199_000 });
    const low = { ...short, rowVectors: plan.rowVectors.map(() => 3000) };
    expect(host.fire(low, 1)).toMatchObject({ ...error('output-too-long'), measured: 960, limit: 900 });
    const codes = new Int32Array(ROWS).fill(2000);
    expect(host.ask('read', { array: 0, direction: 'forward', codes })).toMatchObject(error('read-voltage'));
    host.say('SYST:CAP?');
    expect(host.lines[0]).toMatch(/BLOCK_TICKS=240,.*ROW_UV=199000,READ_UV=100000,.*OUTPUT_TICKS=900/);
  });

  it('outlives resets, and the process with a state file', () => {
    const stateFile = join(folder, 'chip.bin');
    const wishes = { ...none, maxRowMicrovolts: 150_000 };
    for (const options of [{}, { stateFile }]) {
      const { twin, host } = converse(options);
      const { identity } = host.ask('lower', wishes) as LowerReply;
      twin.reset();
      expect(host.hello(2)).toMatchObject({ identity });
      expect(twin.identity.limits.maxRowVolts).toBe(0.15);
      twin.close();
    }
    const { twin, host } = converse({ stateFile });
    expect(host.ask('lower', none)).toMatchObject({ ...inForce, maxRowMicrovolts: 150_000 });
    expect(host.ask('lower', { ...none, maxBlockTicks: 300 })).toMatchObject({ maxRowMicrovolts: 150_000 });
    twin.close();
    const last = converse({ stateFile }).twin;
    expect(last.identity.limits).toMatchObject({ maxRowVolts: 0.15, maxBlockTicks: 300, maxOutputTicks: 4000 });
    last.close();
  });

  it('is not undone by damage to the state file', () => {
    const stateFile = join(folder, 'chip.bin');
    const { twin, host } = converse({ stateFile });
    host.ask('lower', { ...none, maxRowMicrovolts: 150_000 });
    twin.close();
    const bytes = readFileSync(stateFile);
    bytes[LOWERED_AT]! ^= 1;
    writeFileSync(stateFile, bytes);
    expect(() => converse({ stateFile })).toThrow('the limits that were lowered on this board cannot be read');
  });

  it('does nothing where it cannot be kept', () => {
    const { twin, host } = converse({ stateFile: join(folder, 'chip.bin') });
    twin.close();
    expect((host.ask('lower', { ...none, maxBlockTicks: 10 }) as ErrorFields).code).toBe(error('memory-failed').code);
    expect(twin.identity.limits.maxBlockTicks).toBe(1000);
  });
});
