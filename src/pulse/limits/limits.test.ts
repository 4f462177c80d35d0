import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amperes,
  LimitError,
  nearestCode,
  ohms,
  planOfBlocks,
  seconds,
  siemens,
  volts,
  type BlockToPlan,
  type BoardLimits,
  type DeviceProfile,
} from '../../core/index.js';
import { deviceProfile } from '../device-profiles.js';
import { assertWithin, describeLimit } from './assert-within.js';
import { boardLimitsOf, chipLimits, statedLimits } from './limit-sources.js';
import { measurePlan } from './measure-plan.js';
import { planQuantities, type PlanLimit, type PlanQuantity } from './plan-limit.js';
import { tightestLimits } from './tightest-limits.js';

const silver = deviceProfile('silver-chalcogenide');
const scale = {
  tickSeconds: seconds(1e-6),
  dacBits: 16,
  dacFullScaleVolts: volts(2),
  referenceSiemens: siemens(4.78e-3),
  settleTicks: 10,
};
const analog = {
  switchOnOhms: ohms(1e-3),
  driverOhms: ohms(0),
  segmentOhms: ohms(0),
  senseFullScaleAmperes: amperes(5e-3),
};
const code = (value: number): number => nearestCode(value, scale);
const measured = (blocks: readonly BlockToPlan[], shape = { rows: 2, columns: 2 }, profile: DeviceProfile = silver) =>
  measurePlan(planOfBlocks(0, shape, blocks), { scale, analog, profile });

const quantity = fc.constantFrom<PlanQuantity[]>(...planQuantities);
const limit: fc.Arbitrary<PlanLimit> = fc.record(
  {
    quantity,
    value: fc.double({ min: 0, max: 10, noNaN: true }),
    source: fc.constantFrom('chip', 'board', 'config', 'command-line'),
    enforcedBy: fc.constantFrom('host', 'firmware', 'hardware'),
    within: fc.constantFrom('first-edge' as const, seconds(1e-6)),
    liftedBy: fc.constantFrom('forming', 'over-range'),
  },
  { requiredKeys: ['quantity', 'value', 'source', 'enforcedBy', 'within'] },
);

describe('the table of limits', () => {
  it('has every quantity once, the tightest that is not lifted in force, and loses none', () => {
    fc.assert(
      fc.property(fc.array(limit), fc.subarray(['forming', 'over-range'] as const), (limits, allowed) => {
        const table = tightestLimits(limits, new Set(allowed));
        expect(table.map((row) => row.quantity)).toEqual(planQuantities);
        const shown = table.flatMap(({ inForce, others, lifted }) => [
          ...(inForce ? [inForce] : []),
          ...others,
          ...lifted,
        ]);
        expect(new Set(shown)).toEqual(new Set(limits));
        for (const { inForce, others, lifted } of table) {
          for (const other of others) expect(other.value).toBeGreaterThanOrEqual(inForce!.value);
          for (const one of lifted) expect(one.liftedBy).toBeDefined();
        }
      }),
      { seed: 61 },
    );
  });

  it('forming goes to the forming voltage, over-range past all of the chip, neither past the board', () => {
    const ratings = { ...silver.ratings!, formingVolts: volts(0.9), endurancePulses: 1000 };
    const board = { maxRowVolts: 1.2, maxGateVolts: 0, maxOutputTicks: 4000, tickSeconds: 1e-6 } as BoardLimits;
    const all = [
      ...chipLimits({ ...silver, ratings }),
      ...boardLimitsOf(board),
      ...statedLimits({ 'set-volts': 1.5 }, 'command-line'),
    ];
    const inForce = (name: PlanQuantity, ...allow: ('forming' | 'over-range')[]) =>
      tightestLimits(all, new Set(allow)).find((row) => row.quantity === name)!.inForce?.value;
    expect(inForce('set-volts')).toBe(0.32);
    expect(inForce('set-volts', 'forming')).toBe(0.9);
    expect(inForce('set-volts', 'over-range')).toBe(1.5);
    expect(inForce('reset-volts', 'forming')).toBe(0.3);
    expect(inForce('cell-pulses', 'forming')).toBe(1000);
    expect(inForce('cell-pulses', 'over-range')).toBeUndefined();
    expect(inForce('row-volts', 'over-range')).toBe(1.2);
    expect(inForce('pulse-seconds', 'over-range')).toBeCloseTo(4e-3, 12);
  });

  it('what nobody has published is not known, and over-range alone lifts a rating without a forming voltage', () => {
    const limits = chipLimits(silver);
    expect(limits.map(({ quantity: name, value, liftedBy }) => [name, value, liftedBy])).toEqual([
      ['set-volts', 0.32, 'over-range'],
      ['reset-volts', 0.3, 'over-range'],
    ]);
    expect(tightestLimits(limits).find((row) => row.quantity === 'cell-pulses')!.inForce).toBeUndefined();
  });
});

describe('what a plan reaches', () => {
  const block = {
    ticks: 100,
    rows: [code(0.2), code(-0.05)],
    windows: [
      [10, 60],
      [0, 0],
    ] as const,
  };

  it('is its volts, times, currents, energy and slew, and where', () => {
    const measures = measured([block, { ticks: 50 }]);
    const at = (name: PlanQuantity) => measures.get(name)!;
    expect(at('row-volts')).toEqual({ value: code(0.2) * 2 ** -14, place: { block: 0, row: 0 } });
    expect(at('set-volts').place).toEqual({ block: 0, row: 0, column: 0 });
    expect(at('pulse-seconds')).toEqual({
      value: expect.closeTo(50e-6, 12) as number,
      place: { block: 0, row: 0, column: 0 },
    });
    expect(at('line-amperes').value).toBeGreaterThanOrEqual(0.2 * 8.5e-3 * 0.999);
    expect(at('cell-amperes').value).toBeLessThan(0.25 * 8.5e-3 * 1.001);
    expect(at('slew').value).toBeCloseTo(0.2 / 10e-6, -1);
    // on the open column for 100 us, or on the closed one for 50 us of them
    expect(at('cell-joules').value).toBeLessThan(0.25 ** 2 * 8.5e-3 * 100e-6 * 1.001);
    expect(at('cell-joules').value).toBeGreaterThan(0.2 ** 2 * 8.5e-3 * 50e-6 * 0.999);
    expect(measures.has('gate-volts')).toBe(false);
    expect(measures.has('column-volts')).toBe(false);
  });

  it('a pulse goes on over blocks where the window does', () => {
    const hold = (windows: readonly (readonly [number, number])[]) => ({ ...block, windows });
    const longest = (...windows: (readonly [number, number])[]) =>
      measured(windows.map((edges) => hold([edges]))).get('pulse-seconds')!.value * 1e6;
    expect(longest([50, 100], [0, 100], [0, 30])).toBeCloseTo(180, 6);
    expect(longest([50, 99], [0, 100], [1, 30])).toBeCloseTo(100, 6);
  });

  it('counts the return to 0 V as a step, and a board without a settling time as infinitely fast', () => {
    const plan = planOfBlocks(0, { rows: 1, columns: 1 }, [
      { ticks: 9, rows: [code(0.1)] },
      { ticks: 9, rows: [code(-0.3)] },
    ]);
    const slew = (settleTicks: number) =>
      measurePlan(plan, { scale: { ...scale, settleTicks }, analog, profile: silver }).get('slew')!;
    expect(slew(4).value).toBeCloseTo(((code(0.1) - code(-0.3)) * 2 ** -14) / 4e-6, 3);
    expect(slew(4).place).toEqual({ block: 1, row: 0 });
    expect(slew(0).value).toBe(Infinity);
  });

  it('is never less than what known cells reach', () => {
    const level = fc.double({ min: -0.5, max: 0.5, noNaN: true });
    const edges = fc.constantFrom([0, 0], [10, 50], [0, 100]) as fc.Arbitrary<readonly [number, number]>;
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            rows: fc.array(level, { minLength: 3, maxLength: 3 }),
            windows: fc.array(edges, { minLength: 2, maxLength: 2 }),
          }),
          { minLength: 1, maxLength: 3 },
        ),
        fc.array(fc.double({ min: 0.255e-3, max: 8.5e-3, noNaN: true }), { minLength: 6, maxLength: 6 }),
        (blocks, cells) => {
          const shape = { rows: 3, columns: 2 };
          const plan = planOfBlocks(
            0,
            shape,
            blocks.map(({ rows, windows }) => ({ ticks: 100, rows: rows.map(code), windows })),
          );
          const options = { scale, analog, profile: silver };
          const bound = measurePlan(plan, options);
          const exact = measurePlan(plan, { ...options, conductances: Float64Array.from(cells) });
          for (const [name, { value }] of exact) {
            expect(bound.get(name)!.value).toBeGreaterThanOrEqual(value * (1 - 1e-9));
          }
        },
      ),
      { seed: 62 },
    );
  });
});

describe('a plan above a limit', () => {
  const measures = measured([{ ticks: 100, rows: [code(0.4)], windows: [[10, 60]] }]);

  it('is refused with the place, both values, who says so, who enforces it and what to do', () => {
    const table = tightestLimits(chipLimits(silver));
    const attempt = () => assertWithin(measures, table);
    expect(attempt).toThrow(LimitError);
    expect(attempt).toThrow(
      'Highest voltage across a cell: W00B00 in block 1 comes to 400 mV, above the limit of 320 mV from the chip, which ' +
        'the host enforces before the first edge. Lower the volts. If it is meant: --allow over-range.',
    );
    try {
      attempt();
    } catch (error) {
      const details = { quantity: 'set-volts', source: 'chip', row: 0, column: 0, block: 0, enforcedBy: 'host' };
      expect((error as LimitError).details).toMatchObject(details);
    }
  });

  it('passes with the permission, and where it sits on its limit', () => {
    expect(() => assertWithin(measures, tightestLimits(chipLimits(silver), new Set(['over-range'])))).not.toThrow();
    const exactly = measures.get('row-volts')!.value;
    const stated = (value: number) => tightestLimits(statedLimits({ 'row-volts': value }, 'config'));
    expect(() => assertWithin(measures, stated(exactly))).not.toThrow();
    expect(() => assertWithin(measures, stated(exactly * 0.999))).toThrow(/from the config/u);
  });

  it('says how fast hardware cuts it off', () => {
    const fuse = { quantity: 'line-amperes', value: 0.01, source: 'board', enforcedBy: 'hardware' } as const;
    expect(describeLimit({ ...fuse, within: seconds(2e-6) })).toBe(
      'the limit of 10 mA from the board, which the hardware enforces within 2 us',
    );
  });
});
