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

export function sampleFeatures(data: DataSet, sample: number): Float64Array {
  const width = data.featureNames.length;
  return data.features.subarray(sample * width, (sample + 1) * width);
}
