// How far a cell falls towards the end it moves to. Every cell follows dx/dtau = +-f(x), so that only tau, the integral
// of its speed, counts. Up to the kink of f it moves by tau itself. Beyond it, with d the distance from the end, D that
// of the kink and q(d) = e^(-alpha (D - d)) / D, dd/dr = -d q(d), whose Taylor series in r is
//
//   d(r) = d (1 - y + y^2 P2/2! - y^3 P3/3! + ..), y = r q(d), P1 = 1, P(k+1) = (1 + k z) Pk + z Pk'(z), z = alpha d.
//
// A curve holds, as numbers of the state's own kind: x at the kink, q as a polynomial in d, the Pk/k! as polynomials in
// d. Then steps r that follow one another: the longest for which the series' error is below a bound, beginning at the
// kink, where f bends most; no cell is farther from its end than that before any of them.

import { laneSum, VECTOR } from './lanes';
import { drivenWeights, weights } from './circuit';

/** Steps at most, and where they are in a curve. */
const STEPS_AT: usize = 64;
/** Where the numbers of brief steps are in a curve for single precision: the longest r, and a polynomial for q. */
const BRIEF_AT: usize = 32;

/** Results of the last flow: what the changes of x add to the sums of sums.ts, X with amplitudes relative to a1. */
export let movedX: f64 = 0;
export let movedA1: f64 = 0;
export let movedA2: f64 = 0;
/** Not by cells that are alike in single precision. */
export let movedB1: f64 = 0;
export let movedB2: f64 = 0;

@inline
function at<T>(curve: usize, k: usize): v128 {
  return v128.load_splat<T>(curve + k * sizeof<T>());
}

/** a + b c */
@inline
function mad<T>(a: v128, b: v128, c: v128): v128 {
  return v128.add<T>(a, v128.mul<T>(b, c));
}

/** How far a cell at distance d from its end comes nearer to it in r. */
@inline
function fall<T>(d: v128, r: v128, curve: usize): v128 {
  const dd = v128.mul<T>(d, d);
  const one = v128.splat<T>(1);
  if (sizeof<T>() == 4) {
    // what does not wait for q is worked out beside it
    const high = mad<T>(mad<T>(at<T>(curve, 5), d, at<T>(curve, 6)), dd, at<T>(curve, 7));
    const low = mad<T>(mad<T>(at<T>(curve, 1), d, at<T>(curve, 2)), dd, mad<T>(at<T>(curve, 3), d, at<T>(curve, 4)));
    const q = mad<T>(low, v128.mul<T>(dd, dd), high);
    const p2 = v128.mul<T>(r, mad<T>(at<T>(curve, 8), d, at<T>(curve, 9)));
    const p3 = mad<T>(mad<T>(at<T>(curve, 10), d, at<T>(curve, 11)), dd, at<T>(curve, 12));
    const rest = v128.sub<T>(p2, v128.mul<T>(q, v128.mul<T>(v128.mul<T>(r, r), p3)));
    return v128.mul<T>(v128.mul<T>(v128.mul<T>(d, r), q), v128.sub<T>(one, v128.mul<T>(q, rest)));
  }
  let q = at<T>(curve, 13);
  for (let k: usize = 12; k >= 1; k -= 1) q = mad<T>(at<T>(curve, k), d, q);
  const y = v128.mul<T>(r, q);
  const p2 = mad<T>(at<T>(curve, 14), d, at<T>(curve, 15));
  const p3 = mad<T>(at<T>(curve, 16), d, mad<T>(at<T>(curve, 17), d, at<T>(curve, 18)));
  const p4 = mad<T>(at<T>(curve, 19), d, mad<T>(at<T>(curve, 20), d, mad<T>(at<T>(curve, 21), d, at<T>(curve, 22))));
  let p5 = at<T>(curve, 27);
  for (let k: usize = 26; k >= 23; k -= 1) p5 = mad<T>(at<T>(curve, k), d, p5);
  let series = v128.sub<T>(p4, v128.mul<T>(y, p5));
  series = v128.sub<T>(p3, v128.mul<T>(y, series));
  series = v128.sub<T>(p2, v128.mul<T>(y, series));
  series = v128.sub<T>(one, v128.mul<T>(y, series));
  return v128.mul<T>(v128.mul<T>(d, y), series);
}

/** No cell passes its end, even by rounding, as no step takes it more than half of the way there. */
@inline
function come<T>(x: v128, r: v128, curve: usize, rising: bool, brief: bool): v128 {
  const d = rising ? v128.sub<T>(v128.splat<T>(1), x) : x;
  const change = brief ? fallBriefly(d, r, curve) : fall<T>(d, r, curve);
  return rising ? v128.add<T>(x, change) : v128.sub<T>(x, change);
}

/** Up to here a second-order series and a polynomial of one degree less will do; 0 for never. */
export function briefLimit<T>(curve: usize): f64 {
  return sizeof<T>() == 4 ? <f64>load<f32>(curve + BRIEF_AT * sizeof<f32>()) : 0;
}

/** `fall` in single precision for an r below the limit. What does not wait for q is worked out beside it. */
@inline
function fallBriefly(d: v128, r: v128, curve: usize): v128 {
  const brief = curve + BRIEF_AT * sizeof<f32>();
  const dd = f32x4.mul(d, d);
  const high = mad<f32>(mad<f32>(at<f32>(brief, 3), d, at<f32>(brief, 4)), dd, mad<f32>(at<f32>(brief, 5), d, at<f32>(brief, 6)));
  const q = mad<f32>(mad<f32>(at<f32>(brief, 1), d, at<f32>(brief, 2)), dd, high);
  const p2 = f32x4.mul(r, mad<f32>(at<f32>(curve, 8), d, at<f32>(curve, 9)));
  return f32x4.mul(f32x4.mul(f32x4.mul(d, r), q), f32x4.sub(f32x4.splat(1), f32x4.mul(q, p2)));
}

/** A cell that moves by tau: at once, or in so many steps of the schedule. */
@inline
function moved<T>(x: v128, tau: v128, curve: usize, rising: bool, brief: bool, scheduled: bool, steps: i32): v128 {
  const kink = at<T>(curve, 0);
  const zero = v128.splat<T>(0);
  const gap = v128.pmax<T>(rising ? v128.sub<T>(kink, x) : v128.sub<T>(x, kink), zero);
  const straight = v128.pmin<T>(tau, gap);
  let left = v128.sub<T>(tau, straight);
  let to = rising ? v128.add<T>(x, straight) : v128.sub<T>(x, straight);
  if (!scheduled) return come<T>(to, left, curve, rising, brief);
  let step = curve + STEPS_AT * sizeof<T>();
  for (let k = steps; k > 0; k -= 1) {
    const r = v128.pmin<T>(left, v128.load_splat<T>(step));
    to = come<T>(to, r, curve, rising, false);
    left = v128.sub<T>(left, r);
    step += sizeof<T>();
  }
  return to;
}

/** How many steps of a curve's schedule a cell needs that moves by so much at most. */
export function stepsFor<T>(curve: usize, tau: f64): i32 {
  let at = curve + STEPS_AT * sizeof<T>();
  let left = tau;
  let steps = 0;
  // a step of 0 ends the schedule: whoever has come so far is at its end
  while (true) {
    const step = <f64>load<T>(at);
    if (step === 0) break;
    steps += 1;
    left -= step;
    if (left <= 0) break;
    at += sizeof<T>();
  }
  return max(steps, 1);
}

@inline
function flowAll<T>(
  from: usize, to: usize, vectors: i32, factors: usize, slope: f64, offset: f64,
  amplitude: usize, weighted: bool, curve: usize, rising: bool, brief: bool, steps: i32,
): void {
  let sum = v128.splat<T>(0);
  let a1 = v128.splat<T>(0);
  let a2 = v128.splat<T>(0);
  let b1 = v128.splat<T>(0);
  let b2 = v128.splat<T>(0);
  let weight = weights;
  const driven = drivenWeights - weights;
  const zero = v128.splat<T>(0);
  const p = v128.splat<T>(<T>slope);
  const q = v128.splat<T>(<T>offset);
  for (let k = vectors; k > 0; k -= 1) {
    const x = v128.load(from);
    let tau = v128.load(factors);
    if (!weighted) tau = v128.pmax<T>(mad<T>(q, tau, p), zero);
    const after = moved<T>(x, tau, curve, rising, brief, weighted, steps);
    v128.store(to, after);
    let change = v128.sub<T>(after, x);
    if (weighted) change = v128.mul<T>(change, v128.load(amplitude));
    sum = v128.add<T>(sum, change);
    a1 = mad<T>(a1, change, v128.load(weight));
    a2 = mad<T>(a2, change, v128.load(weight, VECTOR));
    if (weighted || sizeof<T>() == 8) {
      b1 = mad<T>(b1, change, v128.load(weight + driven));
      b2 = mad<T>(b2, change, v128.load(weight + driven, VECTOR));
    }
    from += VECTOR;
    to += VECTOR;
    factors += VECTOR;
    amplitude += VECTOR;
    weight += 2 * VECTOR;
  }
  movedX = laneSum<T>(sum);
  movedA1 = laneSum<T>(a1);
  movedA2 = laneSum<T>(a2);
  if (weighted || sizeof<T>() == 8) {
    movedB1 = laneSum<T>(b1);
    movedB2 = laneSum<T>(b2);
  }
}

/** Cells of which no two differ, in one short step: tau = max(0, slope factor + offset). In single precision the drive is narrow. */
export function flowAlike<T>(
  from: usize, to: usize, vectors: i32, factors: usize, slope: f64, offset: f64,
  curve: usize, rising: bool,
): void {
  if (rising) flowAll<T>(from, to, vectors, factors, slope, offset, 0, false, curve, true, false, 1);
  else flowAll<T>(from, to, vectors, factors, slope, offset, 0, false, curve, false, false, 1);
}

/** The same for taus below the curve's brief limit, in single precision. */
export function flowBriefly(
  from: usize, to: usize, vectors: i32, factors: usize, slope: f64, offset: f64, curve: usize, rising: bool,
): void {
  if (rising) flowAll<f32>(from, to, vectors, factors, slope, offset, 0, false, curve, true, true, 1);
  else flowAll<f32>(from, to, vectors, factors, slope, offset, 0, false, curve, false, true, 1);
}

/** Cells with amplitudes of their own, by taus worked out before. */
export function flowVaried<T>(
  from: usize, to: usize, vectors: i32, taus: usize, amplitude: usize,
  curve: usize, rising: bool, steps: i32,
): void {
  if (rising) flowAll<T>(from, to, vectors, taus, 0, 0, amplitude, true, curve, true, false, steps);
  else flowAll<T>(from, to, vectors, taus, 0, 0, amplitude, true, curve, false, false, steps);
}
