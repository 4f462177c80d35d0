import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatQuantity } from '../quantity-format.js';
import { parseQuantity } from './quantity-text.js';

describe('parseQuantity', () => {
  it.each([
    ['4.4 mS', 'S', 4.4e-3],
    ['4.78mS', 'S', 0.00478],
    ['0.005', 'S', 0.005],
    ['1 mOhm', 'Ohm', 1e-3],
    ['1 GΩ', 'Ohm', 1e9],
    ['2.5 kohm', 'Ohm', 2500],
    ['-1e-3 V', 'V', -1e-3],
    ['3 uA', 'A', 3e-6],
    ['3 µA', 'A', 3e-6],
    ['5 %', '', 0.05],
    ['.5', '', 0.5],
    ['20 1/V', '1/V', 20],
  ])('reads %s', (text, unit, value) => expect(parseQuantity(text, unit)).toBe(value));

  it.each([
    ['4.4 mV', 'S'],
    ['four mS', 'S'],
    ['4.4 xS', 'S'],
    ['4.4 m', 'S'],
    ['', 'S'],
    ['1 2 S', 'S'],
    ['1e999', 'S'],
    ['5 %', 'S'],
    ['5 V', ''],
  ])('does not read %s as %s', (text, unit) => expect(parseQuantity(text, unit)).toBeUndefined());

  it('reads back what formatQuantity writes', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-11, max: 1e11, noNaN: true }), fc.boolean(), (size, negative) => {
        const value = negative ? -size : size;
        const read = parseQuantity(formatQuantity(value, 'Ohm', 15), 'Ohm')!;
        expect(Math.abs(read - value)).toBeLessThanOrEqual(1e-13 * size);
      }),
      { seed: 6 },
    );
  });
});
