import type { BoardLimits, LowerableLimits } from './crossbar.js';
import { dacStepVolts } from './dac-codes.js';
import { ConfigError } from './errors.js';
import { LIMIT_SLACK } from './limit-exceeded.js';
import { formatQuantity } from './quantity-format.js';
import { MICROVOLTS_PER_VOLT } from './units.js';

/** Each in words, and what it is shown in. */
const LOWERABLE = {
  maxRowVolts: ['row voltage', 'V'],
  maxReadVolts: ['read voltage', 'V'],
  maxBlockTicks: ['block length', 's'],
  maxOutputTicks: ['output time', 's'],
} as const;

type LowerableName = keyof LowerableLimits;

/** As nothing raises it again, a limit that forbids everything is a mistake of units. */
const smallest = (unit: 'V' | 's', limits: BoardLimits): number =>
  unit === 's' ? limits.edgeTicks : Math.max(dacStepVolts(limits), 1 / MICROVOLTS_PER_VOLT);

/**
 * Throws unless every value is at or below the limit in force, and leaves something that the board can do. Pure; called
 * before anything leaves the host.
 *
 * @throws ConfigError `bad-argument` naming the limit and both values
 */
export function assertOnlyLowers(changes: Partial<LowerableLimits>, limits: BoardLimits): void {
  for (const [name, [what, unit]] of Object.entries(LOWERABLE)) {
    const asked = changes[name as LowerableName];
    if (asked === undefined) continue;
    const inForce = limits[name as LowerableName];
    const least = smallest(unit, limits);
    const show = (value: number): string => formatQuantity(unit === 's' ? value * limits.tickSeconds : value, unit, 6);
    const refuse = (why: string): ConfigError =>
      new ConfigError('bad-argument', `The limit of the ${what} cannot be ${show(asked)}: ${why}`, {
        limit: name,
        asked,
        inForce,
      });
    if (asked > inForce * LIMIT_SLACK) throw refuse(`it is ${show(inForce)}, and limits can only be lowered.`);
    if (!(asked >= least)) throw refuse(`give at least ${show(least)}, the smallest step of the board.`);
    if (unit === 's' && !Number.isInteger(asked)) throw refuse('give whole ticks of the board.');
  }
}
