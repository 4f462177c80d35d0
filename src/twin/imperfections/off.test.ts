import { describe, expect, it } from 'vitest';
import { amperes, ohms } from '../../core/index.js';
import { updateDrive } from '../chip/block-drive.js';
import type { ChipArray, ChipDescription } from '../chip/index.js';
import { made } from './large-array.js';

const SHAPE = { rows: 5, columns: 8 };

/** A write, a wait, a sample and reads of both sides: all that an array has to show. */
function lifeOf(array: ChipArray): number[] {
  const windows = new Float64Array(8).fill(1e-4);
  const out = { rowAmperes: new Float64Array(5), columnAmperes: new Float64Array(8) };
  const [columns, rows] = [new Float64Array(8), new Float64Array(5)];
  const joules = [0.26, -0.25, 0.22].map((volts) => {
    const drive = updateDrive(Float64Array.of(volts, 0.16, volts / 2, 0.18, 0), windows);
    const used = array.applyBlock({ ...drive, sampleSeconds: 5e-5 }, 2e-4, out);
    array.passTime(3);
    return used;
  });
  joules.push(array.readForward(Float64Array.of(0.1, 0.05, -0.1, 0, 0.02), 1e-5, columns));
  joules.push(array.readBackward(Float64Array.of(0.1, 0.05, -0.1, 0, 0.02, 0, 0, 0.1), 1e-5, rows));
  return [...array.states, ...out.columnAmperes, ...columns, ...rows, ...joules];
}

const variation = { name: 'p1-table-vii-increased', fraction: 0.5 };
const telegraphNoise = { fraction: 1, relative: 0.1, upSeconds: 1, downSeconds: 1 };
const retention = { towards: 'low', seconds: 10, relative: 0 } as const;
const wear = { cycles: 0.01, shape: 1, failsAt: 'low' } as const;

/** Each off by its neutral value, and on. */
const switches: readonly (readonly [string, Partial<ChipDescription>, Partial<ChipDescription>])[] = [
  ['variation', { variation: { ...variation, fraction: 0 } }, { variation }],
  ['cycle spread', { cycleSpread: { relative: 0, absolute: 0 } }, { cycleSpread: { relative: 0.1, absolute: 0 } }],
  ['relaxation', { relaxation: { fraction: 0, seconds: 1 } }, { relaxation: { fraction: 0.1, seconds: 1 } }],
  ['retention', { retention: { ...retention, seconds: Infinity } }, { retention }],
  ['wear', { wear: { ...wear, cycles: Infinity } }, { wear }],
  [
    'thermal noise at 0 K',
    { thermalNoise: { kelvin: 0, bandwidthHertz: 1e6 } },
    { thermalNoise: { kelvin: 300, bandwidthHertz: 1e6 } },
  ],
  [
    'thermal noise of no bandwidth',
    { thermalNoise: { kelvin: 300, bandwidthHertz: 0 } },
    { thermalNoise: { kelvin: 1, bandwidthHertz: 1 } },
  ],
  ['telegraph noise of no cell', { telegraphNoise: { ...telegraphNoise, fraction: 0 } }, { telegraphNoise }],
  ['telegraph noise of no size', { telegraphNoise: { ...telegraphNoise, relative: 0 } }, { telegraphNoise }],
  [
    'driver',
    { driver: { ohms: ohms(0), limitAmperes: amperes(Infinity) } },
    { driver: { ohms: ohms(1), limitAmperes: amperes(Infinity) } },
  ],
  [
    'driver limit',
    { driver: { ohms: ohms(0), limitAmperes: amperes(Infinity) } },
    { driver: { ohms: ohms(0), limitAmperes: amperes(1e-3) } },
  ],
  [
    'stuck fraction',
    { stuckFraction: { fraction: 0, at: 'random' } },
    { stuckFraction: { fraction: 0.5, at: 'random' } },
  ],
  ['read noise', { readNoise: 0 }, { readNoise: 0.01 }],
  [
    'spread',
    { spread: { Ap: { distribution: 'normal', relative: 0 } } },
    { spread: { Ap: { distribution: 'normal', relative: 0.1 } } },
  ],
];

describe('an imperfection that is off', () => {
  const ideal = lifeOf(made({}, 9, SHAPE));

  it.each(switches)('is as if it did not exist, to the last bit: %s', (_, off, on) => {
    expect(lifeOf(made(off, 9, SHAPE))).toEqual(ideal);
    expect(lifeOf(made(on, 9, SHAPE))).not.toEqual(ideal);
  });

  it('leaves what the others draw', () => {
    const noisy: Partial<ChipDescription> = { readNoise: 0.01, cycleSpread: { relative: 0.1, absolute: 0 } };
    // times so long that nothing but their draws could show
    const more = {
      ...noisy,
      telegraphNoise: { ...telegraphNoise, relative: 1e-300 },
      retention: { ...retention, seconds: 1e30 },
    };
    expect(lifeOf(made(more, 9, SHAPE))).toEqual(lifeOf(made(noisy, 9, SHAPE)));
  });
});
