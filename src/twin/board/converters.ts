import type { BoardLimits } from '../../core/index.js';
import { dacStepVolts } from '../../core/index.js';
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
  const { Vp, Vn } = chip.parameters;
  const fullScaleAmperes = FULL_SCALE_AMPERES[chip.device] ?? 4 * chip.range.max * Math.min(Vp, Vn);
  return { bits: ADC_BITS, fullScaleAmperes };
}

/** The voltages that the DACs make of their codes. */
export function convertToVolts(codes: Int32Array, dac: BoardLimits, volts: Float64Array): void {
  const step = dacStepVolts(dac);
  for (let line = 0; line < codes.length; line += 1) volts[line] = codes[line]! * step;
}

/** The codes that the ADCs make of the currents: nearest step, held at the ends of the range. */
export function convertToCodes(amperes: Float64Array, adc: AdcRange): Int32Array {
  const step = adcStepAmperes(adc);
  const highest = 2 ** (adc.bits - 1) - 1;
  const codes = new Int32Array(amperes.length);
  for (let line = 0; line < codes.length; line += 1) {
    codes[line] = Math.max(-highest - 1, Math.min(highest, Math.round(amperes[line]! / step)));
  }
  return codes;
}

const PICOJOULES_PER_JOULE = 1e12;

/** Whole picojoules, as the wire carries energy. */
export const toPicojoules = (joules: number): number =>
  Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.round(joules * PICOJOULES_PER_JOULE)));
