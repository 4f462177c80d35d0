import { describe, expect, it } from 'vitest';
import type { BoardLimits } from './crossbar.js';
import { LimitError } from './errors.js';
import { planOfBlocks, type BlockToPlan } from './plan-builder.js';
import { assertPlanWithinLimits } from './plan-limits.js';
import { FLOATING, SENSED } from './pulse-plan.js';
import { seconds, siemens, volts } from './units.js';

const limits: BoardLimits = {
  tickSeconds: seconds(1e-6),
  dacBits: 16,
  dacFullScaleVolts: volts(2),
  maxRowVolts: volts(1),
  maxGateVolts: volts(0),
  maxReadVolts: volts(0.15),
  maxBlockTicks: 1000,
  edgeTicks: 5,
  settleTicks: 10,
  openTicks: 5,
  drivesColumns: true,
  floatsRows: true,
  maxSamples: 4,
  maxOutputTicks: 1500,
  maxPlanBytes: 1 << 20,
  maxPlans: 8,
  readSeconds: seconds(1e-5),
  referenceSiemens: siemens(4.78e-3),
};
const SHAPE = { rows: 2, columns: 3 };
const VOLT = 2 ** 14;
const good: BlockToPlan = {
  ticks: 100,
  rows: [VOLT, -VOLT],
  windows: [
    [10, 95],
    [0, 0],
    [50, 60],
  ],
};

/** What is said of three blocks of which the second is so. */
function complaint(second: BlockToPlan, of: Partial<BoardLimits> = {}, gated = false): string | undefined {
  try {
    assertPlanWithinLimits(planOfBlocks(3, SHAPE, [good, second, good], gated), SHAPE, { ...limits, ...of });
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(LimitError);
    const { quantity, where, enforcedBy } = (error as LimitError).details;
    expect(enforcedBy).toBe('host');
    expect((error as LimitError).message).toContain(where);
    return `${quantity} at ${where}`;
  }
}

describe('assertPlanWithinLimits', () => {
  it('lets pass what lies on every limit', () => {
    expect(complaint(good)).toBeUndefined();
    expect(complaint({ ...good, rows: [SENSED, FLOATING], columns: [0, VOLT, -VOLT], sampleTick: 10 })).toBeUndefined();
    expect(complaint({ ...good, sampleTick: 60 })).toBeUndefined();
    expect(complaint({ ...good, rows: [VOLT, VOLT], reference: 'forward' })).toBeUndefined();
    expect(complaint({ ...good, gates: [VOLT, 0] }, { maxGateVolts: volts(1) }, true)).toBeUndefined();
  });

  it.each<[string, string, BlockToPlan]>([
    ['a row above', 'row-volts at array 3 row W01 block 2', { ...good, rows: [0, VOLT + 1] }],
    ['a driven column above', 'row-volts at array 3 column B02 block 2', { ...good, columns: [0, 0, -VOLT - 1] }],
    ['a column left floating', 'row-volts at array 3 column B00 block 2', { ...good, columns: [FLOATING, 0, 0] }],
    ['a block too long', 'quarter-seconds at array 3 block 2', { ...good, ticks: 1005 }],
    ['a block of no length', 'quarter-seconds at array 3 block 2', { ticks: 0 }],
    ['a block between the edges', 'edge-seconds at array 3 block 2', { ...good, ticks: 101 }],
    [
      'a switch too early',
      'guard-seconds at array 3 column B01 block 2',
      {
        ticks: 100,
        windows: [
          [10, 20],
          [5, 20],
        ],
      },
    ],
    ['a switch too late', 'guard-seconds at array 3 column B00 block 2', { ticks: 100, windows: [[10, 100]] }],
    ['a window too long', 'window-seconds at array 3 column B00 block 2', { ticks: 100, windows: [[10, 105]] }],
    ['a window between the edges', 'edge-seconds at array 3 column B00 block 2', { ticks: 100, windows: [[12, 20]] }],
    ['a sample after the block', 'sample-seconds at array 3 block 2', { ...good, sampleTick: 105 }],
    ['a sample between the edges', 'edge-seconds at array 3 block 2', { ...good, sampleTick: 51 }],
    ['a column sampled too soon', 'sample-seconds at array 3 column B00 block 2', { ...good, sampleTick: 15 }],
    [
      'a row sampled too soon',
      'sample-seconds at array 3 row W00 block 2',
      { ticks: 100, rows: [SENSED], sampleTick: 5 },
    ],
    ['a sample of nothing', 'sensed-lines at array 3 block 2', { ticks: 100, sampleTick: 50 }],
    [
      'a reference beside driven columns',
      'sensed-lines at array 3 block 2',
      { ...good, columns: [0], reference: 'forward' },
    ],
    ['a reference beside driven rows', 'sensed-lines at array 3 block 2', { ...good, reference: 'backward' }],
  ])('refuses %s', (_, expected, second) => expect(complaint(second)).toBe(expected));

  it('refuses what the board has not', () => {
    const floating = { ...good, rows: [FLOATING, 0] };
    expect(complaint(floating, { floatsRows: false })).toBe('floating-rows at array 3 row W00 block 2');
    const driven = { ...good, columns: [SENSED, 0, SENSED] };
    expect(complaint(driven, { drivesColumns: false })).toBe('driven-columns at array 3 column B01 block 2');
    const sampled = { ...good, sampleTick: 60 };
    expect(complaint(sampled, { maxSamples: 0 })).toBe('samples at array 3 block 2');
    expect(complaint(sampled, { maxSamples: 1 })).toBe('samples at array 3');
    expect(complaint(good, {}, true)).toBe('gates at array 3');
    expect(complaint(good, { maxGateVolts: volts(1) })).toBe('gates at array 3');
    expect(complaint({ ...good, gates: [0, VOLT + 1] }, { maxGateVolts: volts(1) }, true)).toBe(
      'gate-volts at array 3 gate W01 block 2',
    );
  });

  it('sums what the reference is driven against', () => {
    const backward: BlockToPlan = {
      ...good,
      rows: [SENSED, FLOATING],
      columns: [VOLT, VOLT, 1],
      reference: 'backward',
    };
    expect(complaint(backward)).toBe('reference-volts at array 3 block 2');
    expect(complaint({ ...backward, columns: [VOLT, VOLT, 0] })).toBeUndefined();
  });

  it('counts the time away from 0 V over blocks: driven columns and gates too, not what rests', () => {
    const long = { ...good, ticks: 1000 };
    expect(complaint({ ...long, rows: [SENSED, FLOATING] }, { maxOutputTicks: 1199 })).toBeUndefined();
    expect(complaint(long, { maxOutputTicks: 1199 })).toBe('output-seconds at array 3 row W00 block 3');
    const column = { ...long, rows: [0, 0], columns: [SENSED, 0, 1] };
    expect(complaint(column, { maxOutputTicks: 999 })).toBe('output-seconds at array 3 column B02 block 2');
    const gate = { ...long, rows: [0, 0], gates: [0, 1] };
    const gates = { maxOutputTicks: 999, maxGateVolts: volts(1) };
    expect(complaint(gate, gates, true)).toBe('output-seconds at array 3 gate W01 block 2');
  });

  it('says what, where, with units, and what to do', () => {
    const attempt = (): void =>
      assertPlanWithinLimits(planOfBlocks(0, SHAPE, [{ ticks: 100, windows: [[10, 100]] }]), SHAPE, limits);
    expect(attempt).toThrow(
      'Column switch opens too late in its block: array 0 column B00 block 1 asks for 100 us, the limit is 95 us. ' +
        'Open the switch earlier, or lengthen the block: it must be open before rows change.',
    );
    const sensed = (): void =>
      assertPlanWithinLimits(planOfBlocks(0, SHAPE, [{ ticks: 100, sampleTick: 50 }]), SHAPE, limits);
    expect(sensed).toThrow('asks for 0 sensed lines, the limit is 1 sensed line.');
  });
});
