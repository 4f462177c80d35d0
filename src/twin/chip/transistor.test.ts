import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneCell, silverChalcogenide, yakopcic } from '../models/index.js';
import { updateDrive, type BlockDrive } from './block-drive.js';
import { arrayOfDevice } from './device-array.js';
import type { ChipArray } from './chip-array.js';
import { voltsBehindChannel } from './series-cell.js';
import { channelAmperes, channelsOf, channelSlope } from './transistor.js';

const silver = silverChalcogenide.parameters;
const transistor = { thresholdVolts: 0.5, siemensPerVolt: 4e-3 };
const LONG = 0.1;

const arrayOf = (rows: number, columns: number, state = 0.05, channel = transistor): ChipArray =>
  arrayOfDevice({
    device: 'silver-chalcogenide',
    shape: { rows, columns },
    states: new Float64Array(rows * columns).fill(state),
    switchOnOhms: 0,
    switchOffOhms: 1e9,
    referenceSiemens: 4.78e-3,
    transistor: channel,
  });

const pulse = (volts: readonly number[], gates: readonly number[], columns: number, seconds = LONG): BlockDrive => ({
  ...updateDrive(Float64Array.from(volts), new Float64Array(columns).fill(seconds)),
  gateVolts: Float64Array.from(gates),
});

/** Where a long SET from a low state ends. */
function setThrough(gateVolts: number, volts = 0.3): number {
  const array = arrayOf(1, 1);
  array.applyBlock(pulse([volts], [gateVolts], 1), LONG);
  return array.states[0]!;
}

describe('a memristor behind a channel', () => {
  it('takes what the channel leaves of the voltage', () => {
    // whole numbers of small units: nothing here holds for the last doubles before 0
    const micro = (most: number) => fc.integer({ min: 0, max: most * 1e6 }).map((value) => value / 1e6);
    fc.assert(
      fc.property(
        micro(2),
        fc.double({ min: 0.05, max: 3, noNaN: true }),
        micro(0.1),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: -2000, max: 2000 }),
        (amplitude, b, channel, gate, centivolts) => {
          const volts = centivolts / 100;
          const overdrive = gate / 100;
          const v = voltsBehindChannel(
            yakopcic,
            oneCell({ ...silver, a1: amplitude, a2: amplitude, b }),
            0,
            1,
            channel,
            overdrive,
            volts,
          );
          expect(Math.abs(v)).toBeLessThanOrEqual(Math.abs(volts));
          const through = amplitude * Math.sinh(b * v);
          const offered = channelAmperes(channel, overdrive, volts - v);
          const slopes = amplitude * b * Math.cosh(b * v) + channelSlope(channel, overdrive, volts - v);
          if (overdrive === 0) expect(v).toBe(0);
          // an error of v shows in the current by the slopes
          else expect(Math.abs(through - offered)).toBeLessThanOrEqual(1e-11 * slopes * Math.abs(volts) + 1e-18);
        },
      ),
      { seed: 6, numRuns: 500 },
    );
  });

  it('sees nothing at or below the threshold of the gate', () => {
    expect([...channelsOf(transistor, Float64Array.of(0.5, -3, 1.5)).overdrive]).toEqual([0, 0, 1]);
    expect(channelAmperes(4e-3, 0, 2)).toBe(0);
  });

  it('has a channel that is a resistor at first and a current at last, either way round', () => {
    expect(channelSlope(4e-3, 1, 0)).toBe(4e-3);
    expect(channelAmperes(4e-3, 1, 0.5)).toBeCloseTo(4e-3 * (0.5 - 0.125), 15);
    for (const v of [1, 1.5, 20]) {
      expect(channelAmperes(4e-3, 1, v)).toBeCloseTo(2e-3, 15);
      expect(channelAmperes(4e-3, 1, -v)).toBeCloseTo(-2e-3, 15);
      expect(channelSlope(4e-3, 1, v)).toBe(0);
    }
  });
});

describe('1T1R', () => {
  it('moves nothing, and draws nothing, with the gates off', () => {
    const array = arrayOf(3, 2, 0.5);
    const out = { rowAmperes: new Float64Array(3), columnAmperes: new Float64Array(2) };
    const drive = { ...pulse([2, -2, 1], [0, 0.5, -1], 2), sampleSeconds: LONG };
    expect(array.applyBlock(drive, LONG, out)).toBe(0);
    expect(array.states).toEqual(new Float64Array(6).fill(0.5));
    expect(out.columnAmperes).toEqual(new Float64Array(2));
  });

  it('moves only the row whose gate is on', () => {
    const array = arrayOf(3, 2, 0.5);
    array.applyBlock(pulse([0.3, 0.3, 0.3], [0, 4, 0], 2, 1e-4), 1e-4);
    const moved = array.states.map((x) => x - 0.5);
    expect(Math.min(moved[2]!, moved[3]!)).toBeGreaterThan(1e-3);
    for (const cell of [0, 1, 4, 5]) expect(moved[cell]).toBe(0);
  });

  it('stops a SET where the channel leaves the cell its threshold, so the gate sets the conductance', () => {
    // at the end v = Vp across the cell, and K (Vov d - d^2 / 2) = a1 x sinh(b Vp) with the rest d across the channel
    for (const gate of [0.7, 0.9, 1.1, 1.4]) {
      const rest = 0.3 - silver.Vp;
      const amperes = 4e-3 * ((gate - 0.5) * rest - rest ** 2 / 2);
      const wanted = amperes / (silver.a1 * Math.sinh(silver.b * silver.Vp));
      expect(wanted).toBeGreaterThan(0.05);
      expect(setThrough(gate)).toBeCloseTo(wanted, 3);
      expect(setThrough(gate)).toBeLessThanOrEqual(wanted + 1e-8);
    }
  });

  it('limits the current of a SET to K Vov^2 / 2, whatever the voltage, so that the gate sets the conductance', () => {
    const ends = [0.6, 0.65, 0.7, 0.75].map((gate) => {
      const array = arrayOf(1, 1);
      const limit = (4e-3 * (gate - 0.5) ** 2) / 2;
      for (const volts of [0.5, 1, 1.5]) {
        const out = { rowAmperes: new Float64Array(1), columnAmperes: new Float64Array(1) };
        array.applyBlock({ ...pulse([volts], [gate], 1), sampleSeconds: LONG }, LONG, out);
        const [amperes] = out.columnAmperes;
        expect(amperes! / limit).toBeCloseTo(1, 6);
      }
      // the cell has come down to its threshold at that current
      const wanted = limit / (silver.a1 * Math.sinh(silver.b * silver.Vp));
      expect(array.states[0]).toBeCloseTo(Math.max(0.05, wanted), 3);
      return array.states[0]!;
    });
    expect(ends.at(-1)).toBeGreaterThan(0.09);
    for (let k = 2; k < ends.length; k += 1) expect(ends[k]).toBeGreaterThan(ends[k - 1]!);
  });

  it('SETs farther the higher the gate, up to what the cell can be', () => {
    const ends = [0.55, 0.7, 1, 1.5, 2, 3, 6, 12].map((gate) => setThrough(gate));
    for (let k = 1; k < ends.length; k += 1) expect(ends[k]).toBeGreaterThanOrEqual(ends[k - 1]!);
    expect(ends[2]).toBeGreaterThan(ends[1]! + 0.05);
    expect(ends.at(-1)).toBeCloseTo(1, 6);
    expect(ends.at(-2)).toBeCloseTo(1, 6);
  });

  it('does not stop a RESET, which gives back voltage as it goes', () => {
    const array = arrayOf(1, 1, 0.9);
    array.applyBlock(pulse([-1.5], [3], 1), LONG);
    expect(array.states[0]).toBeLessThan(1e-6);
  });

  it('is a bare memristor behind a channel that conducts far better', () => {
    const bare = arrayOf(2, 2, 0.4);
    const drive = pulse([0.25, 0.2], [300, 300], 2, 1e-4);
    const wide = arrayOf(2, 2, 0.4, { thresholdVolts: 0, siemensPerVolt: 1e6 });
    wide.applyBlock(drive, 1e-4);
    bare.applyBlock({ ...drive, gateVolts: undefined }, 1e-4);
    for (const [cell, x] of wide.states.entries()) expect(x).toBeCloseTo(bare.states[cell]!, 7);
  });
});
