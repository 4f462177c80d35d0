import type { PulsePlan } from './pulse-plan.js';

/** Keeps account of what a chip's cells have been through, across runs. */
export interface StimulusLedger {
  /**
   * To be called before a serial is taken for a plan.
   *
   * @throws LimitError `cell-pulses` where a cell would pass its endurance budget; nothing is counted then
   */
  admit(plan: PulsePlan): void;
  /** To be called when a plan goes to the board: what may have been fired counts as fired. */
  count(plan: PulsePlan, serial: number): void;
}
