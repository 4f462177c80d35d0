import type { Seconds } from '../../core/index.js';

/** What a plan is held to: each in words and in the unit of its value. */
export const PLAN_QUANTITIES = {
  'row-volts': ['largest |V| of a row', 'V'],
  'column-volts': ['largest |V| of a driven column', 'V'],
  'gate-volts': ['largest |V| of a gate', 'V'],
  'set-volts': ['highest voltage across a cell', 'V'],
  'reset-volts': ['lowest voltage across a cell, as a size', 'V'],
  'line-amperes': ['largest current of a line', 'A'],
  'cell-amperes': ['largest current of a cell', 'A'],
  'pulse-seconds': ['longest time a cell is beyond a threshold in one go', 's'],
  'cell-joules': ['most energy into a cell in one plan', 'J'],
  slew: ['fastest change of a line', 'V/s'],
  'cell-pulses': ['pulses in the life of a cell', 'pulses'],
} as const;

export type PlanQuantity = keyof typeof PLAN_QUANTITIES;

/** In the order they are shown. */
export const planQuantities = Object.keys(PLAN_QUANTITIES) as PlanQuantity[];

export type LimitSource = 'chip' | 'board' | 'config' | 'command-line';

/** What must be said to go beyond a limit of the chip: `--allow forming`, `--allow over-range`. */
export type LimitPermission = 'forming' | 'over-range';

/** One limit of one quantity: a value in SI units, never passed. */
export interface PlanLimit {
  readonly quantity: PlanQuantity;
  readonly value: number;
  readonly source: LimitSource;
  /** `host`: refuses the plan; `firmware`: refuses it too, whatever host asks; `hardware`: cuts it off while it runs. */
  readonly enforcedBy: 'host' | 'firmware' | 'hardware';
  /** How fast: before anything is driven, or so long after it was passed. */
  readonly within: 'first-edge' | Seconds;
  /** The permission that lifts it; absent where none does. */
  readonly liftedBy?: LimitPermission;
}
