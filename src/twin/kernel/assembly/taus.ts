// tau of every cell of a line: the integral of its speed over a step in which e^-v of the node (e^v below the negative
// threshold) goes straight from e0 to e1. A cell that passes its threshold on the way moves for its part of the step.

import { VECTOR } from './lanes';

/** Keeps 0 / 0 from cells that stand still. */
const TINY: f64 = 1e-30;

/**
 * @param owed what earlier steps left out of the integral of e^-v
 * @param speeds of every cell over the nominal one, and e^threshold less the nominal one; 0 where all are nominal
 */
export function writeTaus<T>(
  into: usize, vectors: i32, factors: usize, e0: f64, e1: f64, seconds: f64, owed: f64, speed: f64, expThreshold: f64,
  speeds: usize, thresholds: usize,
): void {
  const zero = v128.splat<T>(0);
  const tiny = v128.splat<T>(<T>TINY);
  const first = v128.splat<T>(<T>e0);
  const last = v128.splat<T>(<T>e1);
  // products are taken of differences from the threshold: those of e^u itself would lose digits in a long step
  const firstOffset = v128.splat<T>(<T>(expThreshold * (e0 - 1)));
  const lastOffset = v128.splat<T>(<T>(expThreshold * (e1 - 1)));
  const half = v128.splat<T>(<T>(0.5 * seconds * speed));
  const debt = v128.splat<T>(<T>(owed * speed));
  const base = v128.splat<T>(<T>expThreshold);
  for (let k = vectors; k > 0; k -= 1) {
    const factor = v128.load(factors);
    let s0 = v128.add<T>(v128.mul<T>(factor, first), firstOffset);
    let s1 = v128.add<T>(v128.mul<T>(factor, last), lastOffset);
    if (thresholds !== 0) {
      const threshold = v128.load(thresholds);
      s0 = v128.sub<T>(s0, threshold);
      s1 = v128.sub<T>(s1, threshold);
      thresholds += VECTOR;
    }
    const on = v128.add<T>(v128.pmax<T>(s0, zero), v128.pmax<T>(s1, zero));
    const all = v128.add<T>(v128.add<T>(v128.abs<T>(s0), v128.abs<T>(s1)), tiny);
    const owing = v128.mul<T>(debt, v128.add<T>(factor, base));
    let tau = v128.mul<T>(v128.div<T>(on, all), v128.add<T>(v128.mul<T>(half, on), owing));
    if (speeds !== 0) {
      tau = v128.mul<T>(tau, v128.load(speeds));
      speeds += VECTOR;
    }
    v128.store(into, v128.pmax<T>(tau, zero));
    factors += VECTOR;
    into += VECTOR;
  }
}
