import { randomStream, type RandomStream } from '../../core/index.js';
import { spreadParameters, type ChipDescription, type Spread, type SpreadParameter } from './chip-description.js';
import type { YakopcicParameters } from './yakopcic.js';

/** A truncated distribution is drawn from by drawing again; this often, and the nominal value is taken instead. */
const MAX_DRAWS = 1000;

/** Normal, or lognormal with the same mean and standard deviation. */
function drawFactor({ distribution, relative }: Spread, stream: RandomStream): number {
  if (distribution === 'normal') return 1 + relative * stream.normal();
  const variance = Math.log(1 + relative * relative);
  return Math.exp(Math.sqrt(variance) * stream.normal() - variance / 2);
}

/** What the model still has a meaning for: positive, and for the places of the kinks below 1. */
function isPhysical(name: SpreadParameter | 'conductance', value: number): boolean {
  return value > 0 && (value < 1 || !(name === 'xp' || name === 'xn'));
}

function drawAround(name: SpreadParameter | 'conductance', mean: number, spread: Spread, stream: RandomStream): number {
  if (mean === 0) return 0;
  for (let draw = 0; draw < MAX_DRAWS; draw += 1) {
    const value = mean * drawFactor(spread, stream);
    if (isPhysical(name, value)) return value;
  }
  return mean;
}

/**
 * The parameters that differ from cell to cell, one value a cell in row-major order. Only those with a spread are in the
 * map, each from its own stream, so that adding one leaves the others as they were.
 */
export function drawSpread(
  nominal: YakopcicParameters,
  spread: ChipDescription['spread'],
  cells: number,
  seed: number,
  array: number,
): Map<SpreadParameter, Float64Array> {
  const drawn = new Map<SpreadParameter, Float64Array>();
  const streamOf = (name: string): RandomStream => randomStream(seed, `chip/${array}/spread/${name}`);
  for (const name of spreadParameters) {
    const own = spread[name];
    if (!own || own.relative === 0) continue;
    const stream = streamOf(name);
    drawn.set(
      name,
      Float64Array.from({ length: cells }, () => drawAround(name, nominal[name], own, stream)),
    );
  }
  const common = spread.conductance;
  if (!common || common.relative === 0) return drawn;
  const stream = streamOf('conductance');
  const factors = Float64Array.from({ length: cells }, () => drawAround('conductance', 1, common, stream));
  for (const name of ['a1', 'a2'] as const) {
    const own = drawn.get(name);
    drawn.set(
      name,
      factors.map((factor, cell) => factor * (own?.[cell] ?? nominal[name])),
    );
  }
  return drawn;
}
