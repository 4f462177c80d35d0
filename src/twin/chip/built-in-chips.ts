import { ConfigError, ohms, siemens } from '../../core/index.js';
import { noImperfections } from '../imperfections/imperfections.js';
import { deviceNames, publishedDevice } from '../models/index.js';
import type { ChipDescription } from './chip-description.js';

const DEFAULT_SWITCH_ON_OHMS = 1e-3;
const DEFAULT_SWITCH_OFF_OHMS = 1e9;

/** An ideal chip of each published device. */
export const builtInChipNames: readonly string[] = deviceNames;

/**
 * A chip of a published device without imperfections, made to whatever shape the board is asked for.
 *
 * @throws ConfigError `bad-config` where no such chip is built in
 */
export function builtInChip(name: string): ChipDescription {
  const device = publishedDevice(name);
  if (!device) {
    throw new ConfigError(
      'bad-config',
      `No chip "${name}" is built in. Use one of ${builtInChipNames.join(', ')}, or name a chip file.`,
      { chip: name },
    );
  }
  const { model, parameters, range, linearRange, initialRange } = device;
  return {
    device: name,
    model,
    parameters,
    range,
    linearRange,
    arrays: undefined,
    initialConductance: initialRange,
    referenceSiemens: siemens((linearRange.min + linearRange.max) / 2),
    switchOnOhms: ohms(DEFAULT_SWITCH_ON_OHMS),
    switchOffOhms: ohms(DEFAULT_SWITCH_OFF_OHMS),
    transistor: undefined,
    wires: undefined,
    arithmetic: 'double',
    ...noImperfections,
  };
}
