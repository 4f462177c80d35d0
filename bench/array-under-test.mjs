// The array that updates are measured on, as the twin holds it.
import { arrayOfDevice, builtInChip } from '../dist/twin/index.js';
import { DEVICE } from './quarter-update.mjs';

const { switchOnOhms, switchOffOhms, referenceSiemens } = builtInChip(DEVICE);

/** What a column's node hangs on. */
export const circuit = { switchOnOhms, switchOffOhms, referenceSiemens };

/** @returns the array, and what does the blocks of an update to it */
export function makeArray(shape, states, arithmetic = 'double') {
  const array = arrayOfDevice({ device: DEVICE, shape, states, arithmetic, ...circuit });
  const update = ({ blocks }) => {
    for (const { drive, seconds } of blocks) array.applyBlock(drive, seconds);
  };
  return { array, update };
}
