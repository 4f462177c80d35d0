import { describe, expect, it } from 'vitest';
import { nearestCode, planOfBlocks, SENSED, windowsFromStart, type BlockToPlan } from '../../../core/index.js';
import { arrayOfDevice, builtInChip, type ChipArray } from '../../chip/index.js';
import { silverChalcogenide } from '../../models/index.js';
import { boardLimits } from '../board-limits.js';
import type { PlanStage } from '../front-end.js';
import { IdealFrontEnd } from '../ideal-front-end.js';
import { AnalogFrontEnd } from './analog-front-end.js';
import type { BoardImperfections } from './imperfections.js';

const SHAPE = { rows: 2, columns: 1 };
const START = 0.1;
const REFERENCE_SIEMENS = 4.78e-3;
const { Ap, Vp, a1, b } = silverChalcogenide.parameters;
const limits = boardLimits(builtInChip('silver-chalcogenide'), {});
const adc = { bits: 16, fullScaleAmperes: 5e-3 };
const codeOf = (value: number): number => nearestCode(value, limits);
/** What the code of that voltage stands for. */
const onCode = (value: number): number => (codeOf(value) * 4) / 2 ** 16;

/** The upper cell rises without its window, f = 1, below xp; the lower one is on a row that rests. */
const newArray = (switchOnOhms = 0): ChipArray =>
  arrayOfDevice({
    device: 'silver-chalcogenide',
    shape: SHAPE,
    states: Float64Array.of(START, START),
    switchOnOhms,
    switchOffOhms: 1e9,
    referenceSiemens: REFERENCE_SIEMENS,
  });

interface Fired {
  readonly array: ChipArray;
  readonly stage: PlanStage;
  /** How far the upper cell has come. */
  readonly moved: number;
  /** Of the samples, amperes. */
  readonly sampled: readonly number[];
}

function fireOn(
  array: ChipArray,
  imperfections: BoardImperfections | undefined,
  ...blocks: readonly BlockToPlan[]
): Fired {
  const plan = planOfBlocks(0, SHAPE, blocks);
  const frontEnd = imperfections
    ? new AnalogFrontEnd({ array, index: 0, imperfections, limits, adc, seed: 2 })
    : new IdealFrontEnd(array, limits, adc);
  const stage = frontEnd.stageOf(plan, 1);
  const sampled: number[] = [];
  for (const [block, { ticks, sampleTick }] of blocks.entries()) {
    const out = { rowAmperes: new Float64Array(2), columnAmperes: new Float64Array(1) };
    stage.applyBlock(block, ticks * limits.tickSeconds, sampleTick === undefined ? undefined : out);
    if (sampleTick !== undefined) sampled.push(out.columnAmperes[0]!);
  }
  return { array, stage, moved: array.states[0]! - START, sampled };
}

const fire = (imperfections: BoardImperfections | undefined, ...blocks: readonly BlockToPlan[]): Fired =>
  fireOn(newArray(), imperfections, ...blocks);

/** Int Ap (e^V - e^Vp) dt beyond the threshold, by the midpoint rule: how far a cell rises. */
function risen(voltsAt: (seconds: number) => number, duration: number, steps = 20_000): number {
  const width = duration / steps;
  let sum = 0;
  for (let step = 0; step < steps; step += 1) {
    sum += Math.max(0, Math.exp(voltsAt((step + 0.5) * width)) - Math.exp(Vp));
  }
  return Ap * sum * width;
}

describe('DACs that settle', () => {
  const raise = (ticks: number): BlockToPlan => ({ ticks, rows: [codeOf(0.25)], windows: windowsFromStart([ticks]) });
  const TAU = 2e-6;
  const settling = { dac: { settleSeconds: TAU } };

  it.each([3, 10, 60])('move a cell over %d us by what their exponential does, within a fiftieth', (ticks) => {
    const expected = risen((t) => onCode(0.25) * (1 - Math.exp(-t / TAU)), ticks * 1e-6);
    const ideal = fire(undefined, raise(ticks)).moved;
    const { moved } = fire(settling, raise(ticks));
    expect(Math.abs(moved / expected - 1)).toBeLessThan(0.02);
    expect(moved).toBeLessThan(0.98 * ideal);
  });

  it('go on from where they were when a block ended before they had arrived', () => {
    const { moved } = fire(settling, { ticks: 3, rows: [codeOf(0.2)] }, raise(4));
    const reached = onCode(0.2) * (1 - Math.exp(-1.5));
    const expected = risen((t) => onCode(0.25) + (reached - onCode(0.25)) * Math.exp(-t / TAU), 4e-6);
    expect(Math.abs(moved / expected - 1)).toBeLessThan(0.02);
    expect(Math.abs(fire(settling, { ticks: 3 }, raise(4)).moved / expected - 1)).toBeGreaterThan(0.1);
  });

  it('show a sample the voltage of its instant', () => {
    const block = { rows: [codeOf(0.1)], windows: windowsFromStart([20]) };
    const settled = fire(undefined, { ...block, ticks: 20, sampleTick: 20 }).sampled[0]!;
    for (const [ticks, sampleTick] of [
      [20, 3],
      [3, 3],
      [20, 8],
    ] as const) {
      const [amperes] = fire(settling, { ...block, ticks, sampleTick, windows: windowsFromStart([ticks]) }).sampled;
      // a cell's curve is straight to 1e-5 at 0.1 V
      expect(amperes! / settled / (1 - Math.exp(-sampleTick / 2))).toBeCloseTo(1, 4);
    }
  });

  it('leave what has long arrived in one hold, bit for bit', () => {
    const rest = { ticks: 200, rows: [codeOf(0.1)] };
    const train = [rest, { ...raise(20), rows: [codeOf(0.1)], sampleTick: 10 }];
    expect(fire(settling, ...train).sampled).toEqual(fire(undefined, ...train).sampled);
  });
});

describe('the reference of an imperfect board', () => {
  it('is minus the sum of what the rows really are at', () => {
    const block: BlockToPlan = {
      ticks: 20,
      rows: [codeOf(0.1), codeOf(-0.04)],
      windows: windowsFromStart([20]),
      sampleTick: 20,
      reference: 'forward',
    };
    const { sampled } = fire({ dac: { gainError: 0.05, offsetVolts: 2e-3 } }, block);
    const array = newArray();
    const front = new AnalogFrontEnd({
      array,
      index: 0,
      imperfections: { dac: { gainError: 0.05, offsetVolts: 2e-3 } },
      limits,
      adc,
      seed: 2,
    });
    const rowVolts = Float64Array.of(front.dac!.volts(onCode(0.1), 0), front.dac!.volts(onCode(-0.04), 1));
    const read = new Float64Array(1);
    array.readForward(rowVolts, 10e-6, read);
    expect(rowVolts[0]).not.toBeCloseTo(0.1, 4);
    expect(sampled[0]! / read[0]!).toBeCloseTo(1, 10);
  });
});

describe('a column that is let go', () => {
  const FARADS = 200e-12;
  const COULOMBS = -10e-12;
  const ROW_VOLTS = 0.175;
  const WINDOW = 5e-6;
  const block: BlockToPlan = { ticks: 20, rows: [codeOf(ROW_VOLTS)], windows: windowsFromStart([5]) };
  const released = fire({ switches: { lineFarads: FARADS, injectedCoulombs: COULOMBS } }, block);
  const held = fire(undefined, block);

  /** By its equation, from the cells as the block left them. */
  function predicted(coulombs: number): number {
    const cell = a1 * b * held.array.states[0]!;
    const other = a1 * b * held.array.states[1]!;
    const siemens = cell + other + REFERENCE_SIEMENS;
    const row = onCode(ROW_VOLTS);
    const floating = (cell * row) / siemens;
    const jump = coulombs / FARADS - floating;
    const tau = FARADS / siemens;
    return risen((t) => row - floating - jump * Math.exp(-t / tau), 12 * tau);
  }

  it('moves its cells a little more, by its equation', () => {
    const extra = released.moved - held.moved;
    expect(Math.abs(extra / predicted(COULOMBS) - 1)).toBeLessThan(0.02);
    expect(extra).toBeGreaterThan(1e-6);
    expect(released.moved).toBeLessThan(1.1 * risen(() => onCode(ROW_VOLTS), WINDOW));
  });

  it('moves them the other way where the charge is of the other sign: it ends below the threshold at once', () => {
    const other = fire({ switches: { lineFarads: FARADS, injectedCoulombs: -COULOMBS } }, block);
    const alone = fire({ switches: { lineFarads: FARADS } }, block);
    expect(other.moved).toBe(held.moved);
    expect(Math.abs((alone.moved - held.moved) / predicted(0) - 1)).toBeLessThan(0.02);
  });

  it('is not there where the column has no capacitance, or did not open', () => {
    expect(fire({ switches: { injectedCoulombs: COULOMBS } }, block).array.states).toEqual(held.array.states);
    const shut = { ...block, windows: windowsFromStart([0]) };
    const alone = fire({ switches: { lineFarads: FARADS, injectedCoulombs: COULOMBS } }, shut);
    expect(alone.array.states).toEqual(fire(undefined, shut).array.states);
  });

  it('is let go by a switch with a resistance as by one without', () => {
    const ron = 3;
    const extra =
      fireOn(newArray(ron), { switches: { lineFarads: FARADS, injectedCoulombs: COULOMBS } }, block).moved -
      fireOn(newArray(ron), undefined, block).moved;
    expect(Math.abs(extra / (released.moved - held.moved) - 1)).toBeLessThan(1e-3);
  });

  it('is let go beside rows that are sensed', () => {
    const rows = { ...block, rows: [codeOf(ROW_VOLTS), SENSED] };
    const sensed = fire({ switches: { lineFarads: FARADS, injectedCoulombs: COULOMBS } }, rows);
    expect(sensed.array.reads).toBe(0);
    expect(sensed.moved).toBeGreaterThan(fire(undefined, rows).moved + 1e-6);
  });
});

describe('a switch that is late', () => {
  it('moves a cell for as long as it is really closed', () => {
    // what floats sees less than the threshold
    const block: BlockToPlan = { ticks: 50, rows: [codeOf(0.175)], windows: [[5, 20]] };
    const { moved } = fire({ switches: { onSeconds: 2e-6, offSeconds: 0.5e-6 } }, block);
    const expected = risen(() => onCode(0.175), 13.5e-6);
    expect(Math.abs(moved / expected - 1)).toBeLessThan(1e-6);
  });
});
