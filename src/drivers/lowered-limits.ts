import { MICROVOLTS_PER_VOLT, volts, type LowerableLimits } from '../core/index.js';
import type { LowerReply, LowerRequest } from '../protocols/index.js';

/** Never above what was asked; the slack keeps a whole number of microvolts as it is. 0 leaves a limit as it is. */
const microvolts = (volts = 0): number => Math.floor(volts * MICROVOLTS_PER_VOLT * (1 + 1e-12));

export const lowerRequest = (changes: Partial<LowerableLimits>): LowerRequest => ({
  maxRowMicrovolts: microvolts(changes.maxRowVolts),
  maxReadMicrovolts: microvolts(changes.maxReadVolts),
  maxBlockTicks: changes.maxBlockTicks ?? 0,
  maxOutputTicks: changes.maxOutputTicks ?? 0,
});

export const limitsInForce = (reply: LowerReply): LowerableLimits => ({
  maxRowVolts: volts(reply.maxRowMicrovolts / MICROVOLTS_PER_VOLT),
  maxReadVolts: volts(reply.maxReadMicrovolts / MICROVOLTS_PER_VOLT),
  maxBlockTicks: reply.maxBlockTicks,
  maxOutputTicks: reply.maxOutputTicks,
});
