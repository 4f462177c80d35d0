import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertPlanWithinLimits,
  codeVolts,
  FLOATING,
  LimitError,
  planOfBlocks,
  seconds,
  SENSED,
  siemens,
  volts,
  type BlockToPlan,
  type BoardLimits,
  type PulsePlan,
} from '../../core/index.js';
import { decodePlan, encodePlan, errorNameOf } from '../../protocols/index.js';
import { checkPlan } from './limit-checks.js';

const SHAPE = { rows: 2, columns: 3 };
const DAC = { dacBits: 12, dacFullScaleVolts: volts(2) };
/** Largest codes of rows and gates; two rows at the largest are beyond full scale for the reference. */
const [ROW, GATE] = [1100, 1800];

const anyLimits: fc.Arbitrary<BoardLimits> = fc.record({
  ...Object.fromEntries(Object.entries(DAC).map(([name, value]) => [name, fc.constant(value)])),
  tickSeconds: fc.constant(seconds(1e-6)),
  maxRowVolts: fc.constant(volts(codeVolts(ROW, DAC))),
  maxGateVolts: fc.constantFrom(volts(0), volts(0), volts(codeVolts(GATE, DAC))),
  maxReadVolts: fc.constant(volts(0.1)),
  maxBlockTicks: fc.constantFrom(60, 100),
  edgeTicks: fc.constantFrom(1, 1, 5),
  settleTicks: fc.constantFrom(0, 5, 10),
  openTicks: fc.constantFrom(0, 5),
  drivesColumns: fc.constantFrom(true, true, false),
  floatsRows: fc.constantFrom(true, true, false),
  maxSamples: fc.constantFrom(100, 100, 3, 0),
  maxOutputTicks: fc.constantFrom(120, 1000),
  maxPlanBytes: fc.constant(1 << 20),
  maxPlans: fc.constant(2),
  readSeconds: fc.constantFrom(seconds(5e-6), seconds(10e-6)),
  referenceSiemens: fc.constant(siemens(1e-3)),
}) as fc.Arbitrary<BoardLimits>;

/** One value out of many that hold, now and then one just beyond. */
const around = <T>(...[good, beyond]: readonly [good: readonly T[], beyond: readonly T[]]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 25, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: fc.constantFrom(...beyond) });

const anyWindow = fc.oneof(
  { weight: 1, arbitrary: fc.constant([0, 0] as const) },
  { weight: 3, arbitrary: fc.tuple(around([10, 15], [0, 5, 9, 11]), around([40, 50, 55], [8, 53, 56, 60, 61])) },
);

const listOf = <T>(lines: number, one: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(one, { minLength: lines, maxLength: lines });

const anyBlock: fc.Arbitrary<BlockToPlan> = fc.record({
  ticks: around([60], [0, 50, 61, 100, 105]),
  rows: listOf(SHAPE.rows, around([0, ROW, -ROW, 500, SENSED], [ROW + 1, -ROW - 1, FLOATING])),
  columns: fc.oneof(
    fc.constant([SENSED, SENSED, SENSED]),
    listOf(SHAPE.columns, around([SENSED, 0, ROW, -ROW], [ROW + 1, FLOATING])),
  ),
  windows: listOf(SHAPE.columns, anyWindow),
  gates: listOf(SHAPE.rows, around([0, GATE, -GATE], [GATE + 1, SENSED])),
  sampleTick: fc.oneof(fc.constant(0), around([25, 40], [5, 9, 10, 14, 15, 19, 41, 55, 60, 61])),
  reference: around<BlockToPlan['reference'] & string>(['off'], ['forward', 'backward']),
});

const anyPlan: fc.Arbitrary<PulsePlan> = fc
  .tuple(fc.array(anyBlock, { minLength: 1, maxLength: 3 }), fc.constantFrom(false, false, true))
  .map(([blocks, gated]) => planOfBlocks(0, SHAPE, blocks, gated));

/** What the host says; undefined where it would send the plan. */
function refusedByHost(plan: PulsePlan, limits: BoardLimits): string | undefined {
  try {
    assertPlanWithinLimits(plan, SHAPE, limits);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(LimitError);
    return (error as LimitError).details.quantity;
  }
}

/** What the board says of the plan's bytes; undefined where it would fire it. */
function refusedByBoard(plan: PulsePlan, limits: BoardLimits): string | undefined {
  const decoded = decodePlan(encodePlan(plan));
  if (!decoded.ok) throw new Error(decoded.reason);
  const refusal = checkPlan(decoded.value, [SHAPE], limits);
  return refusal && errorNameOf(refusal.refused.code);
}

/** What each calls the same. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  'quarter-seconds': ['block-too-long'],
  'window-seconds': ['window-too-long'],
  'edge-seconds': ['off-grid'],
  'output-seconds': ['output-too-long'],
  'guard-seconds': ['guard'],
  'sample-seconds': ['sample-time'],
  'sensed-lines': ['sample-time', 'reference-voltage'],
  'reference-volts': ['reference-voltage'],
  'row-volts': ['row-voltage'],
  'gate-volts': ['gate-voltage'],
  samples: ['too-many-samples', 'not-able'],
  gates: ['not-able'],
  'driven-columns': ['not-able'],
  'floating-rows': ['not-able'],
};

describe('what the host lets pass', () => {
  it('is what the board lets pass, and they refuse the rest for the same reason', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(anyPlan, anyLimits, (plan, limits) => {
        const host = refusedByHost(plan, limits);
        const board = refusedByBoard(plan, limits);
        seen.set(host ?? 'passed', (seen.get(host ?? 'passed') ?? 0) + 1);
        if (host === undefined) expect(board).toBeUndefined();
        else expect(NAMES[host]).toContain(board);
      }),
      { numRuns: 6000, seed: 4 },
    );
    // every limit was met, and plans that meet none were among them
    expect([...seen.keys()].toSorted()).toEqual(['passed', ...Object.keys(NAMES)].toSorted());
    expect(seen.get('passed')).toBeGreaterThan(300);
  });
});
