export { builtInChip, builtInChipNames } from './built-in-chips.js';
export { buildChip, type Chip } from './chip.js';
export type { BlockDrive, SampledCurrents } from './block-drive.js';
export type { CellPlace } from './cell-trace.js';
export type { ChipArray } from './chip-array.js';
export type { ChipDescription } from './chip-description.js';
/** @public scripts/generate-schemas.mjs publishes it */
export { chipFileJsonSchema } from './chip-file.js';
export { parseChipFile } from './chip-file.js';
export { arrayOfDevice, type DeviceArray } from './device-array.js';
export { PlanDrive, type PlanScale } from './plan-drive.js';
export { predictPlan, type CellTrace, type PlanPrediction } from './predict-plan.js';
export { planNetlist } from './spice-netlist.js';
