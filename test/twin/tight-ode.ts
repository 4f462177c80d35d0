import type { YakopcicParameters } from '../../src/twin/models/index.js';

// The equations of the generalised Yakopcic model and Kirchhoff once more, column by column, without any of the code
// under test: Newton on the plain sinh for the node, classical Runge-Kutta steps that are small about every kink of a window.

/** A column of cells between driven rows and one node. */
export interface OdeColumn {
  readonly parameters: YakopcicParameters;
  readonly volts: ArrayLike<number>;
  readonly switchOhms: number;
  readonly referenceSiemens: number;
  readonly referenceVolts: number;
}

const currentOf = ({ a1, a2, b }: YakopcicParameters, x: number, v: number): number =>
  (v >= 0 ? a1 : a2) * x * Math.sinh(b * v);

/** Amperes from the column's cells and reference into its node at v. */
function currentInto(
  { parameters, volts, referenceSiemens, referenceVolts }: OdeColumn,
  x: readonly number[],
  v: number,
) {
  let sum = referenceSiemens * (referenceVolts - v);
  for (let row = 0; row < x.length; row += 1) sum += currentOf(parameters, x[row]!, volts[row]! - v);
  return sum;
}

/** The node's voltage: where what comes in leaves through the switch. */
export function nodeOf(column: OdeColumn, x: readonly number[]): number {
  if (column.switchOhms === 0) return 0;
  const { a1, a2, b } = column.parameters;
  let v = 0;
  for (let iteration = 0; iteration < 60; iteration += 1) {
    let slope = column.referenceSiemens + 1 / column.switchOhms;
    for (let row = 0; row < x.length; row += 1) {
      const across = column.volts[row]! - v;
      slope += (across >= 0 ? a1 : a2) * x[row]! * b * Math.cosh(b * across);
    }
    const step = (currentInto(column, x, v) - v / column.switchOhms) / slope;
    v += step;
    if (Math.abs(step) < 1e-15) break;
  }
  return v;
}

/** Amperes through the column's switch. */
export const switchAmperes = (column: OdeColumn, x: readonly number[]): number =>
  currentInto(column, x, nodeOf(column, x));

function rateOf({ Ap, An, Vp, Vn, xp, xn, alphaP, alphaN, eta }: YakopcicParameters, x: number, v: number): number {
  const g = v > Vp ? Ap * (Math.exp(v) - Math.exp(Vp)) : v < -Vn ? -An * (Math.exp(-v) - Math.exp(Vn)) : 0;
  if (eta * g > 0) return eta * g * (x < xp ? 1 : Math.exp(-alphaP * (x - xp)) * ((xp - x) / (1 - xp) + 1));
  return eta * g * (x > 1 - xn ? 1 : Math.exp(alphaN * (x + xn - 1)) * (x / (1 - xn)));
}

/** Into how many parts a step is cut in which a state passes a kink of its window, and those of them in which it does. */
const CUTS = 12;
const DEPTH = 3;

/** Whether a state has passed the kink that is on its way. */
const passesKink = ({ xp, xn }: YakopcicParameters, from: number, to: number): boolean =>
  to > from ? from < xp && to > xp : from > 1 - xn && to < 1 - xn;

/** One classical Runge-Kutta step, cut up where a state passes a kink. */
function step(column: OdeColumn, x: readonly number[], h: number, depth: number): readonly number[] {
  const rates = (at: readonly number[]): number[] => {
    const node = nodeOf(column, at);
    return at.map((state, row) =>
      rateOf(column.parameters, Math.min(1, Math.max(0, state)), column.volts[row]! - node),
    );
  };
  const moved = (by: number, k: readonly number[]): number[] => x.map((s, row) => s + by * k[row]!);
  const k1 = rates(x);
  const k2 = rates(moved(h / 2, k1));
  const k3 = rates(moved(h / 2, k2));
  const k4 = rates(moved(h, k3));
  const after = x.map((s, row) =>
    Math.min(1, Math.max(0, s + (h / 6) * (k1[row]! + 2 * k2[row]! + 2 * k3[row]! + k4[row]!))),
  );
  if (depth === 0 || !x.some((s, row) => passesKink(column.parameters, s, after[row]!))) return after;
  let pieces = x;
  for (let piece = 0; piece < CUTS; piece += 1) pieces = step(column, pieces, h / CUTS, depth - 1);
  return pieces;
}

/** The states after so many seconds, in so many steps and those that kinks ask for. */
export function afterHold(
  column: OdeColumn,
  start: readonly number[],
  seconds: number,
  steps: number,
): readonly number[] {
  let x = start;
  for (let k = 0; k < steps; k += 1) x = step(column, x, seconds / steps, DEPTH);
  return x;
}
