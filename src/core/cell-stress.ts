import { cellCount, type Shape } from './shape.js';

/** What is counted of every cell of an array, in the order it is kept in files. */
export const STRESS_FIELDS = [
  'pulses',
  'seconds',
  'longestSeconds',
  'highestVolts',
  'lowestVolts',
  'joules',
  'formings',
] as const;

/**
 * What the cells of an array have been through: one number a cell and field, row-major.
 *
 * - `pulses`: windows in which the cell was beyond a threshold of its device
 * - `seconds`: their length in all; `longestSeconds`: of the longest
 * - `highestVolts`, `lowestVolts`: extremes across the cell, row minus column; 0 where it never saw that side
 * - `joules`: an estimate, V^2 G t with G the middle of the device's linear range
 * - `formings`: pulses at or beyond the device's forming voltage, of either sign, where that is known
 */
export type CellStress = Readonly<Record<(typeof STRESS_FIELDS)[number], Float64Array>>;

/** Cells that have been through nothing. */
export function noStress(shape: Shape): CellStress {
  const cells = cellCount(shape);
  const fields = STRESS_FIELDS.map((field) => [field, new Float64Array(cells)]);
  return Object.fromEntries(fields) as Record<(typeof STRESS_FIELDS)[number], Float64Array>;
}
