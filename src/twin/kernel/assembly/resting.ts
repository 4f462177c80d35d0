// Columns of a block that moves nobody, as all rows are at one voltage u0 below every threshold. Nothing of a cell is
// needed then but X, the running sum of its column times a1: with w = u0 - v, Kirchhoff's law at the node is
//
//   X sinh(b w) + f w = f u0 - j,
//
// f and j being the conductance and the current of the column's end. The ends of a closed and of an open switch are
// solved side by side, each in a lane.

import { amplitude, curvature, offOhms, offSiemens, onOhms, onSiemens, referenceSiemens } from './cell';
import { amperes, closeSeconds, columnSums, openSeconds, switchVolts } from './circuit';
import { baseVolts } from './line-drive';
import { SHORT_OHMS, STEP_LIMIT } from './node';

/** Beyond this z^2 the short series for sinh z - z lacks a digit that counts. */
const SQUARE_LIMIT: f64 = 0.01;

/** Whether no switch is a short, for which the equation above is no use. */
export function hasNoShort(): bool {
  return onOhms >= SHORT_OHMS && offOhms >= SHORT_OHMS;
}

/**
 * One column, from its sum alone.
 *
 * @returns its energy; NaN where one Newton step is not enough, and the column has to go the way of others
 */
export function restColumn(column: i32, seconds: f64, sampleSeconds: f64, referenceVolts: f64): f64 {
  const line: usize = 8 * <usize>column;
  const volts = load<f64>(switchVolts + line);
  const ends = v128.replace_lane<f64>(f64x2.splat(offSiemens), 0, onSiemens);
  const fixed = f64x2.add(f64x2.splat(referenceSiemens), ends);
  const injected = f64x2.add(f64x2.splat(referenceSiemens * referenceVolts), f64x2.mul(ends, f64x2.splat(volts)));
  const base = f64x2.splat(baseVolts);
  const x = f64x2.splat(amplitude * load<f64>(columnSums + line));
  const b = f64x2.splat(curvature);
  const two = f64x2.splat(2);
  // of a straight line
  const xb = f64x2.mul(x, b);
  const total = f64x2.add(xb, fixed);
  const inverse = f64x2.div(f64x2.splat(1), total);
  const w = f64x2.mul(f64x2.sub(f64x2.mul(fixed, base), injected), inverse);
  // and what the cells' curvature takes off w
  const z = f64x2.mul(b, w);
  const square = f64x2.mul(z, z);
  const series = f64x2.add(f64x2.splat(1.0 / 6), f64x2.mul(square, f64x2.splat(1.0 / 120)));
  const rise = f64x2.mul(f64x2.mul(z, square), series);
  const slope = f64x2.add(xb, f64x2.mul(f64x2.mul(xb, square), f64x2.splat(0.5)));
  // one step of the division by Newton's rule: the slope has hardly changed
  const steeper = f64x2.mul(inverse, f64x2.sub(two, f64x2.mul(f64x2.add(slope, fixed), inverse)));
  const step = f64x2.mul(f64x2.mul(x, rise), steeper);
  const near = f64x2.lt(f64x2.abs(f64x2.mul(b, step)), f64x2.splat(STEP_LIMIT));
  if (!v128.all_true<i64>(v128.and(near, f64x2.lt(square, f64x2.splat(SQUARE_LIMIT))))) return NaN;
  const node = f64x2.sub(base, f64x2.sub(w, step));
  const current = f64x2.sub(f64x2.mul(x, f64x2.add(z, rise)), f64x2.mul(slope, step));
  const referred = f64x2.mul(f64x2.splat(referenceSiemens), f64x2.sub(f64x2.splat(referenceVolts), node));
  const switched = f64x2.add(current, referred);
  const given = f64x2.add(f64x2.mul(base, current), f64x2.mul(f64x2.splat(referenceVolts), referred));
  const watts = f64x2.sub(given, f64x2.mul(f64x2.splat(volts), switched));

  const close = max(load<f64>(closeSeconds + line), 0);
  const open = min(load<f64>(openSeconds + line), seconds);
  if (close < sampleSeconds && sampleSeconds <= open) store<f64>(amperes + line, f64x2.extract_lane(switched, 0));
  const closed = max(open - close, 0);
  return f64x2.extract_lane(watts, 0) * closed + f64x2.extract_lane(watts, 1) * (seconds - closed);
}
