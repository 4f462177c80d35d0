import { describe, expect, it } from 'vitest';
import { volts } from '../../core/index.js';
import { publishedDevices } from './devices.js';
import { cellCurrent, motionWindow, siemensToState, stateRate, stateToSiemens } from './yakopcic.js';

const silver = publishedDevices['silver-chalcogenide'];
const titania = publishedDevices['anodic-titania'];

describe.each([silver, titania])('$name', ({ parameters: cell, range, linearRange, initialRange }) => {
  it('conducts its published range between x = 0 and x = 1', () => {
    expect(stateToSiemens(cell, 1)).toBeCloseTo(range.max, 12);
    expect(siemensToState(cell, range.min)).toBeGreaterThan(0);
    expect(linearRange.min).toBeGreaterThan(range.min);
    expect(initialRange.min).toBeGreaterThan(linearRange.min);
    expect(initialRange.max).toBeLessThan(linearRange.max);
  });

  it('has a x b for the slope of its current at 0 V', () => {
    const slope = (cellCurrent(cell, 0.6, volts(1e-6)) - cellCurrent(cell, 0.6, volts(-1e-6))) / 2e-6;
    expect(slope / stateToSiemens(cell, 0.6)).toBeCloseTo(1, 9);
  });

  it('rests from threshold to threshold, and moves the right way beyond', () => {
    for (const v of [-cell.Vn, -0.01, 0, 0.01, cell.Vp]) expect(stateRate(cell, 0.6, volts(v))).toBe(0);
    expect(stateRate(cell, 0.6, volts(cell.Vp + 0.01))).toBeGreaterThan(0);
    expect(stateRate(cell, 0.6, volts(-cell.Vn - 0.01))).toBeLessThan(0);
  });

  it('has a window that is 1 in the middle, continuous at its kinks and 0 at the ends', () => {
    expect(motionWindow(cell, cell.xp - 0.01, true)).toBe(1);
    expect(motionWindow(cell, cell.xp, true)).toBeCloseTo(1, 12);
    expect(motionWindow(cell, 1, true)).toBeCloseTo(0, 12);
    expect(motionWindow(cell, 1 - cell.xn + 0.01, false)).toBe(1);
    expect(motionWindow(cell, 1 - cell.xn, false)).toBeCloseTo(1, 12);
    expect(motionWindow(cell, 0, false)).toBe(0);
  });

  it('moves the other way with eta -1', () => {
    expect(stateRate({ ...cell, eta: -1 }, 0.6, volts(cell.Vp + 0.01))).toBeLessThan(0);
  });
});

describe('published parameters', () => {
  // P1 table VII: each kind of parameter scaled by one factor until the I-V changes by 10 %
  it('are table VII over its factors', () => {
    const { Ap, An, Vp, Vn, xp, xn, alphaP, alphaN } = silver.parameters;
    expect([2680 / Ap, 2680 / An]).toEqual([0.67, 0.67]);
    expect(0.104848 / Vp).toBeCloseTo(0.098295 / Vn, 9);
    expect(0.18462 / xp).toBeCloseTo(0.3077 / xn, 9);
    expect(2.115 / alphaP).toBeCloseTo(10.575 / alphaN, 9);
    const other = titania.parameters;
    expect(9.888 / other.Ap).toBeCloseTo(6.798 / other.An, 9);
    expect(0.594165 / other.Vp).toBeCloseTo(0.511896 / other.Vn, 4);
    expect(0.57903 / other.xp).toBeCloseTo(0.96505 / other.xn, 9);
    expect(1.9855 / other.alphaP).toBeCloseTo(11.191 / other.alphaN, 9);
  });
});
