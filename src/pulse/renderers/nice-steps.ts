/** The smallest round number at or above a positive value. */
export function roundUp(value: number, mantissas: readonly number[]): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const mantissa = mantissas.find((candidate) => candidate * power >= value * (1 - 1e-9));
  return (mantissa ?? 10) * power;
}

/** Round numbers from 0 to `end`, at most `most` steps. */
export function roundTicks(end: number, most: number): readonly number[] {
  if (!(end > 0)) return [0];
  const step = roundUp(end / most, [1, 2, 2.5, 5]);
  return Array.from({ length: Math.floor((end / step) * (1 + 1e-9)) + 1 }, (_, index) => index * step);
}

/** Digits that people read: no 0.30000000000000004, a real minus sign. */
export const plainNumber = (value: number, digits = 4): string =>
  String(Number(value.toPrecision(digits))).replace('-', '\u2212');
