import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { blockMeans } from './block-means.js';

const lines = fc.integer({ min: 1, max: 40 });

it('is the matrix itself where it is small enough', () => {
  const values = Float64Array.of(1, 2, 3, 4, 5, 6);
  const grid = blockMeans(values, { rows: 2, columns: 3 }, 3);
  expect(grid).toMatchObject({ rows: 2, columns: 3, means: values });
  expect([0, 1, 2].map(grid.firstColumn)).toEqual([0, 1, 2]);
});

it('has no block without cells, and each named for its first line', () => {
  fc.assert(
    fc.property(lines, lines, fc.integer({ min: 1, max: 12 }), (rows, columns, most) => {
      const rowNumbers = Float64Array.from({ length: rows * columns }, (_, cell) => Math.floor(cell / columns));
      const grid = blockMeans(rowNumbers, { rows, columns }, most);
      expect(Math.max(grid.rows, grid.columns)).toBeLessThanOrEqual(most);
      for (let block = 0; block < grid.rows; block += 1) {
        const [first, end] = [grid.firstRow(block), grid.firstRow(block + 1)];
        expect(grid.means[block * grid.columns]).toBeCloseTo((first + end - 1) / 2, 9);
      }
    }),
  );
});
