import { formatColumn, formatRow, type Shape } from '../core/index.js';

/** Light to dark in both terminal themes; the number beside it carries the value. */
const SHADES = [' ', '\u2591', '\u2592', '\u2593', '\u2588'];

const UNITS = [
  ['mS', 1e3],
  ['uS', 1e6],
  ['nS', 1e9],
] as const;

// a large array has more cells than a call may have arguments
const highest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), -Infinity);
const lowest = (values: Float64Array): number => values.reduce((least, value) => Math.min(least, value), Infinity);

/** The largest unit in which the three decimals of a table say something of these conductances, and how many make 1 S. */
export function conductanceUnit(siemens: Float64Array): readonly [unit: string, perSiemens: number] {
  const most = highest(siemens);
  return UNITS.find(([, perSiemens]) => most * perSiemens >= 1) ?? UNITS[0];
}

/** An array as text: a table in its unit, each with a shade by its place between the extremes. */
export function conductanceTable(shape: Shape, siemens: Float64Array): string {
  const [, perSiemens] = conductanceUnit(siemens);
  const low = lowest(siemens);
  const span = highest(siemens) - low || 1;
  const shade = (g: number): string =>
    SHADES[Math.min(SHADES.length - 1, Math.floor(((g - low) / span) * SHADES.length))]!;
  const head = ['   ', ...Array.from({ length: shape.columns }, (_, column) => formatColumn(column).padStart(8))];
  const lines = Array.from({ length: shape.rows }, (_, row) => {
    const cells = Array.from(siemens.subarray(row * shape.columns, (row + 1) * shape.columns));
    return [
      formatRow(row).padEnd(3),
      ...cells.map((g) => ` ${shade(g)}${(g * perSiemens).toFixed(3).padStart(6)}`),
    ].join('');
  });
  return [head.join(''), ...lines].join('\n');
}
