import { windowFrom, windowTicks, windowUntil, type PulsePlan } from '../../core/index.js';
import { blockLines, type PlanCircuit } from './block-lines.js';
import type { CellBounds } from './cell-bounds.js';
import { PhaseSolver, type PhaseBounds } from './phase-solver.js';

/** Whether all columns that close do so at the same time. */
function closeTogether(plan: PulsePlan, block: number): boolean {
  let from = -1;
  let until = -1;
  for (let column = 0; column < plan.shape.columns; column += 1) {
    if (windowTicks(plan, block, column) <= 0) continue;
    if (from < 0) [from, until] = [windowFrom(plan, block, column), windowUntil(plan, block, column)];
    else if (from !== windowFrom(plan, block, column) || until !== windowUntil(plan, block, column)) return false;
  }
  return from >= 0;
}

/**
 * Between which voltages the lines of an array lie in one block of a plan, for all cells within `cells`.
 *
 * Exact, each bound attained by some cells (by the cells, where they are known), where every row is driven without
 * resistance, wires have none and there are no transistors. A bound else: rows that give way, float or are sensed are
 * bounded through their columns; wires by the most that they can carry; a transistor that is on may let through anything
 * up to what its cell conducts.
 *
 * @param apart whether every column has states of its own, as known cells need
 */
export function blockBounds(
  plan: PulsePlan,
  block: number,
  circuit: PlanCircuit,
  cells: CellBounds,
  apart = cells.areKnown,
): PhaseBounds[] {
  const lines = blockLines(plan, block, circuit, apart);
  const { segmentOhms } = circuit.analog;
  const bound = (states: typeof lines.states): PhaseBounds =>
    new PhaseSolver({ ...lines, states }, cells, plan.gated, segmentOhms).solve();
  // columns do not feel each other through rows that are held firmly
  if (lines.areRowsIdeal || !closeTogether(plan, block)) return [bound(lines.states)];
  const closed = lines.states.filter(({ isClosed }) => isClosed);
  const closing = new Set(closed.flatMap(({ columns }) => columns));
  const open = lines.states.filter(({ isClosed }) => !isClosed);
  const staying = open
    .map((state) => ({ ...state, columns: state.columns.filter((column) => !closing.has(column)) }))
    .filter(({ columns }) => columns.length > 0);
  const whileClosed = bound([...closed, ...staying]);
  const areEverOpen = open.some(({ columns }) => columns.some((column) => closing.has(column)));
  return areEverOpen ? [whileClosed, bound(open)] : [whileClosed];
}
