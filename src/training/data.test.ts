import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../core/index.js';
import { csvDataSet } from './csv-data-set.js';
import { irisDataSet } from './iris.js';
import { pooledScore, scoreOf } from './score.js';
import { epochOrder, makeSplit } from './splits.js';
import { standardisedInputs } from './standardise.js';

describe('a CSV data set', () => {
  it('takes the last column as the class unless told', () => {
    const data = csvDataSet('a,b,kind\n1,2,x\n3,4.5,y\n', 'd.csv');
    expect(data).toMatchObject({ featureNames: ['a', 'b'], classNames: ['x', 'y'] });
    expect([...data.features]).toEqual([1, 2, 3, 4.5]);
    expect([...csvDataSet('kind,a\nx,1\ny,2\n', 'd.csv', 'kind').labels]).toEqual([0, 1]);
  });

  it.each([
    ['a,c\n1,x\n,y\n', "line 3: '' in column 'a' is not a number"],
    ['a,c\n1,x\nNaN,y\n', "line 3: 'NaN' in column 'a' is not a number"],
    ['a,c\n1,x\n2,x\n', "all samples are of class 'x'"],
    ['a,c\n', 'there are no samples'],
    ['', 'there are no samples'],
    ['a,c\n1,x,3\n', 'is no readable CSV'],
  ])('refuses %j in one line', (text, message) => {
    expect(() => csvDataSet(text, 'd.csv')).toThrow(ConfigError);
    expect(() => csvDataSet(text, 'd.csv')).toThrow(message);
  });

  it('names the columns when the label column is not there', () => {
    expect(() => csvDataSet('a,c\n1,x\n2,y\n', 'd.csv', 'kind')).toThrow(
      "there is no column 'kind'. The columns are: a, c.",
    );
  });
});

describe('splits', () => {
  it('part the samples, the same way for the same seed', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(20), fc.integer({ min: 4, max: 200 }), (seed, split, samples) => {
        const parts = makeSplit(samples, 0.3, seed, split);
        const all = [...parts.train, ...parts.test].toSorted((a, b) => a - b);
        expect(all).toEqual([...Array.from({ length: samples }).keys()]);
        expect(makeSplit(samples, 0.3, seed, split)).toEqual(parts);
        expect([...epochOrder(parts.train, seed, split, 3)].toSorted((a, b) => a - b)).toEqual(
          [...parts.train].toSorted((a, b) => a - b),
        );
      }),
      { seed: 5 },
    );
  });

  it('takes 45 of the 150 irises for testing', () => {
    expect(makeSplit(150, 0.3, 1, 0).test).toHaveLength(45);
    expect(irisDataSet().labels).toHaveLength(150);
  });
});

describe('standardised inputs', () => {
  it('lie in [-1, 1] and owe nothing to the test samples', () => {
    const data = irisDataSet();
    const { train, test } = makeSplit(150, 0.3, 1, 0);
    const inputs = standardisedInputs(data, train);
    expect(Math.max(...inputs.map(Math.abs))).toBeLessThanOrEqual(1);
    const moved = { ...data, features: data.features.slice() };
    for (const sample of test) moved.features[sample * 4] = 1e6;
    const again = standardisedInputs(moved, train);
    for (const sample of train) {
      expect([...again.subarray(sample * 4, sample * 4 + 4)]).toEqual([...inputs.subarray(sample * 4, sample * 4 + 4)]);
    }
  });

  it('survive a feature that never changes', () => {
    const data = csvDataSet('a,c\n5,x\n5,y\n', 'd.csv');
    expect([...standardisedInputs(data, Uint32Array.of(0, 1))]).toEqual([0, 0]);
  });
});

it('pools counts, not percentages', () => {
  const pooled = pooledScore([scoreOf([0, 1, 1], [0, 1, 0], 2), scoreOf([1], [1], 2)]);
  expect(pooled).toEqual({ correct: 3, total: 4, confusion: [1, 0, 1, 2] });
});
