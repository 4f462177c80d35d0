import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../core/index.js';
import { predictUpdate, type UpdateToPredict } from './predict-update.js';

const update: UpdateToPredict = {
  device: 'silver-chalcogenide',
  rows: 2,
  columns: 1,
  quarterSeconds: 2.5e-4,
  switchOnOhms: 1e-3,
  switchOffOhms: 1e9,
  referenceSiemens: 4.78e-3,
  rowVolts: [
    [0.2, -0.19, -0.15, 0.16],
    [0.16, -0.15, -0.19, 0.2],
  ],
  columnOnSeconds: [[0, 1e-4, 0, 1e-4]],
  initialStates: [[0.55], [0.55]],
};

describe('predictUpdate', () => {
  it('gives rows x columns of final states', () => {
    const [[fallen], [risen]] = predictUpdate(update) as [[number], [number]];
    expect(fallen).toBeLessThan(0.545);
    expect(risen).toBeGreaterThan(0.555);
    expect(update.initialStates).toEqual([[0.55], [0.55]]);
  });

  it.each([
    [{ device: 'gold' }, /No device gold is known/],
    [{ rowVolts: [[0.2, -0.19, -0.15, 0.16]] }, /rowVolts must be 2 lists of 4 finite numbers/],
    [{ columnOnSeconds: [[0, 1e-4, 0]] }, /columnOnSeconds must be 1 lists of 4/],
    [{ initialStates: [[0.55], [NaN]] }, /initialStates must be 2 lists of 1/],
    [{ initialStates: [[0.55], [1.5]] }, /state 1 is 1.5/],
  ])('refuses %j', (change, message) => {
    const wrong = { ...update, ...change };
    expect(() => predictUpdate(wrong)).toThrow(ConfigError);
    expect(() => predictUpdate(wrong)).toThrow(message);
  });
});
