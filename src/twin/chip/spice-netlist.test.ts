import { describe, expect, it } from 'vitest';
import { ConfigError, FLOATING, planOfBlocks, seconds, SENSED, volts, type BlockToPlan } from '../../core/index.js';
import { silverChalcogenide } from '../models/index.js';
import { cellParameters } from './cell-parameters.js';
import { ChipArray } from './chip-array.js';
import { arrayOfDevice } from './device-array.js';
import { planNetlist } from './spice-netlist.js';

// 5 mV a code, so that volts are seen at once
const scale = { tickSeconds: seconds(1e-6), dacBits: 10, dacFullScaleVolts: volts(2.56) };
const shape = { rows: 2, columns: 2 };
const states = Float64Array.of(0.5, 0.6, 0.7, 0.8);
const circuit = { shape, states, switchOnOhms: 0.5, switchOffOhms: 1e9, referenceSiemens: 4.78e-3 };
const array = arrayOfDevice({ ...circuit, device: 'silver-chalcogenide' });

/** The netlist as ngspice reads it: continued lines joined, without comments. */
function elements(blocks: readonly BlockToPlan[], on: ChipArray = array, gated = false): ReadonlyMap<string, string> {
  const text = planNetlist(planOfBlocks(3, shape, blocks, gated), scale, on, 'seed 7');
  const lines = text.replaceAll(/\n\+ /gu, ' ').split('\n').slice(1);
  const kept = lines.filter((line) => line !== '' && !line.startsWith('*'));
  return new Map(kept.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]));
}

const points = (element: string | undefined): number[] =>
  (element?.match(/PWL\( (.*) \)/u)?.[1] ?? '').split(/\s+/u).map(Number);

describe('planNetlist', () => {
  const update: BlockToPlan[] = [
    {
      ticks: 100,
      rows: [40, -20],
      windows: [
        [10, 90],
        [0, 0],
      ],
    },
    {
      ticks: 100,
      rows: [-40, -20],
      windows: [
        [0, 0],
        [10, 50],
      ],
    },
  ];

  it('names the plan and the chip in its title, on one line', () => {
    const [title] = planNetlist(planOfBlocks(3, shape, update), scale, array, 'a\n.end').split('\n');
    expect(title).toBe('* quarterwave plan for array 3, 2x2: 2 blocks, 200 us; chip: a .end');
  });

  it('steps the rows in a nanosecond from the tick of each block, and back to 0 V', () => {
    const found = elements(update);
    expect(points(found.get('Vw00'))).toEqual([
      0, 0, 1e-9, 0.2, 1e-4, 0.2, 1.00001e-4, -0.2, 2e-4, -0.2, 2.00001e-4, 0,
    ]);
    // what does not change has no corner
    expect(points(found.get('Vw01'))).toEqual([0, 0, 1e-9, -0.1, 2e-4, -0.1, 2.00001e-4, 0]);
  });

  it('closes every switch for its window, and leaves it closed where windows meet', () => {
    expect(points(elements(update).get('Vb00on'))).toEqual([0, 0, 1e-5, 0, 1.0001e-5, 1, 9e-5, 1, 9.0001e-5, 0]);
    const meeting = elements(
      [100, 50].map((until) => ({
        ticks: 100,
        windows: [
          [0, until],
          [0, 0],
        ],
      })),
    );
    expect(points(meeting.get('Vb00on'))).toEqual([0, 0, 1e-9, 1, 1.5e-4, 1, 1.50001e-4, 0]);
    expect(meeting.get('Vb01on')).toBe('b01on 0 DC 0');
  });

  it('gives a cell its present state, and what it has of its own', () => {
    expect(elements(update).get('Xw01b00')).toBe('w01 b00 xw01b00 cell x0=0.7');
    const own = new ChipArray({
      ...circuit,
      cells: cellParameters(silverChalcogenide, new Map([['Vp', Float64Array.of(0.15, 0.16, 0.17, 0.18)]])),
      stuck: Uint8Array.of(0, 1, 0, 0),
    });
    expect(elements(update, own).get('Xw00b00')).toBe('w00 b00 xw00b00 cell x0=0.5 Vp=0.15');
    expect(elements(update, own).get('Xw00b01')).toBe('w00 b01 xw00b01 cell x0=0.6 Vp=0.16 moves=0');
  });

  it('switches a row that floats and is sensed, and drives the reference of sensed rows', () => {
    const found = elements([
      { ticks: 100, rows: [SENSED, FLOATING], columns: [20, 30], reference: 'backward', sampleTick: 60 },
      { ticks: 100, rows: [20, 20] },
    ]);
    expect(points(found.get('Vw00son'))).toEqual([0, 0, 1e-9, 1, 1e-4, 1, 1.00001e-4, 0]);
    expect(points(found.get('Vw01don'))).toEqual([0, 0, 1e-4, 0, 1.00001e-4, 1]);
    expect(found.get('Vw01son')).toBe('w01son 0 DC 0');
    expect(points(found.get('Vbackward')).slice(0, 4)).toEqual([0, 0, 1e-9, -0.25]);
    expect(points(found.get('Vb01')).slice(0, 4)).toEqual([0, 0, 1e-9, 0.15]);
  });

  it('prints every state and every current that is sampled', () => {
    const plan = planOfBlocks(0, shape, [
      { ticks: 9 },
      {
        ticks: 100,
        windows: [
          [0, 100],
          [0, 100],
        ],
        sampleTick: 50,
      },
    ]);
    const printed = planNetlist(plan, scale, array, 'x').match(/^print .*$/gmu);
    const wanted = ['x[w00b00]', 'x[w00b01]', 'x[w01b00]', 'x[w01b01]', 'i[b00_2]', 'i[b01_2]'];
    expect(printed).toEqual(wanted.map((name) => `print ${name}`));
  });

  it('puts a transistor behind every cell only where the plan drives gates', () => {
    const transistor = { thresholdVolts: 0.5, siemensPerVolt: 0.01 };
    const gated = arrayOfDevice({ ...circuit, device: 'silver-chalcogenide', transistor });
    const pulse = [{ ticks: 100, gates: [200, 0] }];
    expect(elements(pulse, gated, true).get('Xw00b00')).toBe('w00 mw00b00 xw00b00 cell x0=0.5');
    expect(elements(pulse, gated, true).get('Bmw00b00')).toBe(
      'mw00b00 b00 I = V(mw00b00,b00)*1e-12+0.01*sgn(V(mw00b00,b00))*min(abs(V(mw00b00,b00)),max(V(g00)-0.5,0))*' +
        '(max(V(g00)-0.5,0)-min(abs(V(mw00b00,b00)),max(V(g00)-0.5,0))/2)',
    );
    expect(points(elements(pulse, gated, true).get('Vg00'))).toEqual([0, 0, 1e-9, 1, 1e-4, 1, 1.00001e-4, 0]);
    expect(elements(pulse, gated).get('Xw00b00')).toBe('w00 b00 xw00b00 cell x0=0.5');
  });

  it('keeps its edges within ticks of a nanosecond', () => {
    const fast = { ...scale, tickSeconds: seconds(1e-9) };
    const text = planNetlist(planOfBlocks(0, shape, update), fast, array, 'x').replaceAll(/\n\+ /gu, ' ');
    expect(points(/^Vw01 .*$/mu.exec(text)?.[0])).toEqual([0, 0, 2.5e-10, -0.1, 2e-7, -0.1, 2.0025e-7, 0]);
  });

  it('is the same bytes for the same plan and array, which it leaves alone', () => {
    const plan = planOfBlocks(0, shape, update);
    expect(planNetlist(plan, scale, array, 'x')).toBe(planNetlist(plan, scale, array, 'x'));
    expect(array.states).toEqual(states);
  });

  it('refuses a plan for another shape', () => {
    const plan = planOfBlocks(0, { rows: 3, columns: 2 }, [{ ticks: 100 }]);
    expect(() => planNetlist(plan, scale, array, 'x')).toThrow(ConfigError);
    expect(() => planNetlist(plan, scale, array, 'x')).toThrow(/plan is for a 3x2 array, the array is 2x2/u);
  });
});
