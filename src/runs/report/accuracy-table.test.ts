import { expect, it } from 'vitest';
import { accuracyTable, pooled } from './accuracy-table.js';

const tests = [
  { split: 1, samples: 45, crossbarCorrect: 44, referenceCorrect: 43 },
  { split: 2, samples: 45, crossbarCorrect: 42, referenceCorrect: 44 },
];

it('pools counts, not percentages', () => {
  const uneven = [...tests, { split: 3, samples: 10, crossbarCorrect: 0, referenceCorrect: 10 }];
  expect(pooled(uneven)).toEqual({ samples: 100, crossbarCorrect: 86, referenceCorrect: 97 });
});

it('shows the difference to the reference in points', () => {
  const table = accuracyTable(tests);
  expect(table).toContain('<th scope="row">1</th><td>45</td><td>44</td><td>97.78\u2009%</td><td>43</td>');
  expect(table).toContain('<td>\u22124.44</td>');
  expect(table).toMatch(/Pooled<\/th><td>90<\/td><td>86<\/td>.*<td>\u22121\.11<\/td>/);
});

it('has no reference in it where there is none, and no pooled one where one is missing', () => {
  expect(accuracyTable(tests.map((test) => ({ ...test, referenceCorrect: null })))).not.toContain('reference');
  expect(pooled([tests[0]!, { ...tests[1]!, referenceCorrect: null }]).referenceCorrect).toBeNull();
});
