import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../core/index.js';
import { updateDrive, type BlockDrive, type SampledCurrents } from './block-drive.js';
import { arrayOfDevice } from './device-array.js';

const array = arrayOfDevice({
  device: 'silver-chalcogenide',
  shape: { rows: 2, columns: 3 },
  states: new Float64Array(6),
  switchOnOhms: 1e-3,
  switchOffOhms: 1e9,
  referenceSiemens: 4.78e-3,
});
const [two, three] = [new Float64Array(2), new Float64Array(3)];

describe('a block', () => {
  it.each<[string, Partial<BlockDrive>, RegExp, SampledCurrents?]>([
    ['too few rows', { rowVolts: three }, /A 2x3 array takes 2 row voltages, got 3. Give one a line./],
    ['marks that do not fit', { rowSensed: new Uint8Array(1) }, /takes 2 marks of sensed rows, got 1/],
    ['columns that do not fit', { columnVolts: two }, /takes 3 column voltages, got 2/],
    ['windows that do not close', { closeSeconds: two }, /takes 3 closing times, got 2/],
    ['windows that do not open', { openSeconds: two }, /takes 3 opening times, got 2/],
    ['gates without transistors', { gateVolts: two }, /have no transistors, so there are no gates to drive/],
    ['gates that do not fit', { gateVolts: three }, /takes 2 gate voltages, got 3/],
    ['volts out of this world', { rowVolts: Float64Array.of(301, 0) }, /Line 0 of the row voltages is at 301 V/],
    ['a floating column', { columnVolts: Float64Array.of(0, NaN, 0) }, /Line 1 of the column voltages is at NaN V/],
    ['currents that do not fit', {}, /takes 3 column currents, got 2/, { rowAmperes: two, columnAmperes: two }],
  ])('with %s is refused', (_, changes, message, out) => {
    const apply = (): number => array.applyBlock({ ...updateDrive(two, three), ...changes }, 1, out);
    expect(apply).toThrow(ConfigError);
    expect(apply).toThrow(message);
  });
});
