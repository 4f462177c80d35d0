import type { BlockDrive, SampledCurrents } from './block-drive.js';

/**
 * Moves the cells of one array and finds its currents. All solvers of an array share its states, row-major; one that
 * keeps them in a form of its own says so by what it does in `takeStates` and `giveStates`.
 */
export interface ArraySolver {
  /**
   * Holds the array for one block, as {@link ChipArray.applyBlock}; `out` is filled only where the sample comes before
   * the end of the block.
   *
   * @returns joules drawn from all drivers
   */
  applyBlock(drive: BlockDrive, seconds: number, out: SampledCurrents | undefined): number;
  /**
   * Drives the lines of one side and senses those of the other, with the reference line at minus the sum of the drive.
   *
   * @param sign 1 where rows are driven, -1 where columns are
   * @returns joules drawn from the drivers and the reference
   */
  read(volts: Float64Array, seconds: number, amperes: Float64Array, sign: 1 | -1): number;
  /** Somebody else has written the shared states. */
  takeStates(): void;
  /** Brings the shared states up to date. */
  giveStates(): void;
}
