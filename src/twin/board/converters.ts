import { adcStepAmperes, type AdcRange } from '../../protocols/index.js';
import type { ChipDescription } from '../chip/index.js';

const ADC_BITS = 16;

/** What P1's networks of each device need without saturating. */
const FULL_SCALE_AMPERES: Readonly<Record<string, number>> = {
  'silver-chalcogenide': 5e-3,
  'anodic-titania': 50e-3,
};

/** The current converter a board for this chip has: other devices get room for four fully conducting cells. */
export function defaultAdc(chip: ChipDescription): AdcRange {
  const [lowest, highest] = chip.model.restVolts(chip.parameters);
  const fullScaleAmperes = FULL_SCALE_AMPERES[chip.device] ?? 4 * chip.range.max * Math.min(highest, -lowest, 1);
  return { bits: ADC_BITS, fullScaleAmperes };
}

export const highestCode = ({ bits }: AdcRange): number => 2 ** (bits - 1) - 1;

/** The code nearest to a number of steps, held at the ends of the range. */
export const toCode = (steps: number, highest: number): number =>
  Math.max(-highest - 1, Math.min(highest, Math.round(steps)));

/** The codes that ADCs without an error make of the currents. */
export function convertToCodes(amperes: Float64Array, adc: AdcRange): Int32Array {
  const step = adcStepAmperes(adc);
  const highest = highestCode(adc);
  const codes = new Int32Array(amperes.length);
  for (let line = 0; line < codes.length; line += 1) codes[line] = toCode(amperes[line]! / step, highest);
  return codes;
}

const PICOJOULES_PER_JOULE = 1e12;

/** Whole picojoules, as the wire carries energy. */
export const toPicojoules = (joules: number): number =>
  Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.round(joules * PICOJOULES_PER_JOULE)));
