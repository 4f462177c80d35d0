import {
  boardTicks,
  dacStepVolts,
  planBlocks,
  type BoardLimits,
  type BoardTicks,
  type PulsePlan,
} from '../core/index.js';
import type { QuarterWaveform } from './pulse-event.js';

function scaled(values: Int32Array | Uint32Array, unit: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let k = 0; k < values.length; k += 1) result[k] = values[k]! * unit;
  return result;
}

/** What a plan does, block by block, in volts and seconds, from the tick its first edge was made. */
export function quarterWaveforms(
  plan: PulsePlan,
  limits: Pick<BoardLimits, 'tickSeconds' | 'dacBits' | 'dacFullScaleVolts'>,
  startTick: BoardTicks,
): QuarterWaveform[] {
  const { rows, columns } = plan.shape;
  const stepVolts = dacStepVolts(limits);
  let tick: number = startTick;
  return Array.from({ length: planBlocks(plan) }, (_, block) => {
    const waveform = {
      quarter: block + 1,
      startTick: boardTicks(tick),
      rowVolts: scaled(plan.rowCodes.subarray(block * rows, (block + 1) * rows), stepVolts),
      columnOnSeconds: scaled(plan.columnTicks.subarray(block * columns, (block + 1) * columns), limits.tickSeconds),
    };
    tick += plan.blockTicks[block]!;
    return waveform;
  });
}
