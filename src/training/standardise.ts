import { sampleCount, sampleFeatures, type DataSet } from './data-set.js';

/** How many standard deviations a full-scale input stands for; what lies beyond is cut. */
const FULL_SCALE_DEVIATIONS = 3;

/**
 * Features as network inputs in [-1, 1]: (value - mean) / (3 standard deviations), cut at the ends. Mean and deviation
 * come from the training samples alone.
 *
 * @returns samples x features, for all samples
 */
export function standardisedInputs(data: DataSet, train: Uint32Array): Float64Array {
  const width = data.featureNames.length;
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  for (const sample of train) {
    for (const [k, value] of sampleFeatures(data, sample).entries()) {
      mean[k]! += value / train.length;
      square[k]! += (value * value) / train.length;
    }
  }
  const fullScale = square.map(
    (value, k) => FULL_SCALE_DEVIATIONS * Math.sqrt(Math.max(value - mean[k]! * mean[k]!, 0)) || 1,
  );
  const inputs = new Float64Array(sampleCount(data) * width);
  for (const [index, value] of data.features.entries()) {
    const k = index % width;
    inputs[index] = Math.max(-1, Math.min(1, (value - mean[k]!) / fullScale[k]!));
  }
  return inputs;
}
