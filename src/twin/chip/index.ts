export { builtInChip, builtInChipNames } from './built-in-chips.js';
export { buildChip, type Chip } from './chip.js';
export { ChipArray, type ChipArrayOptions } from './chip-array.js';
export type { ChipDescription, Spread, SpreadParameter, StuckAt, StuckCell } from './chip-description.js';
export { chipFileJsonSchema, parseChipFile } from './chip-file.js';
export { deviceNames, publishedDevices, type DeviceName, type PublishedDevice } from './devices.js';
export { predictUpdate, type UpdateToPredict } from './predict-update.js';
export { cellCurrent, siemensToState, stateRate, stateToSiemens, type YakopcicParameters } from './yakopcic.js';
