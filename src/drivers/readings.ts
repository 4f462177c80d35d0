import { boardTicks, dacStepVolts, joules, type BoardLimits, type Reading } from '../core/index.js';
import { adcStepAmperes, type AdcRange, type ReadReply } from '../protocols/index.js';

export const PICOJOULES_PER_JOULE = 1e12;

/** The DAC codes nearest to the voltages; not clamped, for the limits were checked before. */
export function codesOf(lineVolts: Float64Array, limits: BoardLimits): Int32Array {
  const step = dacStepVolts(limits);
  const codes = new Int32Array(lineVolts.length);
  // `nearestCode`, written out: a step worked out once
  for (let line = 0; line < codes.length; line += 1) codes[line] = Math.round(lineVolts[line]! / step);
  return codes;
}

/** The currents that ADC codes stand for. */
export function amperesOf(codes: Int32Array, adc: AdcRange): Float64Array {
  const step = adcStepAmperes(adc);
  const amperes = new Float64Array(codes.length);
  for (let line = 0; line < amperes.length; line += 1) amperes[line] = codes[line]! * step;
  return amperes;
}

export function readingOf(reply: ReadReply, adc: AdcRange): Reading {
  return {
    amperes: amperesOf(reply.codes, adc),
    boardTicks: boardTicks(reply.startTick),
    energy: joules(reply.energyPicojoules / PICOJOULES_PER_JOULE),
  };
}
