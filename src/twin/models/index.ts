export {
  oneCell,
  SLOWED_FALLING,
  SLOWED_RISING,
  type CellFields,
  type CellModel,
  type ModelParameters,
  type ParameterRule,
} from './cell-model.js';
export { deviceNames, publishedDevice } from './devices/devices.js';
export { anodicTitania, silverChalcogenide } from './devices/yakopcic-devices.js';
export { yakopcic, type YakopcicParameters } from './yakopcic.js';
export { idealPulse } from './ideal-pulse.js';
export { linearIonDrift } from './linear-ion-drift.js';
export type { PulseTable } from './pulse-table.js';
export { vteam } from './vteam.js';
export { windowKinds, type WindowKind } from './windows.js';
