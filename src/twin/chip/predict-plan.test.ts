import { describe, expect, it } from 'vitest';
import {
  FLOATING,
  planOfBlocks,
  randomStream,
  SENSED,
  windowsFromStart,
  type BlockToPlan,
  type PulsePlan,
  type Seconds,
  type Volts,
} from '../../core/index.js';
import { oneCell, silverChalcogenide, SLOWED_FALLING, SLOWED_RISING, yakopcic } from '../models/index.js';
import { updateDrive } from './block-drive.js';
import { builtInChip } from './built-in-chips.js';
import type { ChipArray } from './chip-array.js';
import { buildChip } from './chip.js';
import { arrayOfDevice } from './device-array.js';
import type { PlanScale } from './plan-drive.js';
import { predictPlan } from './predict-plan.js';
import type { Transistor } from './transistor.js';

const silver = silverChalcogenide.parameters;
const cell = oneCell(silver);
const slowedAt = (x: number): number =>
  (x >= silver.xp ? SLOWED_RISING : 0) | (x <= 1 - silver.xn ? SLOWED_FALLING : 0);
const SHAPE = { rows: 3, columns: 2 };
/** A millivolt a code, a microsecond a tick. */
const scale: PlanScale = { tickSeconds: 1e-6 as Seconds, dacBits: 12, dacFullScaleVolts: 2.048 as Volts };

const made = (switchOnOhms = 1e-3, transistor?: Transistor): ChipArray => {
  const stream = randomStream(4, 'test/states');
  return arrayOfDevice({
    device: 'silver-chalcogenide',
    shape: SHAPE,
    states: Float64Array.from({ length: SHAPE.rows * SHAPE.columns }, () => 0.52 + 0.2 * stream.uniform()),
    switchOnOhms,
    switchOffOhms: 1e9,
    referenceSiemens: 4.78e-3,
    transistor,
  });
};

/** Millivolts of the rows in P1's four quarters, and the windows of the columns. */
const QUARTERS = [
  { rows: [200, 160, 185], windows: [0, 120] },
  { rows: [-190, -150, -175], windows: [100, 0] },
  { rows: [-150, -200, -150], windows: [0, 80] },
  { rows: [160, 210, 160], windows: [90, 0] },
];

const update = planOfBlocks(
  0,
  SHAPE,
  QUARTERS.map(({ rows, windows }): BlockToPlan => ({ ticks: 250, rows, windows: windowsFromStart(windows) })),
);

const planOf = (...blocks: BlockToPlan[]): PulsePlan => planOfBlocks(0, SHAPE, blocks);

describe('predictPlan', () => {
  it('applies block after block, and leaves the array where the plan does', () => {
    const array = made();
    const byHand = made();
    const { states, joules, samples } = predictPlan(update, scale, array);
    for (const { rows, windows } of QUARTERS) {
      const volts = Float64Array.from(rows, (millivolts) => millivolts * 1e-3);
      byHand.applyBlock(
        updateDrive(
          volts,
          Float64Array.from(windows, (ticks) => ticks * 1e-6),
        ),
        250e-6,
      );
    }
    for (const [cell, x] of byHand.states.entries()) expect(states[cell]).toBeCloseTo(x, 12);
    expect(array.states).toEqual(states);
    expect(array.states).not.toBe(states);
    expect(joules).toBeGreaterThan(0);
    expect(samples).toHaveLength(0);
  });

  it('samples each block in the order of its lines', () => {
    const plan = planOf(
      { ticks: 20, rows: [100, 50, 0], windows: windowsFromStart([20, 20]), sampleTick: 20, reference: 'forward' },
      { ticks: 20, rows: [100, 0, 0], windows: windowsFromStart([20, 0]) },
      {
        ticks: 30,
        rows: [SENSED, FLOATING, SENSED],
        columns: [100, SENSED],
        windows: windowsFromStart([30, 25]),
        sampleTick: 25,
        reference: 'backward',
      },
    );
    const array = made(0);
    const G = array.conductances();
    const { samples, states } = predictPlan(plan, scale, array);
    expect(samples).toHaveLength(5);
    // forward: sum (G_ij - G) v_i
    expect(samples[0]! / 1e-3).toBeCloseTo(G[0]! * 100 + G[2]! * 50 - 4.78e-3 * 150, 4);
    expect(samples[1]! / 1e-3).toBeCloseTo(G[1]! * 100 + G[3]! * 50 - 4.78e-3 * 150, 4);
    // sensed rows see column 0 at 0.1 V and column 1 at 0 V; row 1 floats between the two and feeds column 1
    expect(samples[2]! / 1e-3).toBeCloseTo((G[0]! - 4.78e-3) * 100, 4);
    expect(samples[3]! / 1e-3).toBeCloseTo((G[4]! - 4.78e-3) * 100, 4);
    expect(samples[4]! / 1e-3).toBeCloseTo((100 * G[2]! * G[3]!) / (G[2]! + G[3]!), 4);
    expect(states).toEqual(made().states);
  });

  it('carries the read noise of a built chip', () => {
    const noisy = (seed: number) =>
      buildChip({ ...builtInChip('silver-chalcogenide'), readNoise: 0.05 }, [SHAPE], seed).arrays[0]!;
    const plan = planOf({ ticks: 20, rows: [100, 50, 0], windows: windowsFromStart([20, 20]), sampleTick: 20 });
    const [read, predicted] = [noisy(5), noisy(5)];
    const { samples } = predictPlan(plan, scale, predicted);
    const quiet = buildChip(builtInChip('silver-chalcogenide'), [SHAPE], 5).arrays[0]!;
    const ideal = predictPlan(plan, scale, quiet).samples;
    expect(predicted.reads).toBe(read.reads + 1);
    expect(samples[0]! / ideal[0]!).not.toBeCloseTo(1, 3);
  });

  it('drives gates', () => {
    const gated = (gates: number[]): number => {
      const array = made(1e-3, { thresholdVolts: 0.5, siemensPerVolt: 4e-3 });
      const before = array.states[0]!;
      const block = { ticks: 100, rows: [400, 0, 0], windows: windowsFromStart([100, 0]), gates };
      return predictPlan(planOfBlocks(0, SHAPE, [block], true), scale, array).states[0]! - before;
    };
    expect(gated([500, 2000, 2000])).toBe(0);
    expect(gated([2000, 0, 0])).toBeGreaterThan(1e-3);
  });

  it('refuses cells that are not there, and gates on an array without', () => {
    expect(() => predictPlan(update, scale, made(), [{ row: 3, column: 0 }])).toThrow(/W03B00 is not on the array/);
    const gated = planOfBlocks(0, SHAPE, [{ ticks: 10 }], true);
    expect(() => predictPlan(gated, scale, made())).toThrow(/have no transistors/);
    expect(() =>
      predictPlan(update, scale, buildChip(builtInChip('anodic-titania'), [{ rows: 2, columns: 2 }], 1).arrays[0]!),
    ).toThrow(/takes 2 row voltages, got 3/);
  });
});

describe('the traces of predictPlan', () => {
  const cells = [
    { row: 0, column: 0 },
    { row: 2, column: 1 },
  ];

  it('change nothing of what is predicted', () => {
    const [plain, traced] = [predictPlan(update, scale, made()), predictPlan(update, scale, made(), cells)];
    expect(traced.states).toEqual(plain.states);
    expect(traced.joules).toBe(plain.joules);
    expect(plain.traces).toEqual([]);
  });

  it('have both sides of every edge, and run from the start to the end of the plan', () => {
    const [first, second] = predictPlan(update, scale, made(), cells).traces;
    expect(first).toMatchObject({ row: 0, column: 0 });
    for (const [trace, edges] of [
      [first!, [250, 350, 500, 750, 840]],
      [second!, [120, 250, 500, 580, 750]],
    ] as const) {
      const { seconds } = trace;
      expect(seconds[0]).toBe(0);
      expect(seconds.at(-1)).toBeCloseTo(1e-3, 12);
      for (let k = 1; k < seconds.length; k += 1) expect(seconds[k]!).toBeGreaterThanOrEqual(seconds[k - 1]!);
      for (const tick of edges) {
        expect(
          [...seconds].filter((time) => Math.abs(time - tick * 1e-6) < 1e-12),
          `tick ${tick}`,
        ).toHaveLength(2);
      }
    }
  });

  it('are the row voltage and its current where the switch is closed and ideal, and less where it is open', () => {
    const array = made(0);
    const start = array.states[0]!;
    const { traces } = predictPlan(update, scale, array, cells);
    const { seconds, volts, amperes } = traces[0]!;
    const closed = [...seconds.keys()].filter((k) => seconds[k]! > 251e-6 && seconds[k]! < 349e-6);
    expect(closed).toHaveLength(15);
    for (const k of closed) expect(volts[k]).toBeCloseTo(-0.19, 12);
    for (let k = 1; k < closed.length; k += 1) {
      expect(Math.abs(amperes[closed[k]!]!)).toBeLessThan(Math.abs(amperes[closed[k - 1]!]!));
    }
    // nothing moves in the first quarter: two points, and the state is still that of the start
    expect(seconds[1]).toBeCloseTo(250e-6, 12);
    expect(amperes[0]).toBeCloseTo(yakopcic.current(cell, 0, start, volts[0]!), 15);
    expect(Math.abs(volts[0]!)).toBeLessThan(silver.Vn);
  });

  it('carry the state from start to end', () => {
    const array = made(2);
    const start = array.states[0]!;
    const { traces, states } = predictPlan(update, scale, array, cells);
    const { seconds, volts, amperes } = traces[0]!;
    // x follows from volts and amperes at every point; dx/dt between them by the trapezoid rule
    const stateAt = (k: number): number => amperes[k]! / yakopcic.current(cell, 0, 1, volts[k]!);
    let x = start;
    for (let k = 1; k < seconds.length; k += 1) {
      const rate = (point: number): number =>
        yakopcic.rate(cell, 0, stateAt(point), volts[point]!, slowedAt(stateAt(point)));
      x += ((seconds[k]! - seconds[k - 1]!) * (rate(k) + rate(k - 1))) / 2;
      expect(stateAt(k)).toBeCloseTo(x, 6);
    }
    expect(x).toBeCloseTo(states[0]!, 6);
    expect(Math.abs(states[0]! - start)).toBeGreaterThan(1e-3);
  });

  it('follow cells of floating rows through the windows of other columns', () => {
    const plan = planOf({
      ticks: 100,
      rows: [300, FLOATING, FLOATING],
      windows: [
        [0, 100],
        [40, 60],
      ],
    });
    const array = made();
    const { seconds, volts } = predictPlan(plan, scale, array, [{ row: 1, column: 0 }]).traces[0]!;
    const at = (tick: number): number[] =>
      [...seconds.keys()].filter((k) => Math.abs(seconds[k]! - tick * 1e-6) < 1e-12).map((k) => volts[k]!);
    const [before, after] = at(40);
    // closing column 1 pulls the floating row down
    expect(before! - after!).toBeGreaterThan(0.01);
    expect(at(60)[1]! - at(60)[0]!).toBeGreaterThan(0.01);
  });
});
