import type { Shape } from './shape.js';

/**
 * Everything a board will do to one array: a list of blocks, each holding every row at a DAC code while every column
 * switch is closed for a window that opens at the start of the block. Integers only, in the board's own units, so that
 * what was checked is what runs.
 *
 * A quarter-period update is a plan of four blocks.
 */
export interface PulsePlan {
  /** Which array of the board, 0-based. */
  readonly array: number;
  readonly shape: Shape;
  /** Length of each block. */
  readonly blockTicks: Uint32Array;
  /** Row DAC codes, blocks x rows. */
  readonly rowCodes: Int32Array;
  /** How long each column switch is closed from the start of the block, blocks x columns; 0 keeps it open. */
  readonly columnTicks: Uint32Array;
}

export const planBlocks = (plan: PulsePlan): number => plan.blockTicks.length;

export const planTicks = (plan: PulsePlan): number => plan.blockTicks.reduce((sum, ticks) => sum + ticks, 0);

/** Column windows that open, the number a chip's wear is counted in. */
export const planWindows = (plan: PulsePlan): number =>
  plan.columnTicks.reduce((sum, ticks) => sum + (ticks > 0 ? 1 : 0), 0);
