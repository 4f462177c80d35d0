// The four sums of every line from which node.ts finds its node: over its cells, a x sinh(b u), a x cosh(b u), and the
// same weighted with u - u0.

import { gatherVector, laneSum, offsetsStep, VECTOR } from './lanes';
import { amplitudes, columnStep, columnSums, gathered, lineSums, offsets, states, varied, weights } from './circuit';
import { baseCosh, baseSinh, count, lineStep, listed, vectors } from './line-drive';

/** Bytes between the sums of one line and the next. */
export const SUMS_STEP: usize = 32;

@inline
function listedColumn<T>(base: usize, weighted: bool, line: usize, sum: f64): void {
  let s = v128.splat<T>(0);
  let c = v128.splat<T>(0);
  let ds = v128.splat<T>(0);
  let dc = v128.splat<T>(0);
  let weight = weights;
  let at = listed ? offsets : base;
  const amplitude = amplitudes - states;
  const inList = listed;
  for (let k = vectors; k > 0; k -= 1) {
    let x: v128;
    if (inList) {
      x = gatherVector<T>(base, at);
      if (weighted) x = v128.mul<T>(x, gatherVector<T>(base + amplitude, at));
      at += offsetsStep<T>();
    } else {
      x = v128.load(at);
      if (weighted) x = v128.mul<T>(x, v128.load(at + amplitude));
      at += VECTOR;
    }
    s = v128.add<T>(s, v128.mul<T>(x, v128.load(weight)));
    c = v128.add<T>(c, v128.mul<T>(x, v128.load(weight, VECTOR)));
    ds = v128.add<T>(ds, v128.mul<T>(x, v128.load(weight, 2 * VECTOR)));
    dc = v128.add<T>(dc, v128.mul<T>(x, v128.load(weight, 3 * VECTOR)));
    weight += 4 * VECTOR;
  }
  store<f64>(line, baseSinh * sum + laneSum<T>(s));
  store<f64>(line, baseCosh * sum + laneSum<T>(c), 8);
  store<f64>(line, laneSum<T>(ds), 16);
  store<f64>(line, laneSum<T>(dc), 24);
}

/** Of one column, at its present states. */
export function sumColumn<T>(column: i32): void {
  const line = lineSums + <usize>column * SUMS_STEP;
  const base = states + <usize>column * lineStep;
  const sum = load<f64>(columnSums + 8 * <usize>column);
  if (count === 0) {
    store<f64>(line, baseSinh * sum);
    store<f64>(line, baseCosh * sum, 8);
    store<f64>(line, 0, 16);
    store<f64>(line, 0, 24);
  } else if (varied) listedColumn<T>(base, true, line, sum);
  else listedColumn<T>(base, false, line, sum);
}

@inline
function rowVector<T>(base: usize, weighted: bool, line: usize): void {
  let s = v128.splat<T>(0);
  let c = v128.splat<T>(0);
  let ds = v128.splat<T>(0);
  let dc = v128.splat<T>(0);
  const lanes = VECTOR / sizeof<T>();
  const step = columnStep;
  const amplitude = amplitudes - states;
  let weight = weights;
  let lane: usize = 0;
  for (let k = count; k > 0; k -= 1) {
    let x = v128.load(base);
    if (weighted) x = v128.mul<T>(x, v128.load(base + amplitude));
    s = v128.add<T>(s, v128.mul<T>(x, v128.load_splat<T>(weight)));
    c = v128.add<T>(c, v128.mul<T>(x, v128.load_splat<T>(weight, VECTOR)));
    ds = v128.add<T>(ds, v128.mul<T>(x, v128.load_splat<T>(weight, 2 * VECTOR)));
    dc = v128.add<T>(dc, v128.mul<T>(x, v128.load_splat<T>(weight, 3 * VECTOR)));
    base += step;
    weight += sizeof<T>();
    lane += 1;
    if (lane === lanes) {
      lane = 0;
      weight += 3 * VECTOR;
    }
  }
  v128.store(gathered, s);
  v128.store(gathered, c, VECTOR);
  v128.store(gathered, ds, 2 * VECTOR);
  v128.store(gathered, dc, 3 * VECTOR);
  for (let row: usize = 0; row < lanes; row += 1) {
    const at = gathered + row * sizeof<T>();
    store<f64>(line, <f64>load<T>(at));
    store<f64>(line, <f64>load<T>(at, VECTOR), 8);
    store<f64>(line, <f64>load<T>(at, 2 * VECTOR), 16);
    store<f64>(line, <f64>load<T>(at, 3 * VECTOR), 24);
    line += SUMS_STEP;
  }
}

/** Of the rows from this one on that fill a vector. */
export function sumRows<T>(row: i32): void {
  const line = lineSums + <usize>row * SUMS_STEP;
  const base = states + <usize>row * sizeof<T>();
  if (varied) rowVector<T>(base, true, line);
  else rowVector<T>(base, false, line);
}
