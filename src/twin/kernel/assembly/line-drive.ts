// What the voltages of the driven lines do to a cell, worked out once for all lines of the other kind: its weights in
// the sums of its node, and e^u less e^threshold either way. A column's cells are driven by the rows, a row's by the
// columns in a backward read.
//
// Most rows of a column often share one voltage u0. Then only the others are listed, as the running sum of a column
// stands for all of it at u0 and the weights are differences from u0.

import { VECTOR } from './lanes';
import { amplitude, curvature, expDown, expUp, lowestDown, lowestUp } from './cell';
import { columns, columnStep, driveVolts, factorsDown, factorsUp, offsets, rows, switchVolts, weights } from './circuit';
import { cosh, sinh } from './hyperbolic';

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

/** u0, and the weights of the running sum. */
export let baseVolts: f64 = 0;
export let baseSinh: f64 = 0;
export let baseCosh: f64 = 0;
/** Of all cells of a line. */
export let lowestVolts: f64 = 0;
export let highestVolts: f64 = 0;

/** The voltage of more than half of the lines, where there is one. */
function commonVolts(lines: i32): f64 {
  let candidate: f64 = 0;
  let votes = 0;
  for (let k = 0; k < lines; k += 1) {
    const u = load<f64>(driveVolts + 8 * k);
    if (votes === 0) candidate = u;
    votes += u === candidate ? 1 : -1;
  }
  return candidate;
}

/** Whether a cell at u0 stays where it is wherever the node may lie. */
function restsAtBase(referenceVolts: f64): bool {
  let low = min(min(lowestVolts, referenceVolts), 0);
  let high = max(max(highestVolts, referenceVolts), 0);
  for (let line = 0; line < columns; line += 1) {
    const volts = load<f64>(switchVolts + 8 * line);
    low = min(low, volts);
    high = max(high, volts);
  }
  return baseVolts - low <= lowestUp && high - baseVolts <= lowestDown;
}

function writeCell<T>(k: i32, u: f64): void {
  const lanes = <i32>(VECTOR / sizeof<T>());
  const b = curvature;
  const lane = <usize>(k % lanes) * sizeof<T>();
  const at = weights + <usize>(k / lanes) * 4 * VECTOR + lane;
  const s = amplitude * sinh(b * u);
  const c = amplitude * cosh(b * u);
  store<T>(at, <T>(s - baseSinh));
  store<T>(at, <T>(c - baseCosh), VECTOR);
  store<T>(at, <T>((u - baseVolts) * s), 2 * VECTOR);
  store<T>(at, <T>((u - baseVolts) * c), 3 * VECTOR);
  const e = NativeMath.exp(u);
  store<T>(factorsUp + <usize>k * sizeof<T>(), <T>(e - expUp));
  store<T>(factorsDown + <usize>k * sizeof<T>(), <T>(1 / e - expDown));
}

function writePadding<T>(k: i32): void {
  const lanes = <i32>(VECTOR / sizeof<T>());
  const at = weights + <usize>(k / lanes) * 4 * VECTOR + <usize>(k % lanes) * sizeof<T>();
  for (let sum = 0; sum < 4; sum += 1) store<T>(at + <usize>sum * VECTOR, 0);
  store<T>(factorsUp + <usize>k * sizeof<T>(), <T>NEVER);
  store<T>(factorsDown + <usize>k * sizeof<T>(), <T>NEVER);
  store<u32>(offsets + 4 * <usize>k, count > 0 ? load<u32>(offsets) : 0);
}

function findExtremes(lines: i32): void {
  lowestVolts = Infinity;
  highestVolts = -Infinity;
  for (let k = 0; k < lines; k += 1) {
    const u = load<f64>(driveVolts + 8 * k);
    lowestVolts = min(lowestVolts, u);
    highestVolts = max(highestVolts, u);
  }
}

/** @param byRows for a backward read */
export function prepareDrive<T>(byRows: bool, referenceVolts: f64): void {
  const driven = byRows ? columns : rows;
  const cellStep: usize = byRows ? columnStep : sizeof<T>();
  transposed = byRows;
  lineStep = byRows ? sizeof<T>() : columnStep;
  findExtremes(driven);
  baseVolts = byRows ? 0 : commonVolts(driven);
  // rows have no running sums
  baseSinh = byRows ? 0 : amplitude * sinh(curvature * baseVolts);
  baseCosh = byRows ? 0 : amplitude * cosh(curvature * baseVolts);
  let others = 0;
  for (let k = 0; k < driven; k += 1) if (load<f64>(driveVolts + 8 * k) !== baseVolts) others += 1;
  const sparse = !byRows && 2 * others < driven && restsAtBase(referenceVolts);
  listed = byRows || sparse;
  count = 0;
  for (let k = 0; k < driven; k += 1) {
    const u = load<f64>(driveVolts + 8 * k);
    if (sparse && u === baseVolts) continue;
    writeCell<T>(count, u);
    store<u32>(offsets + 4 * <usize>count, <u32>(<usize>k * cellStep));
    count += 1;
  }
  const lanes = <i32>(VECTOR / sizeof<T>());
  vectors = (count + lanes - 1) / lanes;
  for (let k = count; k < vectors * lanes; k += 1) writePadding<T>(k);
}
