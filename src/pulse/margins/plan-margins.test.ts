import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amperes,
  FLOATING,
  nearestCode,
  ohms,
  planOfBlocks,
  randomStream,
  seconds,
  siemens,
  volts,
  type AnalogPath,
  type DeviceProfile,
} from '../../core/index.js';
import { compileUpdate } from '../compile-update.js';
import { deviceProfile, smallerThreshold } from '../device-profiles.js';
import { encodeQuarterPeriods, type QuarterPeriodUpdate } from '../quarter-period.js';
import { assertNoSneakDisturb } from '../sneak-path.js';
import { planMargins } from './plan-margins.js';

const silver = deviceProfile('silver-chalcogenide');
const titania = deviceProfile('anodic-titania');

const grid = {
  tickSeconds: seconds(1e-6),
  edgeTicks: 1,
  settleTicks: 0,
  openTicks: 0,
  dacBits: 16,
  dacFullScaleVolts: volts(2),
};
const scaleOf = (profile: DeviceProfile) => ({
  ...grid,
  referenceSiemens: siemens((profile.linearRange.min + profile.linearRange.max) / 2),
});
const pathOf = (switchOnOhms: number, given: Partial<AnalogPath> = {}): AnalogPath => ({
  switchOnOhms: ohms(switchOnOhms),
  driverOhms: ohms(0),
  segmentOhms: ohms(0),
  senseFullScaleAmperes: amperes(50e-3),
  ...given,
});

const updateOf = (profile: DeviceProfile, voltsPerInput: number, xs: readonly number[], ys: readonly number[]) =>
  encodeQuarterPeriods(Float64Array.from(xs), Float64Array.from(ys), {
    voltsPerInput,
    secondsPerErrorUp: 1e-4,
    secondsPerErrorDown: 1e-4,
    quarterSeconds: seconds(250e-6),
    positiveThreshold: profile.positiveThreshold,
    negativeThreshold: profile.negativeThreshold,
  });

const marginsOf = (
  update: QuarterPeriodUpdate,
  profile: DeviceProfile,
  analog: AnalogPath,
  conductances?: Float64Array,
) =>
  planMargins(compileUpdate(update, 0, grid), {
    scale: scaleOf(profile),
    analog,
    profile,
    ...(conductances === undefined ? {} : { conductances }),
  });

/** Overdrive of a full-scale input unless a recipe says otherwise: 0.3 of the smaller threshold. */
const usualOverdrive = (profile: DeviceProfile): number => 0.3 * smallerThreshold(profile);

describe('the margins of a plan', () => {
  it('ten 38 mS cells a column behind 1 ohm switches cannot be moved, and why', () => {
    const xs = [1, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.5, 0];
    const update = updateOf(titania, usualOverdrive(titania), xs, [0.7, -0.3, 1]);
    const { verdict, findings, inUse } = marginsOf(update, titania, pathOf(1), new Float64Array(30).fill(38e-3));
    expect(verdict).toBe('cannot-move');
    expect(findings).toHaveLength(1);
    // v = sum v_i G / (1/R + G + sum G), of which W00 sees what is left
    const rows = xs.map((x) => -0.56 - x * usualOverdrive(titania));
    const node = (rows.reduce((sum, v) => sum + v, 0) * 38e-3) / (1 + 38e-3 + 0.38);
    expect(inUse.best!.columnVolts).toBeCloseTo(node, 4);
    expect(inUse.best!.mostVolts).toBeCloseTo(rows[0]! - node, 4);
    expect(findings[0]!.text).toBe(
      'No cell can move: W00B00 in block 2 sees -558 mV of the -728 mV it is ordered, and moves from -560 mV; column ' +
        'B00 goes to -170 mV because 10 cells of 38 mS (380 mS) stand against the 1 S of its switch. Use a board whose ' +
        'switches conduct better, fewer rows, cells that conduct less, or more overdrive.',
    );
  });

  it('the same update works behind switches of a milliohm, and more overdrive is weak behind an ohm', () => {
    const xs = Array.from({ length: 10 }, () => 1);
    const cells = new Float64Array(10).fill(38e-3);
    const at = (overdrive: number, switchOhms: number) =>
      marginsOf(updateOf(titania, overdrive, xs, [1]), titania, pathOf(switchOhms), cells);
    expect(at(usualOverdrive(titania), 1e-3).findings).toEqual([]);
    const weak = at(0.5, 1);
    expect(weak.verdict).toBe('weak');
    expect(weak.findings[0]!.text).toMatch(/^Weak: W00B00 in block \d sees .* 38 mS \(380 mS\) stand against the 1 S/u);
    // all rows at 1.06 V: the node takes 0.38 / 1.418 of them
    expect(weak.inUse.overdrive!.lostVolts).toBeCloseTo((1.06 * 0.38) / 1.418, 3);
  });

  it('a default training update of silver chalcogenide with R_on of a milliohm works', () => {
    const random = randomStream(7, 'updates');
    const draw = (n: number) => Array.from({ length: n }, () => 2 * random.uniform() - 1);
    for (const [rows, columns] of [
      [5, 8],
      [9, 3],
      [64, 64],
    ] as const) {
      const update = updateOf(silver, usualOverdrive(silver), [...draw(rows - 1), 1], draw(columns));
      const margins = marginsOf(update, silver, pathOf(1e-3));
      expect(margins.findings).toEqual([]);
      expect(margins.verdict).toBe('works');
      expect(margins.inUse.open!.marginVolts).toBeGreaterThan(0);
      expect(margins.anywhere!.lostShare).toBeGreaterThan(margins.inUse.lostShare);
    }
  });

  it('never says less than any array within the linear range would find', () => {
    const level = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(level, { minLength: 1, maxLength: 6 }),
        fc.array(level, { minLength: 1, maxLength: 3 }),
        fc.double({ min: -7, max: 1.6, noNaN: true }),
        fc.constantFrom(0, 1),
        fc.integer(),
        (xs, ys, logOhms, driverOhms, seed) => {
          const random = randomStream(seed, 'cells');
          const { min, max } = titania.linearRange;
          const cells = Float64Array.from(
            { length: xs.length * ys.length },
            () => min + (max - min) * Math.min(1, Math.max(0, 2 * random.uniform() - 0.5)),
          );
          const update = updateOf(titania, 0.4, xs, ys);
          const analog = pathOf(Math.exp(logOhms), { driverOhms: ohms(driverOhms) });
          const bound = marginsOf(update, titania, analog).inUse;
          const exact = marginsOf(update, titania, analog, cells).inUse;
          expect(bound.lostShare).toBeGreaterThanOrEqual(exact.lostShare - 1e-9);
          if (exact.canMove) expect(bound.canMove).toBe(true);
          expect(bound.open!.marginVolts).toBeLessThanOrEqual(exact.open!.marginVolts + 1e-9);
          if (exact.closed) expect(bound.closed!.marginVolts).toBeLessThanOrEqual(exact.closed.marginVolts + 1e-9);
          if (exact.window) expect(bound.window!.amperes).toBeGreaterThanOrEqual(exact.window.amperes - 1e-9);
        },
      ),
      { seed: 44 },
    );
  });

  it('names the cell of a half-select scheme that would be disturbed, and lets V/2 pass', () => {
    const pulse = (selected: number, rest: number, others: number) =>
      planMargins(
        planOfBlocks(0, { rows: 2, columns: 2 }, [
          {
            ticks: 100,
            rows: [selected, rest].map((v) => nearestCode(v, grid)),
            columns: [0, others].map((v) => nearestCode(v, grid)),
            windows: [
              [10, 90],
              [10, 90],
            ],
          },
        ]),
        {
          scale: { ...scaleOf(silver), referenceSiemens: siemens(0) },
          analog: pathOf(1e-3),
          profile: silver,
          targets: [{ row: 0, column: 0 }],
        },
      );
    expect(pulse(0.3, 0.15, 0.15).verdict).toBe('works');
    const { verdict, findings } = pulse(0.4, 0.2, 0.2);
    expect(verdict).toBe('disturbs');
    expect(findings[0]!.text).toMatch(
      /^W0[01]B0[01] in block 1, on a closed column and not to be moved, sees at least 200 mV/u,
    );
  });

  it('bounds floating rows by what is driven: two cells in series share what a third path leaves them', () => {
    const cells = new Float64Array(4).fill(5e-3);
    const plan = planOfBlocks(0, { rows: 2, columns: 2 }, [
      { ticks: 100, rows: [nearestCode(0.24, grid), FLOATING], windows: [[0, 100]] },
    ]);
    const scale = { ...scaleOf(silver), referenceSiemens: siemens(1e-12) };
    const { inUse } = planMargins(plan, { scale, analog: pathOf(1e-3), profile: silver, conductances: cells });
    // W00 -> B01 -> W01 -> B00 is three equal cells: a third of 0.24 V each
    expect(Math.abs(inUse.open!.worstVolts)).toBeCloseTo(0.08, 4);
    expect(inUse.best!.mostVolts).toBeCloseTo(0.24, 4);
  });

  it('says when a sample is beyond the amplifier', () => {
    const plan = planOfBlocks(0, { rows: 2, columns: 1 }, [
      { ticks: 100, rows: [0.1, 0.1].map((v) => nearestCode(v, grid)), windows: [[0, 100]], sampleTick: 50 },
    ]);
    const options = { scale: scaleOf(silver), profile: silver, conductances: Float64Array.of(5e-3, 4e-3) };
    const analog = pathOf(1e-3, { senseFullScaleAmperes: amperes(8e-4) });
    const { verdict, inUse, findings } = planMargins(plan, { ...options, analog });
    expect(verdict).toBe('clips');
    expect(inUse.sampled!.amperes).toBeCloseTo(0.1 * 9e-3, 6);
    expect(findings[0]!.text).toContain('B00 in block 1 can carry 900 uA when it is sampled');
  });
});

describe('the sneak-path condition', () => {
  const reference = siemens(38e-3);

  it('lets the paper have a = 0.4 V on anodic titania with three rows, whatever the inputs', () => {
    const level = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(level, level, level, (...xs) => {
        const update = updateOf(titania, 0.4, xs, [1, -1]);
        expect(() => assertNoSneakDisturb(update, titania, reference)).not.toThrow();
        expect(marginsOf(update, titania, pathOf(1e-3)).verdict).toBe('works');
      }),
      { seed: 45 },
    );
  });

  it('agrees with the margins of open columns', () => {
    const level = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(level, { minLength: 1, maxLength: 5 }),
        fc.double({ min: 0.2, max: 2, noNaN: true }),
        (xs, voltsPerInput) => {
          const update = updateOf(titania, voltsPerInput, xs, [0]);
          const { open } = marginsOf(update, titania, pathOf(1e-3)).inUse;
          // codes round by up to half a step of 61 uV
          if (Math.abs(open!.marginVolts) < 2e-4) return;
          const attempt = () => assertNoSneakDisturb(update, titania, reference);
          if (open!.marginVolts < 0) expect(attempt).toThrow(/Sneak path: with row W0/u);
          else expect(attempt).not.toThrow();
        },
      ),
      { seed: 46 },
    );
  });
});
