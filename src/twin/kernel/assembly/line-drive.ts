// What the voltages of the driven lines do to a cell, worked out once for all lines of the other kind: its weights in
// the sums of its node (sums.ts), and e^u less e^threshold either way. A column's cells are driven by the rows, a row's by the
// columns in a backward read.
//
// Most rows of a column often share one voltage u0. Then only the others are listed, as the running sum of a column
// stands for all of it at u0, and the weights are of u - u0.

import { VECTOR } from './lanes';
import {
  amplitude, curvature, expDown, expUp, lowestDown, lowestUp, offOhms, offSiemens, onOhms, onSiemens, referenceSiemens,
} from './cell';
import { columns, columnStep, driveVolts, drivenWeights, factorsDown, factorsUp, offsets, rows, switchVolts, weights } from './circuit';
import { coshRise, sinh } from './hyperbolic';
import { SHORT_OHMS } from './node';

/** A factor that no cell moves with, for the padding of a list. */
const NEVER: f64 = -1e30;

/** Whether the lines are rows. */
export let transposed = false;
/** Whether a line's cells are scattered in memory, at `offsets`; else they are all of a column. */
export let listed = false;
/** Cells listed, and vectors of them. */
export let count: i32 = 0;
export let vectors: i32 = 0;
/** Bytes between the lines. */
export let lineStep: usize = 0;

/** u0, and sinh and cosh of b u0. */
export let baseVolts: f64 = 0;
export let baseSinh: f64 = 0;
export let baseCosh: f64 = 0;
/**
 * The mean of (b (u - u0))^2 over the list, weighted with itself: where it is small, the energy's weights are all but
 * multiples of the node's.
 */
export let meanSquare: f64 = 0;
export let highestSquare: f64 = 0;
/** Of all cells of a line. */
export let lowestVolts: f64 = 0;
export let highestVolts: f64 = 0;
/** e^u of the highest, e^-u of the lowest. */
export let mostUp: f64 = 0;
export let mostDown: f64 = 0;

let factorsKnown = false;
/** Whether cells at u0 are left out of the list. */
let sparse = false;

/** Finds the extremes, and as u0 the voltage of more than half of the lines, where there is one (Boyer and Moore). */
function survey(lines: i32): void {
  let lowest = Infinity;
  let highest = -Infinity;
  let candidate: f64 = 0;
  let votes = 0;
  for (let at = driveVolts; at < driveVolts + 8 * <usize>lines; at += 8) {
    const u = load<f64>(at);
    if (u < lowest) lowest = u;
    if (u > highest) highest = u;
    if (votes === 0) candidate = u;
    votes += u === candidate ? 1 : -1;
  }
  lowestVolts = lowest;
  highestVolts = highest;
  baseVolts = candidate;
}

/** Where a column's end alone would have its node, which its cells draw to their own voltages; 0 where nothing holds it. */
function freeVolts(ohms: f64, siemens: f64, switchVoltage: f64, referenceVolts: f64): f64 {
  if (ohms < SHORT_OHMS) return switchVoltage;
  const total = referenceSiemens + siemens;
  return total > 0 ? (referenceSiemens * referenceVolts + siemens * switchVoltage) / total : 0;
}

/** Whether a cell at u0 stays where it is wherever the node may lie. @param opens whether switches open at all */
function restsAtBase(referenceVolts: f64, opens: bool): bool {
  let lowest = Infinity;
  let highest = -Infinity;
  for (let at = switchVolts; at < switchVolts + 8 * <usize>columns; at += 8) {
    lowest = min(lowest, load<f64>(at));
    highest = max(highest, load<f64>(at));
  }
  let low = min(lowestVolts, freeVolts(onOhms, onSiemens, lowest, referenceVolts));
  let high = max(highestVolts, freeVolts(onOhms, onSiemens, highest, referenceVolts));
  if (opens) {
    low = min(low, freeVolts(offOhms, offSiemens, lowest, referenceVolts));
    high = max(high, freeVolts(offOhms, offSiemens, highest, referenceVolts));
  }
  return baseVolts - low <= lowestUp && high - baseVolts <= lowestDown;
}

function writeCell<T>(k: i32, u: f64): void {
  const lane = laneAt<T>(k);
  const difference = u - baseVolts;
  const z = curvature * difference;
  const s = amplitude * sinh(z);
  const rise = amplitude * coshRise(z);
  store<T>(weights + lane, <T>s);
  store<T>(weights + lane, <T>rise, VECTOR);
  store<T>(drivenWeights + lane, <T>(difference * (amplitude + rise)));
  store<T>(drivenWeights + lane, <T>(difference * s), VECTOR);
}

/** Where the first weight of a cell is; its second is a vector further on. */
@inline
function laneAt<T>(k: i32): usize {
  const lanes = <i32>(VECTOR / sizeof<T>());
  return <usize>(k / lanes) * 2 * VECTOR + <usize>(k % lanes) * sizeof<T>();
}

function writePadding<T>(k: i32): void {
  const lane = laneAt<T>(k);
  store<T>(weights + lane, 0);
  store<T>(weights + lane, 0, VECTOR);
  store<T>(drivenWeights + lane, 0);
  store<T>(drivenWeights + lane, 0, VECTOR);
  store<T>(factorsUp + <usize>k * sizeof<T>(), <T>NEVER);
  store<T>(factorsDown + <usize>k * sizeof<T>(), <T>NEVER);
  store<u32>(offsets + 4 * <usize>k, count > 0 ? load<u32>(offsets) : 0);
}

/** Works the factors out; not before a cell is to move, as reads and resting rows need none. */
export function prepareFactors<T>(): void {
  if (factorsKnown) return;
  factorsKnown = true;
  const driven = transposed ? columns : rows;
  let at = 0;
  for (let k = 0; k < driven; k += 1) {
    const u = load<f64>(driveVolts + 8 * k);
    if (sparse && u === baseVolts) continue;
    const e = NativeMath.exp(u);
    store<T>(factorsUp + <usize>at * sizeof<T>(), <T>(e - expUp));
    store<T>(factorsDown + <usize>at * sizeof<T>(), <T>(1 / e - expDown));
    at += 1;
  }
}

/**
 * @param byRows for a backward read
 * @param opens whether switches open, as they do not in a read
 */
export function prepareDrive<T>(byRows: bool, referenceVolts: f64, opens: bool): void {
  const driven = byRows ? columns : rows;
  const cellStep: usize = byRows ? columnStep : sizeof<T>();
  transposed = byRows;
  lineStep = byRows ? sizeof<T>() : columnStep;
  survey(driven);
  // rows have no running sums
  if (byRows) baseVolts = 0;
  baseSinh = sinh(curvature * baseVolts);
  baseCosh = 1 + coshRise(curvature * baseVolts);
  let others = 0;
  let squares: f64 = 0;
  let fourths: f64 = 0;
  highestSquare = 0;
  for (let k = 0; k < driven; k += 1) {
    const u = load<f64>(driveVolts + 8 * k);
    if (u === baseVolts) continue;
    others += 1;
    const z = curvature * (u - baseVolts);
    const square = z * z;
    squares += square;
    fourths += square * square;
    if (square > highestSquare) highestSquare = square;
  }
  meanSquare = squares > 0 ? fourths / squares : 0;
  sparse = !byRows && 2 * others < driven && restsAtBase(referenceVolts, opens);
  listed = byRows || sparse;
  factorsKnown = false;
  count = 0;
  for (let k = 0; k < driven; k += 1) {
    const u = load<f64>(driveVolts + 8 * k);
    if (sparse && u === baseVolts) continue;
    writeCell<T>(count, u);
    if (listed) store<u32>(offsets + 4 * <usize>count, <u32>(<usize>k * cellStep));
    count += 1;
  }
  const lanes = <i32>(VECTOR / sizeof<T>());
  vectors = (count + lanes - 1) / lanes;
  for (let k = count; k < vectors * lanes; k += 1) writePadding<T>(k);
  mostUp = NativeMath.exp(highestVolts);
  mostDown = NativeMath.exp(-lowestVolts);
}
