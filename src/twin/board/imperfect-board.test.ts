import { describe, expect, it } from 'vitest';
import { codeVolts, planOfBlocks, SENSED, siemens, type BlockToPlan } from '../../core/index.js';
import type { GroundReply, ReadReply, SamplesReply } from '../../protocols/index.js';
import { builtInChip, type ChipDescription } from '../chip/index.js';
import type { BoardImperfections } from './analog/index.js';
import { COLUMNS, converse, error, ROWS } from './twin-under-test.js';
import type { TwinOptions } from './twin.js';

const SHAPE = { rows: ROWS, columns: COLUMNS };
const READ_CODES = Int32Array.of(2000, -1500, 900);
const WINDOWS = [
  [20, 40],
  [20, 60],
] as const;
/** Rows above their threshold, then a sample of a resting column. */
const BLOCKS: readonly BlockToPlan[] = [
  { ticks: 80, rows: [3600, 3500, 3400], windows: WINDOWS },
  { ticks: 80, rows: [-3600, -3500, -3400], windows: WINDOWS },
  {
    ticks: 40,
    rows: READ_CODES,
    windows: [
      [20, 39],
      [20, 39],
    ],
    sampleTick: 38,
    reference: 'forward',
  },
];

/** Far from the reference conductance, so that reads are of many codes. */
const chip: ChipDescription = {
  ...builtInChip('silver-chalcogenide'),
  initialConductance: { min: siemens(5.5e-3), max: siemens(6.3e-3) },
};

/** Everything about a board that an imperfection can change. */
interface Behaviour {
  readonly read: Int32Array;
  readonly backward: Int32Array;
  readonly states: Float64Array;
  readonly sampled: Int32Array;
  readonly joules: number;
  readonly residual: number;
}

function behaviourOf(options: Partial<TwinOptions> = {}): Behaviour {
  const { twin, host } = converse({ chip, ...options });
  host.ask('release', {});
  const read = (direction: 'forward' | 'backward', codes: Int32Array): Int32Array =>
    (host.ask('read', { array: 0, direction, codes }) as ReadReply).codes;
  const forward = read('forward', READ_CODES);
  const backward = read('backward', READ_CODES.slice(0, COLUMNS));
  const record = host.fire(planOfBlocks(0, SHAPE, BLOCKS), 1) as { energyPicojoules: number };
  const { codes } = host.ask('samples', { serial: 1, offset: 0, count: 9 }) as SamplesReply;
  const { residualMicrovolts } = host.ask('ground', {}) as GroundReply;
  return {
    read: forward,
    backward,
    states: twin.chip.arrays[0]!.states.slice(),
    sampled: codes,
    joules: record.energyPicojoules,
    residual: residualMicrovolts,
  };
}

/** Cells that no plan moves. */
const still: ChipDescription = { ...chip, parameters: { ...chip.parameters, Ap: 0, An: 0 } };

const ideal = behaviourOf();
const ALL: BoardImperfections = {
  dac: { offsetVolts: 1e-3, gainError: 0.01, inlLsb: 20, settleSeconds: 2e-6, noiseVolts: 2e-4 },
  adc: { offsetAmperes: 1e-5, gainError: 0.01, inlLsb: 20, settleSeconds: 2e-6, noiseAmperes: 1e-6 },
  switches: {
    onSeconds: 3e-7,
    offSeconds: 1e-7,
    skewSeconds: 2e-8,
    jitterSeconds: 1e-8,
    injectedCoulombs: -2e-11,
    lineFarads: 2e-10,
  },
};

const off = (part: object): object => Object.fromEntries(Object.keys(part).map((name) => [name, 0]));

describe('an imperfect board', () => {
  it('that is off is the ideal one, bit for bit, and says the same of itself', () => {
    const nothing = { dac: off(ALL.dac!), adc: off(ALL.adc!), switches: off(ALL.switches!) };
    for (const imperfections of [{}, nothing]) {
      expect(behaviourOf({ imperfections })).toEqual(ideal);
      expect(converse({ imperfections }).twin.identity).toEqual(converse().twin.identity);
    }
  });

  it('is the same board again with the same seed, another with another', () => {
    const one = behaviourOf({ imperfections: ALL });
    expect(behaviourOf({ imperfections: ALL })).toEqual(one);
    expect(behaviourOf({ imperfections: ALL, seed: 8 }).residual).not.toBe(one.residual);
  });

  it.each<[part: keyof BoardImperfections, error: string, changes: (keyof Behaviour)[]]>([
    ['dac', 'offsetVolts', ['read', 'backward', 'states', 'sampled', 'joules', 'residual']],
    ['dac', 'gainError', ['read', 'backward', 'states', 'sampled', 'joules']],
    ['dac', 'inlLsb', ['read', 'backward', 'states', 'sampled', 'joules', 'residual']],
    ['dac', 'settleSeconds', ['read', 'backward', 'states', 'sampled', 'joules']],
    ['dac', 'noiseVolts', ['read', 'backward', 'states', 'sampled', 'joules']],
    ['adc', 'offsetAmperes', ['read', 'backward', 'sampled', 'residual']],
    ['adc', 'gainError', ['read', 'backward', 'sampled']],
    ['adc', 'inlLsb', ['read', 'backward', 'sampled', 'residual']],
    ['adc', 'settleSeconds', ['read', 'backward', 'sampled']],
    ['adc', 'noiseAmperes', ['read', 'backward', 'sampled', 'residual']],
    ['switches', 'onSeconds', ['states', 'sampled', 'joules']],
    ['switches', 'offSeconds', ['states', 'sampled', 'joules']],
    ['switches', 'skewSeconds', ['states', 'joules']],
    ['switches', 'jitterSeconds', ['states', 'joules']],
    ['switches', 'lineFarads', ['states']],
  ])('with its %s.%s alone is ideal in everything else, bit for bit', (part, name, changes) => {
    const value = (ALL[part] as Record<string, number>)[name]!;
    const one = behaviourOf({ imperfections: { [part]: { [name]: value } } });
    const changed = (Object.keys(ideal) as (keyof Behaviour)[]).filter(
      (key) => JSON.stringify(one[key]) !== JSON.stringify(ideal[key]),
    );
    expect(changed.filter((key) => !changes.includes(key))).toEqual([]);
    // the sample comes late in its block and sees little of some
    expect(changes.filter((key) => !changed.includes(key) && key !== 'sampled')).toEqual([]);
  });

  it('says of itself what its data sheet says, and stays below the threshold in a read by what it may be off', () => {
    const { limits: real, ...rest } = converse({ imperfections: ALL }).twin.identity;
    const { limits, ...same } = converse().twin.identity;
    expect(rest).toEqual(same);
    const { maxReadVolts, ...others } = real;
    expect(limits).toMatchObject(others);
    const guard = 5 * Math.hypot(1e-3, 2e-4, 0.01 * 0.15) + 20 * codeVolts(1, limits);
    expect(0.15 - maxReadVolts).toBeGreaterThanOrEqual(guard);
    expect(0.15 - maxReadVolts).toBeLessThan(guard + codeVolts(1, limits));
  });

  it('moves no cell in a read at its limit, on any of thirty boards', () => {
    const imperfections = { dac: { offsetVolts: 1e-3, gainError: 0.01, inlLsb: 20 } };
    for (let seed = 0; seed < 30; seed += 1) {
      const { twin, host } = converse({ imperfections, seed });
      host.ask('release', {});
      const before = twin.chip.arrays[0]!.states.slice();
      const { limits } = twin.identity;
      const codes = new Int32Array(ROWS).fill(Math.round(limits.maxReadVolts / codeVolts(1, limits)));
      expect(host.ask('read', { array: 0, direction: 'forward', codes })).toHaveProperty('codes');
      expect(twin.chip.arrays[0]!.states).toEqual(before);
    }
  });

  it('samples and reads the same cells alike, reference and all', () => {
    const dac = { ...ALL.dac, settleSeconds: 5e-7, noiseVolts: 0 };
    const adc = { ...ALL.adc, settleSeconds: 5e-7, noiseAmperes: 0 };
    const { read, sampled } = behaviourOf({ imperfections: { dac, adc }, chip: still });
    for (const [column, code] of read.entries()) {
      expect(Math.abs(code - sampled[column]!)).toBeLessThanOrEqual(1);
      expect(Math.abs(code - ideal.read[column]!)).toBeGreaterThan(10);
    }
  });

  it('drives gates and rows beside sensed ones with their own channels', () => {
    const gated = { ...chip, transistor: { thresholdVolts: 0.5, siemensPerVolt: 0.01 } };
    const plan = planOfBlocks(
      0,
      SHAPE,
      [{ ticks: 80, rows: [5200, SENSED, 5000], gates: [20_000, 22_000, 21_000], windows: WINDOWS }],
      true,
    );
    const after = (imperfections: BoardImperfections): Float64Array => {
      const { twin, host } = converse({ chip: gated, imperfections });
      expect(host.fire(plan, 1)).toMatchObject({ outcome: 'done' });
      return twin.chip.arrays[0]!.states;
    };
    expect(after({ dac: { offsetVolts: 1e-3, settleSeconds: 1e-6 } })).not.toEqual(after({}));
  });
});

describe('what an imperfect board reads back when it has grounded its lines', () => {
  it('is the offset of its DACs through the errors of its ADC', () => {
    const { twin, host } = converse({ imperfections: { dac: { offsetVolts: 1e-3 } } });
    const { grounded, residualMicrovolts } = host.ask('ground', {}) as GroundReply;
    expect(grounded).toBe(1);
    // the largest of five normal ones, on the grid of 16 bits over 4 V
    expect(residualMicrovolts).toBeGreaterThan(300);
    expect(residualMicrovolts).toBeLessThan(4000);
    const step = 4e6 / 2 ** 16;
    expect(Math.abs(residualMicrovolts / step - Math.round(residualMicrovolts / step))).toBeLessThan(0.01);
    expect(host.ask('ground', {})).toMatchObject({ residualMicrovolts });
    expect(twin.groundings.at(-1)).toMatchObject({ step: 'read-back' });
  });

  it('differs from one grounding to the next by the noise of the ADC', () => {
    const { host } = converse({ imperfections: { adc: { noiseAmperes: 3e-6 } } });
    const seen = Array.from({ length: 20 }, () => (host.ask('ground', {}) as GroundReply).residualMicrovolts);
    expect(new Set(seen).size).toBeGreaterThan(5);
  });

  it('is a fault where it is above the tolerance, a tenth of the read limit, and stays one', () => {
    const { twin, host } = converse({ imperfections: { adc: { offsetAmperes: 1e-3 } } });
    expect(host.ask('status', {})).toMatchObject({ state: 'fault', cause: 'read-back' });
    expect(host.ask('release', {})).toMatchObject(error('faulted'));
    const { grounded, residualMicrovolts } = host.ask('ground', {}) as GroundReply;
    expect([grounded, residualMicrovolts > 15_000]).toEqual([0, true]);
    const { key } = host.ask('clear', { key: 0 }) as { key: number };
    expect(host.ask('clear', { key })).toMatchObject(error('cause-remains'));
    twin.reset();
    host.hello(2);
    expect(host.ask('status', {})).toMatchObject({ state: 'fault', cause: 'read-back' });
  });
});
