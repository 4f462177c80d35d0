import type { CellFields, CellModel } from '../models/index.js';

/** The last step may be this small a part of the voltage. */
const STEP_LIMIT = 1e-12;
const MAX_ITERATIONS = 200;

/**
 * The voltage of a memristor behind a transistor's channel: g (V - v) = I(v). Newton, kept in a bracket, for a cell whose
 * current rises with its voltage.
 *
 * @param channel g in siemens, at least 0
 * @param volts V across both
 */
export function voltsBehindChannel(
  model: CellModel,
  cells: CellFields,
  k: number,
  x: number,
  channel: number,
  volts: number,
): number {
  if (channel === 0) return 0;
  let low = Math.min(0, volts);
  let high = Math.max(0, volts);
  const limit = STEP_LIMIT * (high - low);
  let v = (volts * channel) / (channel + model.slope(cells, k, x, 0));
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration += 1) {
    const excess = model.current(cells, k, x, v) - channel * (volts - v);
    if (excess > 0) high = v;
    else low = v;
    let step = -excess / (model.slope(cells, k, x, v) + channel);
    // far from the root a steep exponential throws Newton out of the bracket
    if (v + step < low || v + step > high) step = (low + high) / 2 - v;
    v += step;
    if (Math.abs(step) <= limit) break;
  }
  return v;
}
