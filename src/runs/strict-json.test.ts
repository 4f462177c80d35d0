import { expect, it } from 'vitest';
import { strictJson } from './strict-json.js';

it('writes typed arrays as arrays and doubles exactly', () => {
  const matrix = Float64Array.of(0.1, 1 / 3, 5e-324);
  expect(Float64Array.from(JSON.parse(strictJson({ matrix })).matrix as number[])).toEqual(matrix);
});

it.each([
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
  ['a bigint', 1n],
  ['NaN in a typed array', Float32Array.of(Number.NaN)],
])('refuses %s rather than lose it', (_, value) => {
  expect(() => strictJson({ epoch: { loss: value } })).toThrow(expect.objectContaining({ code: 'bad-data' }));
});
