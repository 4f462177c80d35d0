import { describe, expect, it } from 'vitest';
import {
  linearIonDrift,
  publishedDevice,
  vteam,
  type CellModel,
  type ModelParameters,
  type WindowKind,
} from '../models/index.js';
import { updateDrive } from './block-drive.js';
import { cellParameters } from './cell-parameters.js';
import { ChipArray } from './chip-array.js';

const windows: readonly WindowKind[] = ['none', 'joglekar', 'biolek', 'prodromakis'];

/** x of a cell after a voltage has stood on it, from driver to ground without anything between; and the joules. */
function hold(
  model: CellModel,
  parameters: ModelParameters,
  from: number,
  volts: number,
  seconds: number,
): readonly [state: number, joules: number] {
  const array = new ChipArray({
    shape: { rows: 1, columns: 1 },
    cells: cellParameters({ model, parameters }),
    states: Float64Array.of(from),
    switchOnOhms: 0,
    switchOffOhms: 1e9,
    referenceSiemens: 1e-3,
  });
  const joules = array.applyBlock(updateDrive(Float64Array.of(volts), Float64Array.of(seconds)), seconds);
  return [array.states[0]!, joules];
}

/** Time to go from a state to another: the integral of dx over dx/dt, by Simpson's rule. */
function timeBetween(from: number, to: number, rate: (x: number) => number): number {
  const steps = 20_000;
  const h = (to - from) / steps;
  let sum = 1 / rate(from) + 1 / rate(to);
  for (let k = 1; k < steps; k += 1) sum += (k % 2 === 1 ? 4 : 2) / rate(from + k * h);
  return (sum * h) / 3;
}

describe('linear ion drift under a constant voltage', () => {
  const [Ron, Roff, D, mobility] = [100, 16e3, 10e-9, 1e-14];
  const parameters = { Ron, Roff, D, mobility, p: 2, j: 1.5 };
  const span = Roff - Ron;
  const drift = (mobility * Ron) / D ** 2;

  /** From (Roff - span x) dx = drift V dt. */
  const exact = (from: number, volts: number, seconds: number): number =>
    (Roff - Math.sqrt(Roff ** 2 - 2 * span * (Roff * from - (span * from ** 2) / 2 + drift * volts * seconds))) / span;

  it.each([
    [0.2, 1, 0.1],
    [0.2, 1, 0.3],
    [0.7, -1, 0.2],
    [0.7, -0.3, 1],
  ])('goes the way of the square root without a window, from %d at %d V for %d s', (from, volts, seconds) => {
    const [state] = hold(linearIonDrift.none, parameters, from, volts, seconds);
    expect(Math.abs(state - exact(from, volts, seconds))).toBeLessThan(3e-8);
  });

  it('runs into its walls, draws what its end conducts from then on, and comes back from them', () => {
    const [state, joules] = hold(linearIonDrift.none, parameters, 0.5, 1, 5);
    expect(state).toBe(1);
    // V^2 times the charge / volts on the way: x moves by drift for every coulomb
    const arrival = (Roff * 0.5 - (span * 0.75) / 2) / drift;
    expect(joules).toBeCloseTo(0.5 / drift + (5 - arrival) / Ron, 4);
    expect(hold(linearIonDrift.none, parameters, 0.5, -1, 5)[0]).toBe(0);
    expect(hold(linearIonDrift.none, parameters, 1, -1, 0.1)[0]).toBeCloseTo(exact(1, -1, 0.1), 7);
    expect(hold(linearIonDrift.none, parameters, 0, 1, 0.1)[0]).toBeCloseTo(exact(0, 1, 0.1), 7);
  });

  it.each(windows)('takes the time of its integral with window %s', (kind) => {
    const model = linearIonDrift[kind];
    const one = { Ron: [Ron], Roff: [Roff], D: [D], mobility: [mobility], p: [2], j: [1.5] };
    const cell = Object.fromEntries(Object.entries(one).map(([name, value]) => [name, Float64Array.from(value)]));
    for (const [from, to, volts] of [
      [0.2, 0.8, 1],
      [0.8, 0.3, -0.5],
    ] as const) {
      const seconds = timeBetween(from, to, (x) => model.rate(cell as never, 0, x, volts, 3));
      expect(Math.abs(hold(model, parameters, from, volts, seconds)[0] - to)).toBeLessThan(1e-7);
    }
  });

  it('never leaves an end of the windows that are 0 at both, and leaves those of the others', () => {
    for (const kind of windows) {
      const [state] = hold(linearIonDrift[kind], parameters, 0, 1, 0.1);
      expect(state > 0, `window ${kind}`).toBe(kind === 'none' || kind === 'biolek');
    }
    // the integrator sets no cell on such an end: what it brought there can come back
    const [top] = hold(linearIonDrift.joglekar, parameters, 0.5, 1, 100);
    expect(top).toBeLessThan(1);
    expect(hold(linearIonDrift.joglekar, parameters, top, -1, 100)[0]).toBeLessThan(0.5);
  });
});

describe('VTEAM under a constant voltage', () => {
  const { parameters } = publishedDevice('pt-hf-ti')!;
  const slow = { ...parameters, kOn: -3e-8, alphaOff: 1 };

  it('moves in proportion to time with a power of 1 and no window', () => {
    const up = (3e-8 / 3e-9) * (0.795 / 0.53 - 1);
    expect(hold(vteam.none, slow, 0.1, 0.795, 0.1)[0]).toBeCloseTo(0.1 + 0.1 * up, 10);
    const down = (4.03e-8 / 3e-9) * (0.75 / 0.5 - 1);
    expect(hold(vteam.none, slow, 0.9, -0.75, 0.1)[0]).toBeCloseTo(0.9 - 0.1 * down, 10);
  });

  it('stops at its walls, with the energy of the way and of the wait', () => {
    const [state, joules] = hold(vteam.none, slow, 0.1, 0.795, 1);
    expect(state).toBe(1);
    const speed = (3e-8 / 3e-9) * (0.795 / 0.53 - 1);
    const way = Math.log((2500 - 0.1 * 2400) / 100) / 2400 / speed;
    expect(joules / (0.795 ** 2 * (way + (1 - 0.9 / speed) / 100))).toBeCloseTo(1, 4);
  });

  it('SETs the published cell to its wall within a nanosecond, and RESETs it in tenths of a second', () => {
    expect(hold(vteam.none, parameters, 0.1, 0.6, 1e-9)[0]).toBe(1);
    expect(hold(vteam.none, parameters, 1, -1, 0.05)[0]).toBeCloseTo(1 - (0.05 * 4.03e-8) / 3e-9, 9);
  });
});

describe('ideal pulses', () => {
  const { model, parameters, range } = publishedDevice('example-pulses')!;
  const cell = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, Float64Array.of(value)]));
  const stateOf = (siemens: number): number => model.state(cell, 0, siemens);
  const after = (siemens: number, volts: number, seconds = 300e-6): number =>
    model.conductance(cell, 0, hold(model, parameters, stateOf(siemens), volts, seconds)[0]);

  it.each([
    [3.1e-9, 3.2, 0.9589e-9],
    [12e-9, 3.2, 0.7391e-9],
    [30e-9, 3.2, 0.2947e-9],
    [12e-9, -2.8, -0.3347e-9],
    [21e-9, -2.8, -0.6298e-9],
    [38.5e-9, -2.8, -1.2035e-9],
  ])('of the table change %d S at %d V by %d S', (siemens, volts, change) => {
    expect((after(siemens, volts) - siemens) / change).toBeCloseTo(1, 2);
  });

  it('add up, halve with their length, and go from end to end in about their number of levels', () => {
    const half = after(after(12e-9, 3.2, 150e-6), 3.2, 150e-6);
    expect(half / after(12e-9, 3.2)).toBeCloseTo(1, 7);
    expect(after(range.min, 3.2, 97 * 300e-6) / range.max).toBeCloseTo(1, 2);
    expect(after(range.max, -2.8, 100 * 300e-6) / range.min).toBeCloseTo(1, 1);
  });

  it('do nothing at half their voltage', () => {
    expect(hold(model, parameters, 0.5, 1.6, 1)[0]).toBe(0.5);
    expect(hold(model, parameters, 0.5, -1.4, 1)[0]).toBe(0.5);
  });
});

describe('the filament under a constant voltage', () => {
  const { model, parameters } = publishedDevice('hafnia-filament')!;
  const cell = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, Float64Array.of(value)]));

  it.each([
    [0.3, 0.6, 1.15],
    [0.95, 0.6, -1],
    [0.6, 0.4, -1.2],
  ])('takes the time of its integral from %d to %d at %d V', (from, to, volts) => {
    const seconds = timeBetween(from, to, (x) => model.rate(cell, 0, x, volts, 3));
    expect(Math.abs(hold(model, parameters, from, volts, seconds)[0] - to)).toBeLessThan(1e-5);
  });

  it('runs away when SET, and slows down when RESET', () => {
    const time = (from: number, to: number, volts: number): number =>
      timeBetween(from, to, (x) => model.rate(cell, 0, x, volts, 3));
    expect(time(0.7, 0.8, 1.15)).toBeLessThan(0.5 * time(0.2, 0.3, 1.15));
    expect(time(0.5, 0.4, -1)).toBeGreaterThan(2 * time(0.9, 0.8, -1));
    expect(hold(model, parameters, 0.1, 2, 1e-3)[0]).toBe(1);
  });
});
