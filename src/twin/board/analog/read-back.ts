import { dacStepVolts, MICROVOLTS_PER_VOLT, type BoardLimits } from '../../../core/index.js';
import type { AdcRange } from '../../../protocols/index.js';
import type { LineReadBack } from '../outputs.js';
import type { AnalogFrontEnd } from './analog-front-end.js';

/** Far below the read limit, as firmware-spec/protocol.md wants it: a tenth. */
const TOLERATED_PART = 0.1;

/**
 * What the board's ADC makes of its grounded lines. Rows, and columns and gates where they are driven, are at what their
 * DACs make of the code 0; the ADC is switched to one after the other, with the range of the DACs, and has the errors of
 * the line's own channel (a gate has that of its row).
 */
export function readBack(frontEnds: readonly AnalogFrontEnd[], range: AdcRange, limits: BoardLimits): LineReadBack {
  const { dacFullScaleVolts, maxReadVolts, drivesColumns, maxGateVolts } = limits;
  const amperesPerVolt = range.fullScaleAmperes / dacFullScaleVolts;
  const voltsPerCode = dacStepVolts({ dacBits: range.bits, dacFullScaleVolts });
  return (grounding) => {
    let highestCode = 0;
    for (const frontEnd of frontEnds) {
      const { adc, index } = frontEnd;
      const { rows, columns } = frontEnd.array.shape;
      const noise = adc.noise(`ground/${index}/${grounding}`);
      const look = (dacChannel: number, adcChannel: number): void => {
        const code = adc.code(amperesPerVolt * frontEnd.restVolts(dacChannel), adcChannel, Infinity, noise());
        highestCode = Math.max(highestCode, Math.abs(code));
      };
      for (let row = 0; row < rows; row += 1) look(row, row);
      for (let column = rows; drivesColumns && column < rows + columns; column += 1) look(column, column);
      for (let row = 0; maxGateVolts > 0 && row < rows; row += 1) look(rows + columns + row, row);
    }
    const residualVolts = highestCode * voltsPerCode;
    return {
      grounded: residualVolts <= TOLERATED_PART * maxReadVolts,
      residualMicrovolts: Math.round(residualVolts * MICROVOLTS_PER_VOLT),
    };
  };
}
