import { describe, expect, it } from 'vitest';
import { oneCell, SLOWED_FALLING, SLOWED_RISING } from './cell-model.js';
import { hafniaFilament } from './devices/filament-devices.js';
import { stanfordRram } from './stanford-rram.js';

const BOTH = SLOWED_RISING | SLOWED_FALLING;
const { parameters } = hafniaFilament;
const cell = oneCell(parameters);

// q/k of 11604.518 K/V; gap in nm
function gapSpeed(gap: number, v: number, { Eag, Ear, Rth }: { Eag: number; Ear: number; Rth: number }): number {
  const amperes = 6.14e-5 * Math.exp(-gap / 0.27505) * Math.sinh(v / 0.43);
  const kelvin = 298 + Rth * Math.abs(v * amperes);
  const gamma = 16.5 - 1.25 * gap ** 3;
  const field = (gamma * 0.25 * v) / 5;
  const per = 11604.518 / kelvin;
  return -150 * (Math.exp((field - Eag) * per) - Math.exp((-field - Ear) * per));
}

describe('the Stanford RRAM model', () => {
  it('tunnels through its gap', () => {
    expect(stanfordRram.current(cell, 0, 1, 0.43) / (6.14e-5 * Math.exp(-0.1 / 0.27505) * Math.sinh(1))).toBeCloseTo(
      1,
      9,
    );
    expect(stanfordRram.conductance(cell, 0, 0) / ((6.14e-5 / 0.43) * Math.exp(-1.7 / 0.27505))).toBeCloseTo(1, 9);
  });

  it('has a gap that moves as by hand', () => {
    // a gap of 0.9 nm at 1.2 V: 18.9 uA, 314.39 K, gamma 15.589; (0.93533 - 1.501) eV / 27.092 meV = -20.880
    const byHand = (150 * Math.exp(-20.88)) / 1.6e-9;
    expect(stanfordRram.rate(cell, 0, 0.5, 1.2, BOTH) / byHand).toBeGreaterThan(0.998);
    expect(stanfordRram.rate(cell, 0, 0.5, 1.2, BOTH) / byHand).toBeLessThan(1.002);
    for (const [x, v] of [
      [0.5, 1.2],
      [0.9, -1.1],
      [0.1, 0.9],
      [0.99, -0.7],
    ] as const) {
      const wanted = -gapSpeed(1.7 - 1.6 * x, v, parameters) / 1.6e-9;
      expect(stanfordRram.rate(cell, 0, x, v, BOTH) / wanted).toBeCloseTo(1, 5);
    }
  });

  it('is sinh of the field where both barriers are the same, as version 1.0.0 has it', () => {
    const same = { ...parameters, Eag: 0.6, Ear: 0.6, Rth: 0 };
    const thermal = 298 / 11604.518;
    const gamma = 16.5 - 1.25 * 0.9 ** 3;
    const wanted = (2 * 150 * Math.exp(-0.6 / thermal) * Math.sinh((gamma * 0.05 * 0.2) / thermal)) / 1.6e-9;
    expect(stanfordRram.rate(oneCell(same), 0, 0.5, 0.2, BOTH) / wanted).toBeCloseTo(1, 5);
  });

  it('SETs faster when it is hotter, and stands still at its walls', () => {
    const cold = oneCell({ ...parameters, Rth: 0 });
    expect(stanfordRram.rate(cell, 0, 0.9, 1, BOTH)).toBeGreaterThan(2 * stanfordRram.rate(cold, 0, 0.9, 1, BOTH));
    expect(stanfordRram.rate(cell, 0, 1, 1, BOTH)).toBe(0);
    expect(stanfordRram.rate(cell, 0, 0, -1, BOTH)).toBe(0);
  });

  it('has finite rates and currents far beyond its range', () => {
    for (const v of [-100, -20, -5, 5, 20, 100]) {
      for (const x of [0, 0.5, 1]) {
        expect(Number.isFinite(stanfordRram.rate(cell, 0, x, v, 0)), `${x} at ${v} V`).toBe(true);
        expect(Number.isFinite(stanfordRram.current(cell, 0, x, v))).toBe(true);
        expect(Number.isFinite(stanfordRram.slope(cell, 0, x, v))).toBe(true);
      }
    }
  });

  it('has the thermal resistance of the capacitance and the time constant of the Verilog-A', () => {
    expect(parameters.Rth).toBeCloseTo(2.3e-10 / 3.1825e-16, -2);
  });
});
