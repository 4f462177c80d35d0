export { csvDataSet } from './csv-data-set.js';
export { arraysFor } from './crossbar-network.js';
export type { DataSet } from './data-set.js';
export { irisDataSet } from './iris.js';
export { layerShapes, type NetworkShape } from './network-shape.js';
export {
  trainingProgressSchema,
  type ConductanceMap,
  type EpochPoint,
  type SplitResult,
  type TrainingProgress,
} from './progress.js';
export { recipeJsonSchema, recipeSchema, type Recipe } from './recipe.js';
export { accuracyOf, pooledScore, type Score } from './score.js';
export { emptyTally, type TallyCounts } from './tally.js';
export { train, type TrainingEnd } from './train.js';
export type { TrainingEvent } from './training-event.js';
export { networkShape, type TrainingJob } from './training-plans.js';
