import { describe, expect, it } from 'vitest';
import { nearestCode, planOfBlocks, seconds, volts, type BlockToPlan, type Shape } from '../../src/core/index.js';
import { arrayOfDevice, planNetlist, predictPlan } from '../../src/twin/index.js';
import { linearIonDrift, publishedDevice, windowKinds } from '../../src/twin/models/index.js';
import { cellParameters } from '../../src/twin/chip/cell-parameters.js';
import { ChipArray } from '../../src/twin/chip/chip-array.js';
import { hasNgspice, runNgspice, warnWithoutNgspice } from './run-ngspice.js';

const scale = { tickSeconds: seconds(1e-6), dacBits: 16, dacFullScaleVolts: volts(5) };

interface Case {
  readonly device: string;
  /** Row voltages and times of pulses one after another. */
  readonly pulses: readonly (readonly [volts: number, ticks: number])[];
  readonly from: number;
  /** The least that the first pulse moves the cell. */
  readonly moves: number;
}

const cases: readonly Case[] = [
  {
    device: 'silver-silicon',
    pulses: [
      [4, 100_000],
      [-2, 50_000],
    ],
    from: 0.2,
    moves: 1e-3,
  },
  {
    device: 'pt-hf-ti',
    pulses: [
      [-1, 10_000],
      [-1.4, 2_000],
    ],
    from: 0.7,
    moves: 1e-2,
  },
  {
    device: 'hp-titania',
    pulses: [
      [1, 100_000],
      [-1.5, 50_000],
    ],
    from: 0.4,
    moves: 1e-2,
  },
  {
    device: 'nonlinear-titania',
    pulses: [
      [1, 20],
      [-1.1, 10],
    ],
    from: 0.4,
    moves: 1e-2,
  },
  {
    device: 'hafnia-filament',
    pulses: [
      [1.2, 200],
      [-1, 20],
    ],
    from: 0.4,
    moves: 2e-3,
  },
  {
    device: 'example-pulses',
    pulses: [
      [3.2, 300],
      [3, 450],
      [-2.8, 600],
    ],
    from: 0.4,
    moves: 1e-2,
  },
];

const shape: Shape = { rows: 2, columns: 2 };

warnWithoutNgspice();

describe.skipIf(!hasNgspice)('ngspice on every cell model (where skipped: apt-get install ngspice)', () => {
  it.each(cases)('$device, 2x2', ({ device, pulses, from, moves }) => {
    const { rows, columns } = shape;
    const blocks = pulses.map(([level, ticks]): BlockToPlan => {
      // a second row at nine tenths, and a second column that opens earlier
      const codes = [nearestCode(level, scale), nearestCode(0.9 * level, scale)];
      return {
        ticks,
        rows: codes.slice(0, rows),
        windows: Array.from({ length: columns }, (_, column) => [0, ticks - column * Math.floor(ticks / 4)] as const),
      };
    });
    const plan = planOfBlocks(0, shape, blocks);
    const states = Float64Array.from({ length: rows * columns }, (_, cell) => from + 0.05 * cell);
    // a prediction leaves its array where the plan does
    const fresh = () =>
      arrayOfDevice({ device, shape, states, switchOnOhms: 0.1, switchOffOhms: 1e9, referenceSiemens: 1e-4 });
    const first = predictPlan(planOfBlocks(0, shape, blocks.slice(0, 1)), scale, fresh()).states;
    expect(Math.abs(first[0]! - from)).toBeGreaterThanOrEqual(moves);
    const predicted = predictPlan(plan, scale, fresh()).states;
    const spice = runNgspice(planNetlist(plan, scale, fresh(), device), plan).states;
    for (const [cell, state] of predicted.entries()) {
      const moved = Math.abs(state - states[cell]!);
      expect(Math.abs(spice[cell]! - state), `cell ${cell}, moved by ${moved}`).toBeLessThanOrEqual(
        Math.max(1e-4, 0.002 * moved),
      );
    }
  });

  it.each(windowKinds)('linear ion drift with window %s, towards its end and back', (kind) => {
    const { parameters } = publishedDevice('hp-titania')!;
    const fresh = () =>
      new ChipArray({
        shape: { rows: 1, columns: 1 },
        cells: cellParameters({ model: linearIonDrift[kind], parameters: { ...parameters, p: 2, j: 2 } }),
        states: Float64Array.of(0.6),
        switchOnOhms: 0.1,
        switchOffOhms: 1e9,
        referenceSiemens: 1e-4,
      });
    const block = (level: number, ticks: number): BlockToPlan => ({
      ticks,
      rows: [nearestCode(level, scale)],
      windows: [[0, ticks]],
    });
    // how near to an end that locks it a cell has come is nothing that ngspice can tell
    const up = linearIonDrift[kind].locksAtEnds ? 30_000 : 100_000;
    const plan = planOfBlocks(0, { rows: 1, columns: 1 }, [block(2, up), block(-2, 50_000)]);
    const [state] = predictPlan(plan, scale, fresh()).states;
    const [spice] = runNgspice(planNetlist(plan, scale, fresh(), kind), plan).states;
    expect(Math.abs(state! - 0.6)).toBeGreaterThan(0.01);
    expect(Math.abs(spice! - state!)).toBeLessThan(1e-4);
  });
});
