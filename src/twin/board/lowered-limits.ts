import { MICROVOLTS_PER_VOLT, volts, type BoardLimits } from '../../core/index.js';
import type { LowerRequest } from '../../protocols/index.js';
import { refuse, type Refusal } from './refusal.js';

/** How far limits were lowered since the board was made; 0 for one that never was. In the units of the wire. */
export type LoweredLimits = LowerRequest;

export const neverLowered: LoweredLimits = {
  maxRowMicrovolts: 0,
  maxReadMicrovolts: 0,
  maxBlockTicks: 0,
  maxOutputTicks: 0,
};

const NAMES = ['maxRowMicrovolts', 'maxReadMicrovolts', 'maxBlockTicks', 'maxOutputTicks'] as const;

/** Limits as `lower` speaks of them. */
export const onWire = (limits: BoardLimits): LoweredLimits => ({
  maxRowMicrovolts: Math.round(limits.maxRowVolts * MICROVOLTS_PER_VOLT),
  maxReadMicrovolts: Math.round(limits.maxReadVolts * MICROVOLTS_PER_VOLT),
  maxBlockTicks: limits.maxBlockTicks,
  maxOutputTicks: limits.maxOutputTicks,
});

const lower = (made: number, lowered: number): number => (lowered === 0 ? made : Math.min(made, lowered));

/** The limits of a board that was made with some and lowered since. */
export const limitsInForce = (made: BoardLimits, lowered: LoweredLimits): BoardLimits => ({
  ...made,
  maxRowVolts: volts(lower(made.maxRowVolts, lowered.maxRowMicrovolts / MICROVOLTS_PER_VOLT)),
  maxReadVolts: volts(lower(made.maxReadVolts, lowered.maxReadMicrovolts / MICROVOLTS_PER_VOLT)),
  maxBlockTicks: lower(made.maxBlockTicks, lowered.maxBlockTicks),
  maxOutputTicks: lower(made.maxOutputTicks, lowered.maxOutputTicks),
});

/** The first wish that would raise a limit; undefined where none would. */
export function checkLowering(wishes: LowerRequest, inForce: LoweredLimits): Refusal | undefined {
  const raised = NAMES.find((name) => wishes[name] > inForce[name]);
  if (raised === undefined) return undefined;
  const measured = wishes[raised];
  const limit = inForce[raised];
  return refuse('limit-raise', `${raised} is ${limit} and can only be lowered`, { measured, limit });
}

/** What is lowered once the wishes are granted. */
export function withLowered(lowered: LoweredLimits, wishes: LowerRequest, inForce: LoweredLimits): LoweredLimits {
  const after = (name: keyof LoweredLimits): number =>
    // what is in force already may stand for a fraction of a microvolt more
    wishes[name] === 0 || wishes[name] === inForce[name] ? lowered[name] : wishes[name];
  return {
    maxRowMicrovolts: after('maxRowMicrovolts'),
    maxReadMicrovolts: after('maxReadMicrovolts'),
    maxBlockTicks: after('maxBlockTicks'),
    maxOutputTicks: after('maxOutputTicks'),
  };
}
