import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codeVolts,
  columnDrive,
  ConfigError,
  FLOATING,
  gateCode,
  nearestCode,
  planBlocks,
  planSamples,
  REFERENCE,
  rowDrive,
  sampledLines,
  seconds,
  SENSED,
  volts,
  windowFrom,
  windowTicks,
  windowUntil,
  type BoardLimits,
  type PulsePlan,
} from '../../core/index.js';
import { boardUnderTest } from '../board-under-test.js';
import { compileUpdate } from '../compile-update.js';
import { deviceProfile } from '../device-profiles.js';
import { encodeQuarterPeriods } from '../quarter-period.js';
import { compileTimeline } from '../timeline/compile-timeline.js';
import { sequential, type Timeline } from '../timeline/timeline.js';
import { backwardRead, forwardRead } from './array-read.js';
import { cellPulse, pulseTrain } from './cell-pulse.js';
import { cellRead } from './cell-read.js';
import type { SelectScheme } from './select-scheme.js';
import { updateTimeline } from './update-timeline.js';
import { staircaseSweep, triangularSweep, voltageSweep } from './voltage-sweep.js';

const limits: BoardLimits = {
  ...boardUnderTest,
  maxRowVolts: volts(1),
  settleTicks: 10,
  openTicks: 5,
  maxOutputTicks: 1_000_000,
  readSeconds: seconds(20e-6),
};
const shape = { rows: 4, columns: 3 };
const planOf = (timeline: Timeline, some: Partial<BoardLimits> = {}): PulsePlan => {
  const { plans } = compileTimeline(timeline, { array: 0, shape, limits: { ...limits, ...some } });
  expect(plans).toHaveLength(1);
  return plans[0]!;
};
const cell = { row: 2, column: 1 };
const gated = { maxGateVolts: volts(2) };

/** Volts of a line's drive; a sensed line is at 0. */
const voltsOf = (drive: number): number => (drive === SENSED ? 0 : codeVolts(drive, limits));

/** Across every cell whose two ends are held while its column is closed; NaN where one is not, or its gate is off. */
function cellVolts(plan: PulsePlan, block: number): number[] {
  return Array.from({ length: shape.rows * shape.columns }, (_, place) => {
    const [row, column] = [Math.floor(place / shape.columns), place % shape.columns];
    const drive = rowDrive(plan, block, row);
    if (drive === FLOATING || windowTicks(plan, block, column) === 0) return Number.NaN;
    if (plan.gated && gateCode(plan, block, row) === 0) return Number.NaN;
    return voltsOf(drive) - voltsOf(columnDrive(plan, block, column));
  });
}
const selected = cell.row * shape.columns + cell.column;

describe('the quarter-period update as a timeline', () => {
  it('compiles to the plan of compileUpdate', () => {
    const values = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 8 });
    const silver = deviceProfile('silver-chalcogenide');
    fc.assert(
      fc.property(
        values,
        values,
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom(1, 2, 5),
        fc.constantFrom(10, 16),
        (xs, ys, settleTicks, openTicks, edgeTicks, dacBits) => {
          const update = encodeQuarterPeriods(Float64Array.from(xs), Float64Array.from(ys), {
            voltsPerInput: 0.1,
            secondsPerErrorUp: 2e-4,
            secondsPerErrorDown: 1e-4,
            quarterSeconds: seconds(250e-6),
            positiveThreshold: silver.positiveThreshold,
            negativeThreshold: silver.negativeThreshold,
          });
          const board = { ...limits, settleTicks, openTicks, edgeTicks, dacBits };
          const target = { array: 3, shape: { rows: xs.length, columns: ys.length }, limits: board };
          expect(compileTimeline(updateTimeline(update), target).plans).toEqual([compileUpdate(update, 3, board)]);
        },
      ),
      { seed: 4 },
    );
  });
});

describe('reads inside a plan', () => {
  it('forward: rows driven, the reference on, every column sampled when the board can', () => {
    const plan = planOf(forwardRead(shape, [0.1, -0.05, 0, 0.15]));
    expect(plan.blocks.reference[0]).toBe(REFERENCE.forward);
    expect(rowDrive(plan, 0, 1)).toBe(nearestCode(-0.05, limits));
    expect(sampledLines(plan, 0)).toEqual([{ column: 0 }, { column: 1 }, { column: 2 }]);
    expect(plan.blocks.sampleTicks[0]).toBe(limits.settleTicks + 20);
  });

  it('backward: columns driven, every row sampled', () => {
    const plan = planOf(backwardRead(shape, [0.1, 0, -0.1], 40e-6));
    expect(plan.blocks.reference[0]).toBe(REFERENCE.backward);
    expect(columnDrive(plan, 0, 2)).toBe(nearestCode(-0.1, limits));
    expect(sampledLines(plan, 0)).toEqual([{ row: 0 }, { row: 1 }, { row: 2 }, { row: 3 }]);
    expect(plan.blocks.sampleTicks[0]).toBe(limits.settleTicks + 40);
    expect([windowFrom(plan, 0, 0), windowUntil(plan, 0, 0)]).toEqual([10, 50]);
  });

  it('of one cell: nothing else flows into its column', () => {
    const plan = planOf(cellRead(shape, { cell, readVolts: 0.1 }));
    expect(sampledLines(plan, 0)).toEqual([{ column: 1 }]);
    expect(cellVolts(plan, 0).filter((across) => across !== 0 && !Number.isNaN(across))).toHaveLength(1);
  });

  it('refuses a read with the wrong number of lines', () => {
    expect(() => forwardRead(shape, [0.1])).toThrow(/4 rows was given 1/u);
    expect(() => cellRead(shape, { cell: { row: 4, column: 0 }, readVolts: 0.1 })).toThrow(/no cell W04B00/u);
  });
});

describe('pulses on one cell', () => {
  const pulse = (scheme: SelectScheme, pulseVolts: number) =>
    cellPulse(shape, {
      cell,
      operation: pulseVolts > 0 ? 'set' : 'reset',
      volts: pulseVolts,
      widthSeconds: 50e-6,
      scheme,
    });
  const schemes: [name: string, scheme: SelectScheme, share: number, some: Partial<BoardLimits>][] = [
    ['half', 'half', 1 / 2, {}],
    ['third', 'third', 1 / 3, {}],
    ['floating', 'floating', 0, {}],
    ['gate', { gateVolts: 1.5 }, 0, gated],
  ];
  // two lines, each half a code off
  const step = codeVolts(1, limits) * (1 + 1e-9);

  it.each(schemes)(
    '%s: the selected cell sees V for the width, others no more than their share',
    (_, scheme, share, some) => {
      fc.assert(
        fc.property(fc.double({ min: 0.05, max: 0.9, noNaN: true }), fc.boolean(), (size, isSet) => {
          const asked = isSet ? size : -size;
          const plan = planOf(pulse(scheme, asked), some);
          expect(plan.blocks.ticks).toEqual(Uint32Array.of(10 + 50 + 5));
          expect(windowTicks(plan, 0, cell.column)).toBe(50);
          const across = cellVolts(plan, 0);
          expect(Math.abs(across[selected]! - asked)).toBeLessThanOrEqual(step);
          for (const [place, seen] of across.entries()) {
            // half-selected cells on the selected row or column of `floating` and `gate` have an open end
            if (place === selected || Number.isNaN(seen)) continue;
            expect(Math.abs(seen)).toBeLessThanOrEqual(share * size + step);
          }
        }),
        { seed: 4, numRuns: 50 },
      );
    },
  );

  it('half and third hold every line, so that no cell is left to sneak paths', () => {
    for (const scheme of ['half', 'third'] as const)
      expect(cellVolts(planOf(pulse(scheme, 0.4)), 0)).not.toContain(Number.NaN);
  });

  it('asks no more of the board than the scheme needs', () => {
    expect(() => planOf(pulse('half', 0.3), { drivesColumns: false })).toThrow(/drivesColumns/u);
    expect(() => planOf(pulse('floating', 0.3), { floatsRows: false })).toThrow(/floatsRows/u);
    expect(() => planOf(pulse({ gateVolts: 1 }, 0.3))).toThrow(/maxGateVolts/u);
    expect(() => planOf(pulse('floating', 0.3), { drivesColumns: false, maxSamples: 0 })).not.toThrow();
    expect(() =>
      planOf(pulse({ gateVolts: 1 }, 0.3), { ...gated, drivesColumns: false, floatsRows: false }),
    ).not.toThrow();
  });

  it('refuses a sign that is not the operation', () => {
    const wrong = { cell, widthSeconds: 1e-4, scheme: 'half' } as const;
    expect(() => cellPulse(shape, { ...wrong, operation: 'set', volts: -0.3 })).toThrow(ConfigError);
    expect(() => cellPulse(shape, { ...wrong, operation: 'form', volts: -0.3 })).toThrow(/FORM pulse of -300 mV/u);
    expect(() => cellPulse(shape, { ...wrong, operation: 'reset', volts: 0.3 })).toThrow(ConfigError);
    expect(() => cellPulse(shape, { ...wrong, operation: 'set', volts: 0.3, widthSeconds: 0 })).toThrow(/no|none/u);
  });

  it('a train: pulse, read, rest, as often as asked', () => {
    const plan = planOf(
      pulseTrain(shape, {
        cell,
        operation: 'set',
        volts: 0.4,
        widthSeconds: 50e-6,
        scheme: 'half',
        pulses: 20,
        intervalSeconds: 100e-6,
        readVolts: 0.1,
      }),
    );
    expect([...plan.blocks.ticks.subarray(0, 6)]).toEqual([65, 35, 100, 65, 35, 100]);
    expect(planBlocks(plan)).toBe(60);
    expect(planSamples(plan)).toBe(20);
    expect(rowDrive(plan, 2, cell.row)).toBe(0);
  });
});

describe('sweeps', () => {
  const selectedVolts = (plan: PulsePlan): number[] =>
    Array.from({ length: planBlocks(plan) }, (_, block) => cellVolts(plan, block)[selected]!);

  it.each(['half', 'third', 'floating'] as const)('%s: one sample at every voltage', (scheme) => {
    const plan = planOf(
      staircaseSweep(shape, { fromVolts: -0.2, toVolts: 0.4, steps: 6 }, { cell, scheme, dwellSeconds: 80e-6 }),
    );
    expect(planSamples(plan)).toBe(7);
    const asked = [-0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4];
    for (const [block, across] of selectedVolts(plan).entries()) {
      expect(across).toBeCloseTo(asked[block]!, 3);
      expect(sampledLines(plan, block)).toEqual([{ column: cell.column }]);
      expect(plan.blocks.sampleTicks[block]).toBe(90);
    }
  });

  it('gated, only the selected row conducts while it is sampled', () => {
    const sweep = staircaseSweep(
      shape,
      { fromVolts: 0.1, toVolts: 0.4, steps: 3 },
      { cell, scheme: { gateVolts: 1.2 }, dwellSeconds: 80e-6 },
    );
    const plan = planOf(sweep, gated);
    for (let block = 0; block < 4; block += 1) {
      expect(cellVolts(plan, block).filter((across) => !Number.isNaN(across))).toHaveLength(1);
    }
  });

  it('pulsed: every voltage followed by a read at v_read', () => {
    const plan = planOf(
      voltageSweep(shape, [0.3, -0.3], { cell, scheme: 'half', dwellSeconds: 1e-4, readVolts: 0.1, restSeconds: 5e-5 }),
    );
    expect([...plan.blocks.ticks]).toEqual([115, 35, 50, 115, 35, 50]);
    expect(planSamples(plan)).toBe(2);
    expect(selectedVolts(plan)[1]).toBeCloseTo(0.1, 4);
    expect(selectedVolts(plan)[3]).toBeCloseTo(-0.3, 3);
  });

  it('a triangle goes up, through zero, down and back', () => {
    const plan = planOf(
      triangularSweep(
        shape,
        { peakVolts: 0.4, valleyVolts: -0.2, steps: 2 },
        { cell, scheme: 'floating', dwellSeconds: 30e-6 },
      ),
    );
    const rounded = selectedVolts(plan).map((across) => Math.round(across * 1e3) / 1e3 + 0);
    expect(rounded).toEqual([0, 0.2, 0.4, 0.2, 0, -0.1, -0.2, -0.1, 0]);
  });

  it('parts compose with each other', () => {
    const both = sequential([forwardRead(shape, [0.1, 0.1, 0.1, 0.1]), cellRead(shape, { cell, readVolts: 0.1 })]);
    expect(planSamples(planOf(both))).toBe(3 + 1);
  });
});
