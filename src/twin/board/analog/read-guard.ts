import { dacStepVolts, type BoardLimits } from '../../../core/index.js';
import type { DacImperfections } from './imperfections.js';

/** One channel of 1.7 million is farther off. */
const DEVIATIONS = 5;

/**
 * How far below a voltage that must not be passed a maker of such boards stays, volts: five standard deviations of
 * offset, gain and noise together, and all of the nonlinearity. It follows from what is known of all boards of a kind, not
 * from the errors of one.
 */
export function readGuardVolts(
  { offsetVolts = 0, gainError = 0, noiseVolts = 0, inlLsb = 0 }: DacImperfections,
  dac: Pick<BoardLimits, 'dacBits' | 'dacFullScaleVolts'>,
  volts: number,
): number {
  return DEVIATIONS * Math.hypot(offsetVolts, noiseVolts, gainError * volts) + inlLsb * dacStepVolts(dac);
}
