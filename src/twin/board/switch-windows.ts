import { windowFrom, windowUntil, type PulsePlan } from '../../core/index.js';

/** When a column switch is closed, whole ticks from the start of the block; at no time where `from` is not below `until`. */
export interface SwitchWindow {
  readonly from: number;
  readonly until: number;
}

/** Of every column in a block, as the plan has them and as far as the block was held. */
export const plannedWindows = (plan: PulsePlan, block: number, heldTicks: number): SwitchWindow[] =>
  Array.from({ length: plan.shape.columns }, (_, column) => ({
    from: windowFrom(plan, block, column),
    until: Math.min(heldTicks, windowUntil(plan, block, column)),
  }));
