export {
  oneCell,
  SLOWED_FALLING,
  SLOWED_RISING,
  type CellFields,
  type CellModel,
  type ModelParameters,
  type ParameterRule,
} from './cell-model.js';
export { anodicTitania, deviceNames, publishedDevice, silverChalcogenide } from './devices.js';
export { yakopcic, type YakopcicParameters } from './yakopcic.js';
