export { DEFAULT_ARRAYS, makeTwin, openAnyBoard, type TwinWishes } from './open-board.js';
/** @public scripts/generate-schemas.mjs publishes it */
export { planFileJsonSchema } from './plan-file/read-plan-file.js';
