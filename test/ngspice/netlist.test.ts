import { describe, expect, it } from 'vitest';
import {
  amperes,
  FLOATING,
  nearestCode,
  ohms,
  planOfBlocks,
  randomStream,
  seconds,
  SENSED,
  volts,
  type BlockToPlan,
  type PulsePlan,
  type RandomStream,
} from '../../src/core/index.js';
import { compileUpdate, deviceProfile, encodeQuarterPeriods } from '../../src/pulse/index.js';
import {
  arrayOfDevice,
  buildChip,
  builtInChip,
  planNetlist,
  predictPlan,
  type ChipArray,
  type DeviceArray,
} from '../../src/twin/index.js';
import { hasNgspice, runNgspice, warnWithoutNgspice } from './run-ngspice.js';

const SEED = 20_404;
const UPDATES = 8;
const shape = { rows: 5, columns: 4 };
const scale = { tickSeconds: seconds(1e-7), dacBits: 16, dacFullScaleVolts: volts(2.5) };
const devices = ['silver-chalcogenide', 'anodic-titania'] as const;

const between = (stream: RandomStream, low: number, high: number): number => low + (high - low) * stream.uniform();
const drawn = (count: number, stream: RandomStream, low: number, high: number): Float64Array =>
  Float64Array.from({ length: count }, () => between(stream, low, high));

/** What is asked of the netlist: every cell's change within 2 % of it, or its state within 1e-4. */
function expectAgreement(plan: PulsePlan, array: ChipArray): { readonly change: number; readonly deviation: number } {
  const start = array.states.slice();
  const spice = runNgspice(planNetlist(plan, scale, array, 'an array under test'), plan);
  const predicted = predictPlan(plan, scale, array);
  let change = 0;
  let deviation = 0;
  for (const [cell, state] of predicted.states.entries()) {
    const moved = Math.abs(state - start[cell]!);
    const off = Math.abs(spice.states[cell]! - state);
    expect(off, `cell ${cell}, moved by ${moved}`).toBeLessThanOrEqual(Math.max(1e-4, 0.02 * moved));
    change = Math.max(change, moved);
    deviation = Math.max(deviation, off);
  }
  const most = predicted.samples.reduce((found, value) => Math.max(found, Math.abs(value)), 0);
  for (const [place, current] of predicted.samples.entries()) {
    expect(Math.abs(spice.samples[place]! - current), `sample ${place}`).toBeLessThan(1e-5 * most);
  }
  return { change, deviation };
}

/** From 1 mOhm to 5 Ohm: both ends, 1 Ohm, and a random one of every decade or so between. */
function switchOhms(place: number, stream: RandomStream): number {
  if (place === 0) return 1e-3;
  if (place === 5) return 1;
  if (place === UPDATES - 1) return 5;
  return 1e-3 * 5000 ** ((place + stream.uniform() - 0.5) / (UPDATES - 1));
}

interface Case {
  readonly device: (typeof devices)[number];
  readonly switchOnOhms: number;
  /** Ticks before and after every window. */
  readonly guards: number;
  readonly stream: RandomStream;
}

/** Titania moves some ten times slower. */
const quarterSeconds = { 'silver-chalcogenide': 2.5e-4, 'anodic-titania': 2.5e-3 } as const;

function randomUpdate({ device, guards, stream }: Case): PulsePlan {
  const { positiveThreshold, negativeThreshold } = deviceProfile(device);
  const quarter = quarterSeconds[device];
  const update = encodeQuarterPeriods(drawn(shape.rows, stream, -1, 1), drawn(shape.columns, stream, -1, 1), {
    voltsPerInput: device === 'anodic-titania' ? 0.4 : 0.1,
    secondsPerErrorUp: 0.8 * quarter,
    secondsPerErrorDown: 1.1 * quarter,
    quarterSeconds: seconds(quarter),
    positiveThreshold,
    negativeThreshold,
  });
  return compileUpdate(update, 0, { ...scale, edgeTicks: 1, settleTicks: guards, openTicks: guards });
}

const randomArray = ({ device, switchOnOhms, stream }: Case, extra: Partial<DeviceArray> = {}): ChipArray =>
  arrayOfDevice({
    device,
    shape,
    states: drawn(shape.rows * shape.columns, stream, 0.05, 0.95),
    switchOnOhms,
    switchOffOhms: 1e9,
    referenceSiemens: device === 'anodic-titania' ? 38e-3 : 4.78e-3,
    ...extra,
  });

const code = (voltage: number): number => nearestCode(voltage, scale);

warnWithoutNgspice();

describe.skipIf(!hasNgspice)('ngspice on the netlist of a plan (where skipped: apt-get install ngspice)', () => {
  const updates = Array.from({ length: UPDATES }, (_, place): Case => {
    const stream = randomStream(SEED, `ngspice/${place}`);
    return { device: devices[place % 2]!, switchOnOhms: switchOhms(place, stream), guards: 20 * (place % 3), stream };
  });

  it.each(updates)('after an update of $device behind switches of $switchOnOhms Ohm', (update) => {
    const { change, deviation } = expectAgreement(randomUpdate(update), randomArray(update));
    if (update.switchOnOhms < 0.1) expect(change).toBeGreaterThan(1e-3);
    expect(deviation).toBeLessThan(1e-5);
  });

  const setting: Omit<Case, 'stream'> = { device: 'silver-chalcogenide', switchOnOhms: 0.5, guards: 0 };

  it('after a V/2 pulse from driven columns, both ways', () => {
    const stream = randomStream(SEED, 'ngspice/half-select');
    const half = (sign: number): BlockToPlan => ({
      ticks: 1000,
      rows: Array.from({ length: shape.rows }, (_, row) => (row === 2 ? code(sign * 0.12) : 0)),
      columns: Array.from({ length: shape.columns }, (_, column) => (column === 1 ? code(-sign * 0.12) : 0)),
      windows: Array.from({ length: shape.columns }, () => [20, 980] as const),
    });
    const plan = planOfBlocks(0, shape, [half(1), { ticks: 100 }, half(-1), half(-1)]);
    const { change, deviation } = expectAgreement(plan, randomArray({ ...setting, stream }));
    expect(change).toBeGreaterThan(1e-3);
    expect(deviation).toBeLessThan(1e-5);
  });

  it('for rows that float and are sensed, samples, and both references', () => {
    const stream = randomStream(SEED, 'ngspice/mixed');
    const whole = Array.from({ length: shape.columns }, () => [0, 300] as const);
    const plan = planOfBlocks(0, shape, [
      {
        ticks: 300,
        rows: [code(0.1), code(-0.08), code(0.05), code(0.02), code(-0.11)],
        windows: whole,
        sampleTick: 200,
        reference: 'forward',
      },
      {
        ticks: 300,
        rows: Array.from({ length: shape.rows }, () => SENSED),
        columns: [code(0.1), code(0.03), code(-0.08), code(0.06)],
        windows: whole,
        sampleTick: 300,
        reference: 'backward',
      },
      {
        ticks: 300,
        rows: [code(0.24), FLOATING, SENSED, code(-0.2), FLOATING],
        columns: [SENSED, code(-0.1), SENSED, SENSED],
        windows: [
          [0, 300],
          [10, 290],
          [0, 0],
          [50, 200],
        ],
        sampleTick: 150,
      },
    ]);
    const { change, deviation } = expectAgreement(plan, randomArray({ ...setting, stream }));
    expect(change).toBeGreaterThan(1e-3);
    expect(deviation).toBeLessThan(1e-5);
  });

  it('for row drivers with a resistance', () => {
    const driver = { ohms: ohms(4), limitAmperes: amperes(Infinity) };
    const chip = { ...builtInChip('silver-chalcogenide'), driver };
    const pulse = (rows: readonly number[]): BlockToPlan => ({
      ticks: 1000,
      rows,
      windows: Array.from({ length: shape.columns }, () => [0, 1000] as const),
      sampleTick: 500,
    });
    const plan = planOfBlocks(0, shape, [
      pulse([code(0.3), code(-0.26), code(0.1), code(0.24), code(0.4)]),
      pulse([code(0.3), FLOATING, SENSED, code(0.24), code(-0.3)]),
    ]);
    const { change, deviation } = expectAgreement(plan, buildChip(chip, [shape], SEED).arrays[0]!);
    expect(change).toBeGreaterThan(1e-3);
    expect(deviation).toBeLessThan(1e-5);
  });

  it('for cells behind transistors, of which some are off', () => {
    const stream = randomStream(SEED, 'ngspice/gates');
    const transistor = { thresholdVolts: 0.5, siemensPerVolt: 0.01 };
    const pulse = {
      ticks: 1000,
      rows: Array.from({ length: shape.rows }, () => code(0.3)),
      windows: Array.from({ length: shape.columns }, () => [0, 1000] as const),
      sampleTick: 500,
    };
    const plan = planOfBlocks(
      0,
      shape,
      [
        { ...pulse, gates: [code(2), code(1), code(0.6), code(0.5), 0] },
        { ...pulse, gates: [0, 0, 0, 0, code(2.4)] },
      ],
      true,
    );
    const array = randomArray({ ...setting, stream }, { transistor });
    const unmoved = array.states.slice(3 * shape.columns, 4 * shape.columns);
    const { change, deviation } = expectAgreement(plan, array);
    expect(array.states.slice(3 * shape.columns, 4 * shape.columns)).toEqual(unmoved);
    expect(change).toBeGreaterThan(1e-3);
    expect(deviation).toBeLessThan(1e-5);
  });

  it('for a chip whose cells differ, some of them stuck', () => {
    const spread = { distribution: 'lognormal', relative: 0.1 } as const;
    const chip = buildChip(
      {
        ...builtInChip('silver-chalcogenide'),
        spread: { Ap: spread, Vp: spread, Vn: spread, b: spread, conductance: spread },
        stuckFraction: { fraction: 0.2, at: 'random' },
      },
      [shape],
      SEED,
    );
    const stream = randomStream(SEED, 'ngspice/spread');
    const { change, deviation } = expectAgreement(randomUpdate({ ...setting, stream }), chip.arrays[0]!);
    expect(change).toBeGreaterThan(1e-3);
    expect(deviation).toBeLessThan(1e-5);
  });

  it('for a train of pulses a thousandth as long as their intervals', () => {
    const stream = randomStream(SEED, 'ngspice/train');
    const pulse: BlockToPlan = {
      ticks: 40,
      rows: [code(0.25), 0, code(-0.22), 0, code(0.2)],
      windows: Array.from({ length: shape.columns }, (_, column) => [0, 10 * column] as const),
    };
    const plan = planOfBlocks(
      0,
      shape,
      Array.from({ length: 40 }, (_, block) => (block % 2 ? { ticks: 40_000 } : pulse)),
    );
    const { change, deviation } = expectAgreement(plan, randomArray({ ...setting, stream }));
    expect(change).toBeGreaterThan(1e-3);
    expect(deviation).toBeLessThan(1e-5);
  });
});
