const PREFIX_FACTORS: Readonly<Record<string, number>> = {
  f: 1e-15,
  p: 1e-12,
  n: 1e-9,
  u: 1e-6,
  µ: 1e-6,
  μ: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
};

const NUMBER_AND_UNIT = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(.*?)\s*$/;

/** The unit's other spellings, brought to the one that `formatQuantity` writes. */
const plainUnit = (text: string): string => text.replace(/(?:ohms?|[ΩΩ])$/i, 'Ohm');

/**
 * Reads a quantity as people write it: `4.4 mS`, `1 mOhm`, `5 %`, or a bare number in the SI unit.
 *
 * @param unit `S`, `Ohm`, `V`, ..; empty for a plain ratio, which may be in per cent
 * @returns the value in the SI unit, or undefined where the text is not one
 */
export function parseQuantity(text: string, unit: string): number | undefined {
  const match = NUMBER_AND_UNIT.exec(text);
  if (!match) return undefined;
  const value = Number(match[1]);
  const given = plainUnit(match[2]!);
  if (given === '' || !Number.isFinite(value)) return Number.isFinite(value) ? value : undefined;
  if (unit === '') return given === '%' ? value / 100 : undefined;
  if (!given.endsWith(unit)) return undefined;
  const factor = PREFIX_FACTORS[given.slice(0, given.length - unit.length)];
  // dividing keeps "4.78 mS" the double nearest to 0.00478; multiplying by 1e-3 does not
  return factor === undefined ? undefined : factor < 1 ? value / Math.round(1 / factor) : value * factor;
}
