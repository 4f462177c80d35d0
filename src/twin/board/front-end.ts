import type { PulsePlan, SampledLine } from '../../core/index.js';
import type { DirectionName } from '../../protocols/index.js';
import type { SampledCurrents } from '../chip/index.js';
import type { SwitchWindow } from './switch-windows.js';

/** What a read came to. */
export interface Sensed {
  /** ADC codes of the sensed lines. */
  readonly codes: Int32Array;
  /** Drawn from the drivers. */
  readonly joules: number;
}

/** One firing of a plan as the board's converters and switches make it of codes and ticks. */
export interface PlanStage {
  /**
   * Applies a block, or its beginning.
   *
   * @param seconds how long it is held
   * @param out takes the currents of the block's sample, which comes within that time; undefined for a block without
   * @returns joules drawn from the drivers
   */
  applyBlock(block: number, seconds: number, out?: SampledCurrents): number;
  /** What the ADC makes of the sample of the block that was applied last; one current for each of its `lines`. */
  convert(lines: readonly SampledLine[], amperes: Float64Array): Int32Array;
  /** When the switch of every column was closed in a block that was held for so long, to the nearest tick. */
  windowsOf(block: number, heldTicks: number): readonly SwitchWindow[];
}

/** What stands between a board's codes and the lines of one array: DACs, switches, amplifiers, ADCs. */
export interface FrontEnd {
  /** Drives the lines of one side for T_rd and senses those of the other. */
  read(direction: DirectionName, codes: Int32Array): Sensed;
  /** @param serial of the firing: what it disturbs at random, it disturbs the same way whenever it is fired */
  stageOf(plan: PulsePlan, serial: number): PlanStage;
}
