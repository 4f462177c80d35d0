import { describe, expect, it } from 'vitest';
import { oneCell, SLOWED_FALLING, SLOWED_RISING } from './cell-model.js';
import { platinumHafniumTitanium } from './devices/vteam-devices.js';
import { vteam } from './vteam.js';

const BOTH = SLOWED_RISING | SLOWED_FALLING;
const { parameters } = platinumHafniumTitanium;
const cell = oneCell(parameters);
const turned = oneCell({ ...parameters, eta: -1 });

describe('VTEAM', () => {
  it('has resistance linear in w, or exponential', () => {
    expect(1 / vteam.none.conductance(cell, 0, 0.25)).toBeCloseTo(2500 - 0.25 * 2400, 9);
    const exponential = oneCell({ ...parameters, exponential: 1 });
    expect(1 / vteam.none.conductance(exponential, 0, 0)).toBeCloseTo(2500, 9);
    expect(1 / vteam.none.conductance(exponential, 0, 0.5)).toBeCloseTo(500, 9);
    expect(1 / vteam.none.conductance(exponential, 0, 1)).toBeCloseTo(100, 9);
    expect(vteam.none.state(exponential, 0, 1 / 500)).toBeCloseTo(0.5, 12);
  });

  it('SETs at k_on over the length a second at twice v_on, with a positive voltage', () => {
    expect(vteam.none.rate(cell, 0, 0.5, 1.06, BOTH) / (80 / 3e-9)).toBeCloseTo(1, 12);
    expect(vteam.none.rate(cell, 0, 0.5, 0.53 * 1.25, BOTH) / (80 / 3e-9)).toBeCloseTo(0.25, 12);
  });

  it('RESETs at k_off (v / v_off - 1)^3, with a negative voltage', () => {
    expect(vteam.none.rate(cell, 0, 0.5, -1, BOTH)).toBeCloseTo(-4.03e-8 / 3e-9, 9);
    expect(vteam.none.rate(cell, 0, 0.5, -1.5, BOTH)).toBeCloseTo((-4.03e-8 / 3e-9) * 8, 9);
  });

  it('rests from threshold to threshold, turned round or not', () => {
    for (const v of [-0.5, 0, 0.53]) expect(vteam.none.rate(cell, 0, 0.5, v, BOTH)).toBe(0);
    expect(vteam.none.restVolts(parameters)).toEqual([-0.5, 0.53]);
    expect(vteam.none.restVolts({ ...parameters, eta: -1 })).toEqual([-0.53, 0.5]);
    expect(vteam.none.rate(turned, 0, 0.5, 1, BOTH)).toBe(vteam.none.rate(cell, 0, 0.5, -1, BOTH));
  });

  it('takes windows by the way it moves', () => {
    const slow = oneCell({ ...parameters, p: 2 });
    const bare = vteam.none.rate(slow, 0, 0.8, -1, BOTH);
    expect(vteam.biolek.rate(slow, 0, 0.8, -1, BOTH) / bare).toBeCloseTo(1 - 0.2 ** 4, 12);
    expect(vteam.joglekar.rate(slow, 0, 0.8, -1, BOTH) / bare).toBeCloseTo(1 - 0.6 ** 4, 12);
    expect(vteam.none.rate(slow, 0, 1, 2, BOTH)).toBe(0);
  });
});
