// A line's node by Kirchhoff's current law, from four sums over its cells. With sinh(b (u - v)) = sinh(b u) cosh(b v) -
// cosh(b u) sinh(b v) the node voltage v comes out of the sums, so that a Newton step costs the same for any length.

import { curvature, offOhms, offSiemens, onOhms, onSiemens, referenceSiemens } from './cell';
import { coshRise, sinh } from './hyperbolic';

/** Newton stops when its last step, times b, is below this: the residual left is its square, 1e-12 of the current. */
export const STEP_LIMIT: f64 = 1e-6;
const MAX_ITERATIONS = 200;
/** Below this a switch is a short: 1 / R would swamp the cells' currents in rounding. */
export const SHORT_OHMS: f64 = 1e-12;

// the line's end
let shorted = false;
let switchSource: f64 = 0;
let referenceSource: f64 = 0;
let fixedSiemens: f64 = 0;
let injected: f64 = 0;

/** Result: the node, the drivers' power less what the switch's source takes, and the current through the switch. */
export let nodeVolts: f64 = 0;
export let powerWatts: f64 = 0;
export let switchAmperes: f64 = 0;

export function setEnd(closed: bool, switchVoltage: f64, referenceVolts: f64): void {
  shorted = (closed ? onOhms : offOhms) < SHORT_OHMS;
  switchSource = switchVoltage;
  referenceSource = referenceVolts;
  const siemens = shorted ? 0 : closed ? onSiemens : offSiemens;
  fixedSiemens = shorted ? 0 : referenceSiemens + siemens;
  injected = referenceSiemens * referenceVolts + siemens * switchVoltage;
}

/**
 * Sums of a x sinh(b u), a x cosh(b u), and the same weighted with u - u0.
 *
 * @param baseVolts u0
 */
export function solveNode(sinhSum: f64, coshSum: f64, drivenSinhSum: f64, drivenCoshSum: f64, baseVolts: f64): void {
  const b = curvature;
  // 1 / (slope + fixed), at first that of a straight line through 0 V
  let inverse: f64 = 0;
  let v = switchSource;
  if (!shorted) {
    const total = b * coshSum + fixedSiemens;
    inverse = total > 0 ? 1 / total : 0;
    v = (sinhSum + injected) * inverse;
  }
  let s = sinh(b * v);
  let c = 1 + coshRise(b * v);
  let current = c * sinhSum - s * coshSum;
  let step: f64 = 0;
  let slope: f64 = 0;
  if (!shorted) {
    slope = b * (c * coshSum - s * sinhSum);
    // one step of the division by Newton's rule: the slope has hardly changed
    inverse *= 2 - (slope + fixedSiemens) * inverse;
    step = (current + injected - fixedSiemens * v) * inverse;
    v += step;
    for (let iteration = 0; b * abs(step) > STEP_LIMIT && iteration < MAX_ITERATIONS; iteration += 1) {
      s = sinh(b * v);
      c = 1 + coshRise(b * v);
      current = c * sinhSum - s * coshSum;
      slope = b * (c * coshSum - s * sinhSum);
      step = (current + injected - fixedSiemens * v) / (slope + fixedSiemens);
      v += step;
    }
    current -= slope * step;
  }
  const drivenSlope = b * (c * drivenCoshSum - s * drivenSinhSum);
  const referred = referenceSiemens * (referenceSource - v);
  nodeVolts = v;
  switchAmperes = current + referred;
  powerWatts =
    baseVolts * current +
    (c * drivenSinhSum - s * drivenCoshSum - drivenSlope * step) +
    referenceSource * referred -
    switchSource * switchAmperes;
}
