const PREFIXES: readonly (readonly [factor: number, prefix: string])[] = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
  [1e-3, 'm'],
  [1e-6, 'u'],
  [1e-9, 'n'],
  [1e-12, 'p'],
];

/**
 * A quantity as people read it: `formatQuantity(0.00478, 'S')` is `4.78 mS`. ASCII `u` stands for micro, so that it
 * survives every terminal and file.
 *
 * @param value in SI units
 * @param unit the unit's symbol without a prefix, such as `V`, `S`, `s`, `Ohm`
 * @param digits significant digits, 1..15
 */
export function formatQuantity(value: number, unit: string, digits = 4): string {
  if (value === 0) return `0 ${unit}`;
  if (!Number.isFinite(value)) return `${value} ${unit}`;
  const size = Math.abs(value);
  const [factor, prefix] = PREFIXES.find(([limit]) => size >= limit * (1 - 1e-12)) ?? [1e-12, 'p'];
  return `${Number((value / factor).toPrecision(digits))} ${prefix}${unit}`;
}
