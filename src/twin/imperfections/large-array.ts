import { buildChip, builtInChip, type ChipArray, type ChipDescription } from '../chip/index.js';

export const silver = builtInChip('silver-chalcogenide');
/** Enough cells for the statistics of one draw a cell. */
export const LARGE = { rows: 120, columns: 100 };
export const CELLS = LARGE.rows * LARGE.columns;

/** The first array of a silver chalcogenide chip with these changes. */
export const made = (changes: Partial<ChipDescription>, seed = 1, shape = LARGE): ChipArray =>
  buildChip({ ...silver, ...changes }, [shape], seed).arrays[0]!;

export function moments(values: ArrayLike<number>): { mean: number; deviation: number } {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  const variance = list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (list.length - 1);
  return { mean, deviation: Math.sqrt(variance) };
}

/** Five standard errors of a mean. */
export const meanSlack = (deviation: number, count: number): number => (5 * deviation) / Math.sqrt(count);
