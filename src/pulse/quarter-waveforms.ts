import { boardTicks, codeVolts, planBlocks, type BoardLimits, type BoardTicks, type PulsePlan } from '../core/index.js';
import type { QuarterWaveform } from './pulse-event.js';

/** What a plan does, block by block, in volts and seconds, from the tick its first edge was made. */
export function quarterWaveforms(
  plan: PulsePlan,
  limits: Pick<BoardLimits, 'tickSeconds' | 'dacBits' | 'dacFullScaleVolts'>,
  startTick: BoardTicks,
): QuarterWaveform[] {
  const { rows, columns } = plan.shape;
  let tick: number = startTick;
  return Array.from({ length: planBlocks(plan) }, (_, block) => {
    const waveform = {
      quarter: block + 1,
      startTick: boardTicks(tick),
      rowVolts: Float64Array.from(plan.rowCodes.subarray(block * rows, (block + 1) * rows), (code) =>
        codeVolts(code, limits),
      ),
      columnOnSeconds: Float64Array.from(
        plan.columnTicks.subarray(block * columns, (block + 1) * columns),
        (ticks) => ticks * limits.tickSeconds,
      ),
    };
    tick += plan.blockTicks[block]!;
    return waveform;
  });
}
