import {
  columnDrive,
  dacStepVolts,
  FLOATING,
  gateCode,
  rowDrive,
  SENSED,
  windowFrom,
  windowTicks,
  type BoardLimits,
  type PulsePlan,
} from '../core/index.js';
import type { BlockWaveform } from './pulse-event.js';

/** What a plan does in one block, in volts and seconds. */
export function blockWaveform(
  plan: PulsePlan,
  block: number,
  limits: Pick<BoardLimits, 'tickSeconds' | 'dacBits' | 'dacFullScaleVolts'>,
): BlockWaveform {
  const { rows, columns } = plan.shape;
  const stepVolts = dacStepVolts(limits);
  const voltsOf = (drive: number): number => {
    if (drive === FLOATING) return NaN;
    return drive === SENSED ? 0 : drive * stepVolts;
  };
  const waveform = {
    rowVolts: new Float64Array(rows),
    columnVolts: new Float64Array(columns),
    gateVolts: plan.gated ? new Float64Array(rows) : undefined,
    columnFromSeconds: new Float64Array(columns),
    columnOnSeconds: new Float64Array(columns),
  };
  for (let row = 0; row < rows; row += 1) {
    waveform.rowVolts[row] = voltsOf(rowDrive(plan, block, row));
    if (waveform.gateVolts) waveform.gateVolts[row] = gateCode(plan, block, row) * stepVolts;
  }
  for (let column = 0; column < columns; column += 1) {
    waveform.columnVolts[column] = voltsOf(columnDrive(plan, block, column));
    waveform.columnFromSeconds[column] = windowFrom(plan, block, column) * limits.tickSeconds;
    waveform.columnOnSeconds[column] = windowTicks(plan, block, column) * limits.tickSeconds;
  }
  return waveform;
}
