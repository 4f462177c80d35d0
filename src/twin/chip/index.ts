export { builtInChip, builtInChipNames } from './built-in-chips.js';
export { buildChip, type Chip } from './chip.js';
export type { ChipArray } from './chip-array.js';
export type { ChipDescription } from './chip-description.js';
/** @public scripts/generate-schemas.mjs publishes it */
export { chipFileJsonSchema } from './chip-file.js';
export { parseChipFile } from './chip-file.js';
export { predictUpdate, type UpdateToPredict } from './predict-update.js';
