import { cosh, sinh } from './hyperbolic.js';

/** Newton stops when its last step is this small a part of the voltage; it doubles its digits at every step. */
const STEP_LIMIT = 1e-9;
/** From volts far beyond a device's, Newton comes down a steep sinh by 1 / b a step. */
const MAX_ITERATIONS = 400;

/**
 * The voltage of a memristor behind a transistor's channel: g (V - v) = a x sinh(b v). Newton from above: what remains
 * of V were the cell linear is never below the root, and the curve is convex from there on.
 *
 * @param amplitude a x, in amperes, at least 0; of the sign that `volts` has
 * @param channel g in siemens, at least 0
 * @param volts V across both
 */
export function voltsBehindChannel(amplitude: number, b: number, channel: number, volts: number): number {
  if (channel === 0) return 0;
  const total = Math.abs(volts);
  let v = (total * channel) / (channel + amplitude * b);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration += 1) {
    const z = b * v;
    const step = (amplitude * sinh(z) - channel * (total - v)) / (amplitude * b * cosh(z) + channel);
    v -= step;
    if (Math.abs(step) <= STEP_LIMIT * total) break;
  }
  return volts < 0 ? -v : v;
}
