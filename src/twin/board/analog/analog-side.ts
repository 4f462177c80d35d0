import type { BoardLimits } from '../../../core/index.js';
import type { AdcRange } from '../../../protocols/index.js';
import type { Chip } from '../../chip/index.js';
import type { FrontEnd } from '../front-end.js';
import { IdealFrontEnd } from '../ideal-front-end.js';
import { nothingLeft, type LineReadBack } from '../outputs.js';
import { AnalogFrontEnd } from './analog-front-end.js';
import { onlyReal, type BoardImperfections } from './imperfections.js';
import { readBack } from './read-back.js';

export interface AnalogSideOptions {
  readonly chip: Chip;
  readonly imperfections: BoardImperfections;
  readonly limits: BoardLimits;
  readonly adc: AdcRange;
  readonly seed: number;
}

/** What stands between a board's logic and its chip. */
export interface AnalogSide {
  /** One an array. */
  readonly frontEnds: readonly FrontEnd[];
  readonly readBack: LineReadBack;
}

/** Makes it; the same seed always gives the same errors, and a board without any is the ideal one. */
export function analogSide({ chip, imperfections, limits, adc, seed }: AnalogSideOptions): AnalogSide {
  const real = onlyReal(imperfections);
  if (real === undefined) {
    return { frontEnds: chip.arrays.map((array) => new IdealFrontEnd(array, limits, adc)), readBack: nothingLeft };
  }
  const frontEnds = chip.arrays.map(
    (array, index) => new AnalogFrontEnd({ array, index, imperfections: real, limits, adc, seed }),
  );
  return { frontEnds, readBack: readBack(frontEnds, adc, limits) };
}
