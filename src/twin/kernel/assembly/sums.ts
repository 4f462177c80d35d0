// The sums of a line from which node.ts finds its node. With z = b (u - u0), over its cells:
//
//   X = sum a x,   A1 = sum a x sinh z,   A2 = sum a x (cosh z - 1),
//   B1 = sum a x (u - u0) cosh z,   B2 = sum a x (u - u0) sinh z,
//
// and by the addition theorems those that the node needs:
//
//   sum a x sinh(b u) = sinh(b u0) (X + A2) + cosh(b u0) A1,   sum a x cosh(b u) = cosh(b u0) (X + A2) + sinh(b u0) A1,
//   sum a x (u - u0) sinh(b u) = sinh(b u0) B1 + cosh(b u0) B2,   and the same with cosh.
//
// B1 and B2 count for the energy alone. Where z is small, b B1 = A1 (1 + z^2 / 3) and b B2 = 2 A2 (1 + z^2 / 12) with
// one mean z^2 for all cells, which spares half of the work in single precision.

import { gatherVector, laneSum, offsetsStep, VECTOR } from './lanes';
import { amplitude, curvature } from './cell';
import { amplitudes, columnStep, columnSums, drivenWeights, gathered, lineSums, offsets, states, varied, weights } from './circuit';
import { baseCosh, baseSinh, count, highestSquare, lineStep, listed, meanSquare, vectors } from './line-drive';

/** Bytes between the sums of one line and the next. */
const SUMS_STEP: usize = 32;
/** Up to this z^2 the short cut costs the energy less than a ten-thousandth. */
const NARROW: f64 = 5e-4;

// the four sums of a line
export let sinhSum: f64 = 0;
export let coshSum: f64 = 0;
export let drivenSinhSum: f64 = 0;
export let drivenCoshSum: f64 = 0;

@inline
function combine(x: f64, a1: f64, a2: f64, b1: f64, b2: f64): void {
  sinhSum = baseSinh * (x + a2) + baseCosh * a1;
  coshSum = baseCosh * (x + a2) + baseSinh * a1;
  drivenSinhSum = baseSinh * b1 + baseCosh * b2;
  drivenCoshSum = baseCosh * b1 + baseSinh * b2;
}

@inline
function combineNarrow(x: f64, a1: f64, a2: f64): void {
  const b1 = (a1 * (1 + meanSquare / 3)) / curvature;
  const b2 = (2 * a2 * (1 + meanSquare / 12)) / curvature;
  combine(x, a1, a2, b1, b2);
}

/** Sets the sums to what a motion of cells adds to them. @param x the sum of their changes, amplitudes relative to a1 */
export function combineMoved(x: f64, a1: f64, a2: f64, b1: f64, b2: f64): void {
  combine(amplitude * x, a1, a2, b1, b2);
}

export function combineMovedNarrow(x: f64, a1: f64, a2: f64): void {
  combineNarrow(amplitude * x, a1, a2);
}

/** Whether the short cut will do. */
@inline
export function isNarrow<T>(): bool {
  return sizeof<T>() == 4 && highestSquare < NARROW;
}

/** Keeps the four sums of a line where `takeLine` finds them. */
@inline
function keepLine(line: usize, x: f64, a1: f64, a2: f64, b1: f64, b2: f64, narrow: bool): void {
  if (narrow) combineNarrow(x, a1, a2);
  else combine(x, a1, a2, b1, b2);
  store<f64>(line, sinhSum);
  store<f64>(line, coshSum, 8);
  store<f64>(line, drivenSinhSum, 16);
  store<f64>(line, drivenCoshSum, 24);
}

@inline
function takeLine(index: i32): void {
  const line = lineSums + <usize>index * SUMS_STEP;
  sinhSum = load<f64>(line);
  coshSum = load<f64>(line, 8);
  drivenSinhSum = load<f64>(line, 16);
  drivenCoshSum = load<f64>(line, 24);
}

/** Sums two columns, which share the weights and the list. */
@inline
function sumColumns<T>(column: i32, inList: bool, weighted: bool, narrow: bool): void {
  const zero = v128.splat<T>(0);
  let a1 = zero, a2 = zero, b1 = zero, b2 = zero;
  let a1Next = zero, a2Next = zero, b1Next = zero, b2Next = zero;
  const step = lineStep;
  const amplitudeAt = amplitudes - states;
  const driven = drivenWeights - weights;
  const base = states + <usize>column * step;
  let weight = weights;
  let at = inList ? offsets : base;
  for (let k = vectors; k > 0; k -= 1) {
    let x = inList ? gatherVector<T>(base, at) : v128.load(at);
    let next = inList ? gatherVector<T>(base + step, at) : v128.load(at + step);
    if (weighted) {
      const own = at + amplitudeAt;
      x = v128.mul<T>(x, inList ? gatherVector<T>(base + amplitudeAt, at) : v128.load(own));
      next = v128.mul<T>(next, inList ? gatherVector<T>(base + step + amplitudeAt, at) : v128.load(own + step));
    }
    at += inList ? offsetsStep<T>() : VECTOR;
    const w1 = v128.load(weight);
    a1 = v128.add<T>(a1, v128.mul<T>(x, w1));
    a1Next = v128.add<T>(a1Next, v128.mul<T>(next, w1));
    const w2 = v128.load(weight, VECTOR);
    a2 = v128.add<T>(a2, v128.mul<T>(x, w2));
    a2Next = v128.add<T>(a2Next, v128.mul<T>(next, w2));
    if (!narrow) {
      const w3 = v128.load(weight + driven);
      b1 = v128.add<T>(b1, v128.mul<T>(x, w3));
      b1Next = v128.add<T>(b1Next, v128.mul<T>(next, w3));
      const w4 = v128.load(weight + driven, VECTOR);
      b2 = v128.add<T>(b2, v128.mul<T>(x, w4));
      b2Next = v128.add<T>(b2Next, v128.mul<T>(next, w4));
    }
    weight += 2 * VECTOR;
  }
  const sum = columnSums + 8 * <usize>column;
  const x0 = amplitude * load<f64>(sum), x0Next = amplitude * load<f64>(sum, 8);
  const line = lineSums + <usize>column * SUMS_STEP;
  keepLine(line, x0, laneSum<T>(a1), laneSum<T>(a2), laneSum<T>(b1), laneSum<T>(b2), narrow);
  const nextLine = line + SUMS_STEP;
  keepLine(nextLine, x0Next, laneSum<T>(a1Next), laneSum<T>(a2Next), laneSum<T>(b1Next), laneSum<T>(b2Next), narrow);
}

/**
 * Sets the sums to those of one column at its present states. Columns come one after the other, from the first: two are
 * summed at once.
 */
export function sumColumn<T>(column: i32): void {
  if (count === 0) {
    combine(amplitude * load<f64>(columnSums + 8 * <usize>column), 0, 0, 0, 0);
    return;
  }
  if ((column & 1) === 0) {
    if (varied) {
      if (listed) sumColumns<T>(column, true, true, false);
      else sumColumns<T>(column, false, true, false);
    } else if (isNarrow<T>()) {
      if (listed) sumColumns<T>(column, true, false, true);
      else sumColumns<T>(column, false, false, true);
    } else if (listed) sumColumns<T>(column, true, false, false);
    else sumColumns<T>(column, false, false, false);
  }
  takeLine(column);
}

/** Where the sums of the vectors of rows in hand are put, to be told apart by row. */
@inline
function putRows(at: usize, x0: v128, a1: v128, a2: v128, b1: v128, b2: v128): void {
  v128.store(at, x0);
  v128.store(at, a1, VECTOR);
  v128.store(at, a2, 2 * VECTOR);
  v128.store(at, b1, 3 * VECTOR);
  v128.store(at, b2, 4 * VECTOR);
}

@inline
function keepRows<T>(at: usize, line: usize, narrow: bool): void {
  for (const end = at + VECTOR; at < end; at += sizeof<T>()) {
    const x = amplitude * <f64>load<T>(at);
    const a1 = <f64>load<T>(at, VECTOR), a2 = <f64>load<T>(at, 2 * VECTOR);
    keepLine(line, x, a1, a2, <f64>load<T>(at, 3 * VECTOR), <f64>load<T>(at, 4 * VECTOR), narrow);
    line += SUMS_STEP;
  }
}

/** Sums two vectors of rows, which share the weights. */
@inline
function sumRows<T>(row: i32, weighted: bool, narrow: bool): void {
  const zero = v128.splat<T>(0);
  let x0 = zero, a1 = zero, a2 = zero, b1 = zero, b2 = zero;
  let x0Next = zero, a1Next = zero, a2Next = zero, b1Next = zero, b2Next = zero;
  const step = columnStep;
  const amplitudeAt = amplitudes - states;
  const driven = drivenWeights - weights;
  let base = states + <usize>row * sizeof<T>();
  let weight = weights;
  for (let k = count; k > 0; k -= 1) {
    let x = v128.load(base);
    let next = v128.load(base, VECTOR);
    if (weighted) {
      x = v128.mul<T>(x, v128.load(base + amplitudeAt));
      next = v128.mul<T>(next, v128.load(base + amplitudeAt, VECTOR));
    }
    x0 = v128.add<T>(x0, x);
    x0Next = v128.add<T>(x0Next, next);
    const w1 = v128.load_splat<T>(weight);
    a1 = v128.add<T>(a1, v128.mul<T>(x, w1));
    a1Next = v128.add<T>(a1Next, v128.mul<T>(next, w1));
    const w2 = v128.load_splat<T>(weight, VECTOR);
    a2 = v128.add<T>(a2, v128.mul<T>(x, w2));
    a2Next = v128.add<T>(a2Next, v128.mul<T>(next, w2));
    if (!narrow) {
      const w3 = v128.load_splat<T>(weight + driven);
      b1 = v128.add<T>(b1, v128.mul<T>(x, w3));
      b1Next = v128.add<T>(b1Next, v128.mul<T>(next, w3));
      const w4 = v128.load_splat<T>(weight + driven, VECTOR);
      b2 = v128.add<T>(b2, v128.mul<T>(x, w4));
      b2Next = v128.add<T>(b2Next, v128.mul<T>(next, w4));
    }
    base += step;
    weight += sizeof<T>();
    // a vector of first weights is followed by one of second
    if ((weight & (VECTOR - 1)) === 0) weight += VECTOR;
  }
  const line = lineSums + <usize>row * SUMS_STEP;
  putRows(gathered, x0, a1, a2, b1, b2);
  keepRows<T>(gathered, line, narrow);
  putRows(gathered, x0Next, a1Next, a2Next, b1Next, b2Next);
  keepRows<T>(gathered, line + (VECTOR / sizeof<T>()) * SUMS_STEP, narrow);
}

/** Sets the sums to those of one row. Rows come one after the other, from the first: two vectors of them are summed at once. */
export function sumRow<T>(row: i32): void {
  if (row % <i32>((VECTOR * 2) / sizeof<T>()) === 0) {
    if (varied) sumRows<T>(row, true, false);
    else if (isNarrow<T>()) sumRows<T>(row, false, true);
    else sumRows<T>(row, false, false);
  }
  takeLine(row);
}
