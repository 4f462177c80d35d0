import { z } from 'zod';
import { parseQuantity } from './quantity-text.js';

interface Bounds {
  readonly above?: number;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly below?: number;
}

/** What is wrong with a value, or undefined. */
function outOfBounds(value: number, unit: string, { above, atLeast, atMost, below }: Bounds): string | undefined {
  const suffix = unit === '' ? '' : ` ${unit}`;
  if (above !== undefined && !(value > above)) return `must be above ${above}${suffix}`;
  if (atLeast !== undefined && !(value >= atLeast)) return `must be at least ${atLeast}${suffix}`;
  if (atMost !== undefined && !(value <= atMost)) return `must be at most ${atMost}${suffix}`;
  if (below !== undefined && !(value < below)) return `must be below ${below}${suffix}`;
  return undefined;
}

/** How to write a quantity of each unit. */
const EXAMPLES: Readonly<Record<string, string>> = {
  S: 'a number of siemens, or text such as "4.4 mS"',
  Ohm: 'a number of ohms, or text such as "1 mOhm"',
  V: 'a number of volts, or text such as "160 mV"',
  A: 'a number of amperes, or text such as "170 mA"',
  C: 'a number of coulombs, or text such as "5 pC"',
  F: 'a number of farads, or text such as "200 pF"',
  LSB: 'a number of steps, or text such as "2 LSB"',
  s: 'a number of seconds, or text such as "250 us"',
  '': 'a ratio such as 0.05, or text such as "5 %"',
};

const exampleOf = (unit: string): string => EXAMPLES[unit] ?? `a number in ${unit}`;

/** Words the error of a value of the wrong kind, or of none. */
export const wrongKind =
  (what: string) =>
  (issue: { readonly input?: unknown }): string =>
    issue.input === undefined ? 'is missing' : `must be ${what}`;

/** A number in the SI unit, or text with a unit. */
export const quantity = (unit: string, bounds: Bounds, description: string) =>
  z
    .union([z.number(), z.string()], { error: wrongKind(exampleOf(unit)) })
    .transform((given, context): number => {
      const value = typeof given === 'number' ? given : parseQuantity(given, unit);
      const message = value === undefined ? `must be ${exampleOf(unit)}` : outOfBounds(value, unit, bounds);
      if (message !== undefined) context.addIssue({ code: 'custom', message, input: given });
      return value ?? NaN;
    })
    .meta({ description: `${description}; ${exampleOf(unit)}` });

/** One of the words, or a quantity. */
export const wordOrQuantity = <Word extends string>(
  words: readonly Word[],
  unit: string,
  bounds: Bounds,
  description: string,
) =>
  z
    .union([z.number(), z.string()], { error: wrongKind(description) })
    .transform((given, context): Word | number => {
      const word = words.find((candidate) => candidate === given);
      if (word !== undefined) return word;
      const value = typeof given === 'number' ? given : parseQuantity(given, unit);
      const message = value === undefined ? `must be ${description}` : outOfBounds(value, unit, bounds);
      if (message !== undefined) context.addIssue({ code: 'custom', message, input: given });
      return value ?? NaN;
    })
    .meta({ description });
