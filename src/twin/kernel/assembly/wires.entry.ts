// Conjugate gradients over the column nodes of a crossbar with wires; src/twin/wires/wire-solver.ts has the equations.
import { clearDrops, ROUNDING, roundingAmperes, roundingWatts } from './wires-cells';
import { lookAtEnds, outputAmperes, passDown, residualAmperes, stepRow } from './wires-columns';
import { cellScale } from './wires-factors';
import {
  CELLS, SOURCES, STEP, COLUMN_DROPS, BACK, ROW_DROPS, TOP_AMPERES, BOTTOM_AMPERES, rows, quads, width,
  stride, plane, rowVector, columnVector,
} from './wires-layout';
import { COLD, FINISH, rowQuad, STEPPING, STEPPING_ON, WARM } from './wires-rows';

export { acrossCells, driveCells, takeCells } from './wires-cells';
export { factor } from './wires-factors';
export { place } from './wires-layout';
export { timesMatrix } from './wires-matrix';

let pendingAlpha: f64 = 0;

export function planeAt(index: i32): usize { return plane(index); }
export function rowVectorAt(index: i32): usize { return rowVector(index); }
export function columnVectorAt(index: i32): usize { return columnVector(index); }
export function strideBytes(): usize { return stride; }

/** No drop on any line, as before the first solve. */
export function forget(): void {
  clearDrops();
  pendingAlpha = 0;
}

/** One look along all rows, bottom up: new p from y, and v of it; @returns p v. */
function stepUp(alpha: f64, beta: f64): f64 {
  const first = (rows - 1) >> 2;
  for (let i = rows - 1; i >= first << 2; i--) stepRow(i, alpha, beta);
  let sum = rowQuad(STEPPING, first, 0, 0);
  for (let q = first - 1; q >= 0; q--) sum += rowQuad(STEPPING_ON, q, alpha, beta);
  return sum;
}

function addColumnSources(): void {
  const back = plane(BACK);
  const bottom = back + <usize>(rows - 1) * stride;
  for (let j: usize = 0; j < width; j += 16) {
    v128.store(back + j, f64x2.add(v128.load(back + j), v128.load(columnVector(TOP_AMPERES) + j)));
    v128.store(bottom + j, f64x2.add(v128.load(bottom + j), v128.load(columnVector(BOTTOM_AMPERES) + j)));
  }
}

/** From no drop on any column. */
function startCold(): void {
  memory.fill(plane(COLUMN_DROPS), 0, <usize>quads * 4 * stride);
  for (let q = quads - 1; q >= 0; q--) rowQuad(COLD, q, 0, 0);
  addColumnSources();
}

/** From the row drops there are: first the columns that go with them, then what the rows make of those. */
function startWarm(): void {
  const size = <usize>quads * 4 * stride;
  const cells = plane(CELLS);
  const back = plane(BACK);
  for (let at: usize = 0; at < size; at += 16) {
    const drop = f64x2.mul(v128.load(cells + at), v128.load(plane(ROW_DROPS) + at));
    v128.store(back + at, f64x2.add(v128.load(plane(SOURCES) + at), drop));
  }
  addColumnSources();
  passDown(true, 0, 0);
  memory.fill(plane(STEP), 0, size);
  for (let i = rows - 1; i >= 0; i--) stepRow(i, 0, 0);
  memory.copy(plane(COLUMN_DROPS), plane(STEP), size);
  for (let q = quads - 1; q >= 0; q--) rowQuad(WARM, q, 0, 0);
}

/** @returns iterations, or -1 where `limit` of them were not enough */
export function solve(warm: bool, tolerance: f64, limit: i32): i32 {
  if (warm) startWarm();
  else startCold();
  pendingAlpha = 0;
  let rest = passDown(true, 0, 0);
  lookAtEnds(pendingAlpha);
  let beta: f64 = 0;
  let stepEnergy: f64 = 0; // p (T_b + G) p
  let energy: f64 = 0;
  let slowest: f64 = 1;
  for (let iteration = 0; iteration < limit; iteration++) {
    if (rest <= roundingWatts && residualAmperes <= roundingAmperes) return iteration;
    const coupled = stepUp(pendingAlpha, beta);
    stepEnergy = rest + beta * beta * stepEnergy;
    pendingAlpha = 0;
    // what is left would only raise lines that nothing holds, and comes of rounding
    if (stepEnergy - coupled <= ROUNDING * stepEnergy) return iteration;
    const alpha = rest / (stepEnergy - coupled);
    pendingAlpha = alpha;
    const next = passDown(false, alpha, beta);
    energy += alpha * rest;
    slowest = max(slowest, alpha);
    lookAtEnds(pendingAlpha);
    beta = next / rest;
    rest = next;
    const left = slowest * next / max(1 - beta, 0.1);
    const doubt = Math.sqrt(cellScale * left) + residualAmperes;
    if (outputAmperes > 0 ? doubt <= tolerance * outputAmperes : left <= tolerance * tolerance * energy) return iteration + 1;
  }
  return -1;
}

/** Brings the drops of all nodes to where the last step leaves them. */
export function finish(): void {
  const size = <usize>quads * 4 * stride;
  const by = f64x2.splat(pendingAlpha);
  if (pendingAlpha != 0) {
    const step = plane(STEP);
    const drops = plane(COLUMN_DROPS);
    for (let at: usize = 0; at < size; at += 16) {
      v128.store(drops + at, f64x2.add(v128.load(drops + at), f64x2.mul(by, v128.load(step + at))));
    }
    pendingAlpha = 0;
  }
  for (let q = quads - 1; q >= 0; q--) rowQuad(FINISH, q, 0, 0);
}

/** What the last step has still to add to a plane of column drops: alpha of STEP. */
export function pendingStep(): f64 { return pendingAlpha; }
