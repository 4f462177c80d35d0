import type { CellFields, CellModel } from '../models/index.js';
import { channelAmperes, channelSlope } from './transistor.js';

/** The last step may be this small a part of the voltage. */
const STEP_LIMIT = 1e-12;
const MAX_ITERATIONS = 200;

/**
 * The voltage of a memristor behind a transistor's channel, which carries the same current. Newton, kept in a bracket, for
 * a cell whose current rises with its voltage; a saturated channel is a current that the cell has to take.
 *
 * @param siemensPerVolt of the transistor, above 0
 * @param overdrive of its gate, V; at least 0
 * @param volts across both
 */
export function voltsBehindChannel(
  model: CellModel,
  cells: CellFields,
  k: number,
  x: number,
  siemensPerVolt: number,
  overdrive: number,
  volts: number,
): number {
  if (overdrive === 0) return 0;
  let low = Math.min(0, volts);
  let high = Math.max(0, volts);
  const limit = STEP_LIMIT * (high - low);
  const open = siemensPerVolt * overdrive;
  let v = (volts * open) / (open + model.slope(cells, k, x, 0));
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration += 1) {
    const excess = model.current(cells, k, x, v) - channelAmperes(siemensPerVolt, overdrive, volts - v);
    if (excess === 0) break;
    if (excess > 0) high = v;
    else low = v;
    // a cell that does not conduct on a saturated channel has no slope: infinitely far, so the middle
    let step = -excess / (model.slope(cells, k, x, v) + channelSlope(siemensPerVolt, overdrive, volts - v));
    // far from the root a steep exponential throws Newton out of the bracket
    if (!(v + step >= low && v + step <= high)) step = (low + high) / 2 - v;
    v += step;
    if (Math.abs(step) <= limit) break;
  }
  return v;
}
