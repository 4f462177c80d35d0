import type { BoardLimits } from './crossbar.js';

type DacRange = Pick<BoardLimits, 'dacBits' | 'dacFullScaleVolts'>;

/** The voltage of one DAC code. */
export const dacStepVolts = (dac: DacRange): number => (2 * dac.dacFullScaleVolts) / 2 ** dac.dacBits;

/** Nearest code; not clamped, so that a limit check sees what was asked. */
export const nearestCode = (volts: number, dac: DacRange): number => Math.round(volts / dacStepVolts(dac));

/**
 * The code at or below the voltage in magnitude. For thresholds: a row at rest must not pass its threshold by a
 * rounding error, or every cell on it creeps at every update.
 */
export const codeTowardZero = (volts: number, dac: DacRange): number =>
  // the slack keeps a voltage that is a whole number of steps on its own code
  Math.trunc((volts / dacStepVolts(dac)) * (1 + 1e-12));

export const codeVolts = (code: number, dac: DacRange): number => code * dacStepVolts(dac);
