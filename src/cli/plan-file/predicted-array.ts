import { cellCount } from '../../core/index.js';
import { arrayOfDevice, type ChipArray } from '../../twin/index.js';
import type { PlanTarget } from './plan-target.js';
import type { PlanFile } from './read-plan-file.js';

/**
 * An array of nominal cells to try a plan on: in the states of the file, or all in the middle of where the device's fresh
 * cells are.
 */
export function predictedArray(file: PlanFile, { shape, limits, analog, profile }: PlanTarget): ChipArray {
  const fullyOn = new Float64Array(cellCount(shape)).fill(1);
  const circuit = {
    device: profile.name,
    shape,
    switchOnOhms: analog.switchOnOhms,
    switchOffOhms: file.switchOffOhms,
    referenceSiemens: limits.referenceSiemens,
    transistor:
      limits.maxGateVolts > 0
        ? { thresholdVolts: file.gateThresholdVolts, siemensPerVolt: file.gateSiemensPerVolt }
        : undefined,
  };
  if (file.states) return arrayOfDevice({ ...circuit, states: file.states });
  const most = arrayOfDevice({ ...circuit, states: fullyOn }).conductances();
  const middle = (profile.initialRange.min + profile.initialRange.max) / 2;
  return arrayOfDevice({ ...circuit, states: most.map((siemens) => middle / siemens) });
}
