import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../core/index.js';
import { oneCell, SLOWED_FALLING, SLOWED_RISING } from './cell-model.js';
import { examplePulses } from './devices/pulse-devices.js';
import { idealPulse } from './ideal-pulse.js';
import { interpolate, pulseSpeeds, type PulseTable } from './pulse-table.js';

const BOTH = SLOWED_RISING | SLOWED_FALLING;
const { model, parameters } = examplePulses;
const cell = oneCell(parameters);

/** Where a conductance goes in one pulse's length, by many small steps of the middle rule. */
function afterPulse(speeds: ReturnType<typeof pulseSpeeds>, siemens: number): number {
  const steps = 2000;
  let g = siemens;
  for (let step = 0; step < steps; step += 1) {
    const half = g + interpolate(speeds, g) / (2 * steps);
    g += interpolate(speeds, half) / steps;
  }
  return g;
}

const changeIn = (table: PulseTable, siemens: number): number =>
  interpolate([Float64Array.from(table, ([g]) => g), Float64Array.from(table, ([, change]) => change)], siemens);

describe('a table of pulses', () => {
  it('makes exactly its change with a pulse, where it is straight', () => {
    const straight: PulseTable = [
      [1e-6, 4e-6],
      [9e-6, 0],
    ];
    for (const g of [1e-6, 2e-6, 6e-6]) {
      expect(afterPulse(pulseSpeeds(straight, 1, 'set'), g) / (g + changeIn(straight, g))).toBeCloseTo(1, 6);
    }
  });

  it('makes its change to some hundredths where its slope changes by 0.15 siemens a siemens at a row', () => {
    const bent: PulseTable = [
      [1e-6, 2e-6],
      [4e-6, 1.7e-6],
      [8e-6, 0.9e-6],
      [12e-6, 0.7e-6],
    ];
    for (let g = 1e-6; g < 11e-6; g += 0.3e-6) {
      const change = afterPulse(pulseSpeeds(bent, 1, 'set'), g) - g;
      expect(Math.abs(change / changeIn(bent, g) - 1), `${g}`).toBeLessThan(0.06);
    }
  });

  it('is linear between its rows, and level beyond', () => {
    const table = [Float64Array.of(1, 2, 4), Float64Array.of(10, 20, 0)] as const;
    fc.assert(
      fc.property(fc.double({ min: -1, max: 6, noNaN: true }), (at) => {
        const wanted = at <= 1 ? 10 : at >= 4 ? 0 : at <= 2 ? 10 * at : 40 - 10 * at;
        expect(interpolate(table, at)).toBeCloseTo(wanted, 9);
      }),
      { seed: 42 },
    );
  });

  it.each([
    ['one row', [[1, 1]]],
    [
      'rows that fall',
      [
        [2, 1],
        [1, 1],
      ],
    ],
    [
      'a change of the other sign',
      [
        [1, 1],
        [2, -0.1],
      ],
    ],
    [
      'a pulse that overtakes another',
      [
        [1, 3],
        [2, 1],
      ],
    ],
    [
      'a hole',
      [
        [1, 1],
        [2, NaN],
      ],
    ],
  ] as const)('is refused with %s', (_what, rows) => {
    expect(() =>
      idealPulse({
        set: rows,
        reset: [
          [1, -1],
          [2, -1],
        ],
      }),
    ).toThrow(ConfigError);
  });
});

describe('the ideal-pulse model', () => {
  it('rests up to its part of a pulse, and moves alike at every voltage beyond', () => {
    expect(model.rate(cell, 0, 0.5, 0.75 * 3.2, BOTH)).toBe(0);
    expect(model.rate(cell, 0, 0.5, -0.75 * 2.8, BOTH)).toBe(0);
    expect(model.rate(cell, 0, 0.5, 2.41, BOTH)).toBe(model.rate(cell, 0, 0.5, 4, BOTH));
    expect(model.rate(cell, 0, 0.5, 2.41, BOTH)).toBeGreaterThan(0);
    expect(model.rate(cell, 0, 0.5, -2.11, BOTH)).toBeLessThan(0);
  });

  it('moves by some of its table a pulse', () => {
    // at 21 nS a SET pulse makes 0.517 nS of 35.4 nS in 300 us, less some 1 % for what it loses on its way
    const x = model.state(cell, 0, 21e-9);
    expect(model.rate(cell, 0, x, 3.2, BOTH) / (0.5169e-9 / 35.4e-9 / 300e-6)).toBeCloseTo(1.0125, 3);
  });

  it('stands at its walls', () => {
    expect(model.rate(cell, 0, 1, 3.2, BOTH)).toBe(0);
    expect(Math.abs(model.rate(cell, 0, 0, -2.8, BOTH))).toBe(0);
  });
});
