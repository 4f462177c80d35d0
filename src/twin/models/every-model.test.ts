import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneCell, SLOWED_FALLING, SLOWED_RISING } from './cell-model.js';
import { deviceNames, publishedDevice } from './devices/devices.js';
import { windowKinds } from './windows.js';

const state = fc.double({ min: 0, max: 1, noNaN: true });
const BOTH = SLOWED_RISING | SLOWED_FALLING;

const devices = deviceNames.map((name) => publishedDevice(name)!);
const windowed = devices.flatMap((device) =>
  windowKinds.flatMap((kind) => {
    const model = device.model.windows?.[kind];
    return model && model !== device.model ? [{ ...device, model, name: `${device.name} with window ${kind}` }] : [];
  }),
);

/** What solvers and chip files take for granted of every model, with the parameters of a published device. */
describe.each([...devices, ...windowed])('the model of $name', (device) => {
  const { model, parameters, range, linearRange, initialRange } = device;
  const cell = oneCell(parameters);
  const [lowest, highest] = model.restVolts(parameters);
  const reach = 3 * Math.min(highest, -lowest, 1);
  const volts = fc.double({ min: -reach, max: reach, noNaN: true });

  it('has a published value within its bounds for every parameter, and no other', () => {
    expect(Object.keys(parameters).toSorted()).toEqual(Object.keys(model.parameters).toSorted());
    for (const [name, { bounds }] of Object.entries(model.parameters)) {
      const value = parameters[name]!;
      expect(value).toBeGreaterThan(bounds.above ?? -Infinity);
      expect(value).toBeGreaterThanOrEqual(bounds.atLeast ?? -Infinity);
      expect(value).toBeLessThanOrEqual(bounds.atMost ?? Infinity);
      expect(value).toBeLessThan(bounds.below ?? Infinity);
    }
  });

  it('has ranges within what its cells conduct', () => {
    const slack = 1 + 1e-9;
    expect(range.min * slack).toBeGreaterThanOrEqual(model.conductance(cell, 0, 0));
    expect(range.max).toBeLessThanOrEqual(model.conductance(cell, 0, 1) * slack);
    expect(linearRange.min).toBeGreaterThanOrEqual(range.min);
    expect(linearRange.max).toBeLessThanOrEqual(range.max * slack);
    expect(initialRange.min).toBeGreaterThanOrEqual(range.min);
    expect(initialRange.max).toBeLessThanOrEqual(range.max * slack);
  });

  it('conducts more at every higher state, and knows the state of a conductance', () => {
    fc.assert(
      fc.property(state, state, (a, b) => {
        const [low, high] = [model.conductance(cell, 0, Math.min(a, b)), model.conductance(cell, 0, Math.max(a, b))];
        expect(high).toBeGreaterThanOrEqual(low);
        expect(model.state(cell, 0, model.conductance(cell, 0, a))).toBeCloseTo(a, 9);
      }),
      { seed: 31 },
    );
  });

  it('has its conductance for the slope at 0 V, and dI/dV for the slope everywhere', () => {
    fc.assert(
      fc.property(state, volts, (x, v) => {
        const step = 1e-5 * reach;
        expect(model.slope(cell, 0, x, 0)).toBeCloseTo(model.conductance(cell, 0, x), 12);
        expect(model.current(cell, 0, x, 0)).toBeCloseTo(0, 15);
        if (Math.abs(v) < step) return;
        const slope = (model.current(cell, 0, x, v + step) - model.current(cell, 0, x, v - step)) / (2 * step);
        expect(Math.abs(slope - model.slope(cell, 0, x, v))).toBeLessThanOrEqual(1e-5 * Math.abs(slope) + 1e-15);
        expect(slope).toBeGreaterThanOrEqual(0);
      }),
      { seed: 32 },
    );
  });

  it('rests between its thresholds, or nearly', () => {
    fc.assert(
      fc.property(state, fc.double({ min: 0, max: 1, noNaN: true }), (x, part) => {
        const v = Math.max(lowest, -1e3) + part * (Math.min(highest, 1e3) - Math.max(lowest, -1e3));
        expect(Math.abs(model.rate(cell, 0, x, v, BOTH) * 1e-5)).toBeLessThanOrEqual(1e-6 * (1 + 1e-9));
      }),
      { seed: 33 },
    );
  });

  it('moves at a finite rate, by the sign of its voltage, and no farther than its ends', () => {
    fc.assert(
      fc.property(state, volts, (x, v) => {
        const rate = model.rate(cell, 0, x, v, BOTH);
        expect(Number.isFinite(rate)).toBe(true);
        // but for a drift that takes longer than the universe has had, where SET and RESET have barriers of their own
        expect(rate * v).toBeGreaterThanOrEqual(-1e-18);
      }),
      { seed: 34 },
    );
  });
});
