import { ConfigError, type Shape } from '../../core/index.js';
import { deviceNames, publishedDevice } from '../models/index.js';
import type { Arithmetic } from './arithmetic.js';
import { cellParameters } from './cell-parameters.js';
import { ChipArray } from './chip-array.js';
import type { Transistor } from './transistor.js';

/** An array without imperfections of a published device, in plain numbers. */
export interface DeviceArray {
  /** Such as `silver-chalcogenide`. */
  readonly device: string;
  readonly shape: Shape;
  /** x of every cell, row-major, in [0, 1]. */
  readonly states: Float64Array;
  readonly switchOnOhms: number;
  readonly switchOffOhms: number;
  readonly referenceSiemens: number;
  readonly transistor?: Transistor | undefined;
  /** `double` where it is left out. */
  readonly arithmetic?: Arithmetic | undefined;
}

/** @throws ConfigError `bad-data` where the device is not known or the states do not fit */
export function arrayOfDevice({ device: name, ...rest }: DeviceArray): ChipArray {
  const device = publishedDevice(name);
  if (!device) {
    throw new ConfigError('bad-data', `No device ${name} is known. Use one of ${deviceNames.join(', ')}.`);
  }
  return new ChipArray({ ...rest, cells: cellParameters(device) });
}
