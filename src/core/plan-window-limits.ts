import type { BoardLimits } from './crossbar.js';
import { limitExceeded, placeInPlan, type PlanPlace } from './limit-exceeded.js';
import { WINDOW_EDGES, type PulsePlan } from './pulse-plan.js';

/**
 * Throws unless an edge is where the board can make one.
 *
 * @param place asked for only where it throws
 * @throws LimitError `edge-seconds`
 */
export function assertOnGrid(ticks: number, limits: BoardLimits, place: () => PlanPlace): void {
  if (ticks % limits.edgeTicks === 0) return;
  throw limitExceeded('Time between the edges the board can make', 'Round it to whole steps.', {
    quantity: 'edge-seconds',
    measured: ticks * limits.tickSeconds,
    limit: limits.edgeTicks * limits.tickSeconds,
    unit: 's',
    ...place(),
  });
}

/**
 * Whether every window of a plan lies in its block with the board's guards around it, on the grid of its edges. Its
 * memory is used again for the next plan.
 */
export class WindowLimits {
  readonly #limits: BoardLimits;
  #plan!: PulsePlan;
  /** Of each vector, once it was looked at; NaN before. Infinity where no switch closes, or one is between the edges. */
  #earliest = new Float64Array(0);
  #latest = new Float64Array(0);

  constructor(limits: BoardLimits) {
    this.#limits = limits;
  }

  /** To be called before the blocks of a plan are checked. */
  begin(plan: PulsePlan): void {
    const vectors = plan.windowVectors.length / (WINDOW_EDGES * plan.shape.columns);
    this.#plan = plan;
    if (this.#earliest.length < vectors) {
      this.#earliest = new Float64Array(vectors);
      this.#latest = new Float64Array(vectors);
    }
    this.#earliest.fill(Number.NaN);
  }

  /** @throws LimitError naming the first column of the block whose window may not be so */
  check(block: number): void {
    const { blocks } = this.#plan;
    const { settleTicks, openTicks } = this.#limits;
    const vector = blocks.windows[block]!;
    if (Number.isNaN(this.#earliest[vector])) this.#look(vector);
    if (this.#earliest[vector]! >= settleTicks && this.#latest[vector]! <= blocks.ticks[block]! - openTicks) return;
    this.#refuse(block, vector);
  }

  #look(vector: number): void {
    const { windowVectors, shape } = this.#plan;
    const { edgeTicks } = this.#limits;
    const start = vector * WINDOW_EDGES * shape.columns;
    let earliest = Infinity;
    let latest = -Infinity;
    for (let at = start; at < start + WINDOW_EDGES * shape.columns; at += WINDOW_EDGES) {
      const from = windowVectors[at]!;
      const until = windowVectors[at + 1]!;
      if (until <= from) continue;
      if (from < earliest) earliest = from;
      if (until > latest) latest = until;
      if (edgeTicks > 1 && (from % edgeTicks !== 0 || until % edgeTicks !== 0)) latest = Infinity;
    }
    this.#earliest[vector] = earliest;
    this.#latest[vector] = latest;
  }

  #refuse(block: number, vector: number): void {
    const { windowVectors, shape } = this.#plan;
    for (let column = 0; column < shape.columns; column += 1) {
      const at = WINDOW_EDGES * (vector * shape.columns + column);
      const from = windowVectors[at]!;
      const until = windowVectors[at + 1]!;
      if (until > from) this.#checkWindow(block, column, from, until);
    }
  }

  #checkWindow(block: number, column: number, from: number, until: number): void {
    const limits = this.#limits;
    const { tickSeconds, settleTicks, openTicks } = limits;
    const ticks = this.#plan.blocks.ticks[block]!;
    const place = (): PlanPlace => placeInPlan(this.#plan, block, 'column', column);
    const refuse = (
      quantity: 'window-seconds' | 'guard-seconds',
      what: string,
      remedy: string,
      [measured, limit]: readonly [number, number],
    ): never => {
      const [asked, allowed] = [measured * tickSeconds, limit * tickSeconds];
      throw limitExceeded(what, remedy, { quantity, measured: asked, limit: allowed, unit: 's', ...place() });
    };
    if (until > ticks) {
      refuse('window-seconds', 'Column window longer than its block', 'Lower the error or the rate.', [until, ticks]);
    }
    assertOnGrid(from, limits, place);
    assertOnGrid(until, limits, place);
    if (from < settleTicks) {
      const remedy = 'Close the switch later: rows and gates must have settled.';
      refuse('guard-seconds', 'Column switch closes too early in its block', remedy, [from, settleTicks]);
    }
    if (until > ticks - openTicks) {
      const remedy = 'Open the switch earlier, or lengthen the block: it must be open before rows change.';
      refuse('guard-seconds', 'Column switch opens too late in its block', remedy, [until, ticks - openTicks]);
    }
  }
}
