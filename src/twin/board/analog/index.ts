export { analogSide } from './analog-side.js';
export { parseBoardFile, type BoardDescription } from './board-file.js';
/** @public scripts/generate-schemas.mjs publishes it */
export { boardFileJsonSchema } from './board-file-schema.js';
export type { BoardImperfections, DacImperfections } from './imperfections.js';
export { readGuardVolts } from './read-guard.js';
