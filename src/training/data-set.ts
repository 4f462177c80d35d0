/** Samples with their classes. */
export interface DataSet {
  readonly name: string;
  readonly featureNames: readonly string[];
  readonly classNames: readonly string[];
  /** samples x features */
  readonly features: Float64Array;
  /** Class number of each sample. */
  readonly labels: Uint32Array;
}

export const sampleCount = (data: DataSet): number => data.labels.length;

/**
 * One sample's numbers.
 *
 * @param features samples x features of the same data, where they are not the data's own
 */
export function sampleFeatures(data: DataSet, sample: number, features = data.features): Float64Array {
  const width = data.featureNames.length;
  return features.subarray(sample * width, (sample + 1) * width);
}
