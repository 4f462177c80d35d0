import { randomStream, type RandomStream } from '../../core/index.js';
import type { CellModel, ModelParameters, ParameterRule } from '../models/index.js';
import type { Imperfections, Spread } from './imperfections.js';

type Bounds = ParameterRule['bounds'];

/** A truncated distribution is drawn from by drawing again; this often, and the nominal value is taken instead. */
const MAX_DRAWS = 1000;

/** Normal, or lognormal with the same mean and standard deviation. */
export function drawFactor({ distribution, relative }: Spread, stream: RandomStream): number {
  if (distribution === 'normal') return 1 + relative * stream.normal();
  const variance = Math.log(1 + relative * relative);
  return Math.exp(Math.sqrt(variance) * stream.normal() - variance / 2);
}

/** Whether the model still has a meaning for the value. */
export const isPhysical = (
  value: number,
  { above = -Infinity, atLeast = -Infinity, atMost = Infinity, below = Infinity }: Bounds,
) => value > above && value >= atLeast && value <= atMost && value < below;

function drawAround(mean: number, spread: Spread, bounds: Bounds, stream: RandomStream): number {
  if (mean === 0) return 0;
  for (let draw = 0; draw < MAX_DRAWS; draw += 1) {
    const value = mean * drawFactor(spread, stream);
    if (isPhysical(value, bounds)) return value;
  }
  return mean;
}

interface SpreadCells extends Pick<Imperfections, 'spread'> {
  readonly model: CellModel;
  readonly parameters: ModelParameters;
}

/**
 * The parameters that differ from cell to cell, one value a cell in row-major order. Only those with a spread are in the
 * map, each from its own stream, so that adding one leaves the others as they were.
 */
export function drawSpread(
  { model, parameters, spread }: SpreadCells,
  cells: number,
  seed: number,
  array: number,
): Map<string, Float64Array> {
  const drawn = new Map<string, Float64Array>();
  const streamOf = (name: string): RandomStream => randomStream(seed, `chip/${array}/spread/${name}`);
  for (const [name, { bounds }] of Object.entries(model.parameters)) {
    const own = spread[name];
    if (!own || own.relative === 0) continue;
    const stream = streamOf(name);
    drawn.set(
      name,
      Float64Array.from({ length: cells }, () => drawAround(parameters[name]!, own, bounds, stream)),
    );
  }
  const common = spread['conductance'];
  if (!common || common.relative === 0) return drawn;
  const stream = streamOf('conductance');
  const factors = Float64Array.from({ length: cells }, () => drawAround(1, common, { above: 0 }, stream));
  for (const [name, power] of Object.entries(model.conductanceScale)) {
    const own = drawn.get(name);
    drawn.set(
      name,
      factors.map((factor, cell) => factor ** power! * (own?.[cell] ?? parameters[name]!)),
    );
  }
  return drawn;
}
