import type { BoardLimits } from '../../core/index.js';

/** The instants at which a board can make edges, and the times it must keep between them; all whole multiples of `edgeTicks`. */
export interface Grid {
  readonly edgeTicks: number;
  readonly tickSeconds: number;
  /** Between two edges. */
  readonly stepSeconds: number;
  /** From the start of a block until a switch may close. */
  readonly settleTicks: number;
  /** From a switch's opening until the end of its block. */
  readonly openTicks: number;
  /** From a line's connection until its sample. */
  readonly readTicks: number;
  readonly maxBlockTicks: number;
}

/** A read of exactly so many steps is not one more for the dust of a division. */
const DUST = 1e-9;

export function gridOf(limits: BoardLimits): Grid {
  const { edgeTicks, tickSeconds } = limits;
  const up = (ticks: number): number => Math.ceil(ticks / edgeTicks - DUST) * edgeTicks;
  return {
    edgeTicks,
    tickSeconds,
    stepSeconds: edgeTicks * tickSeconds,
    settleTicks: up(limits.settleTicks),
    openTicks: up(limits.openTicks),
    readTicks: up(limits.readSeconds / tickSeconds),
    maxBlockTicks: Math.floor(limits.maxBlockTicks / edgeTicks) * edgeTicks,
  };
}

/** To the nearest edge. */
export const gridTicks = (seconds: number, grid: Grid): number =>
  Math.round(seconds / grid.stepSeconds) * grid.edgeTicks;
