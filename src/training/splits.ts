import { randomStream, shuffledIndices } from '../core/index.js';

export interface Split {
  /** Sample numbers. */
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** A random split of the samples; the same seed and number always give the same one. */
export function makeSplit(samples: number, testFraction: number, seed: number, split: number): Split {
  const order = shuffledIndices(samples, randomStream(seed, `split/${split}/samples`));
  const testCount = Math.round(samples * testFraction);
  return { test: order.subarray(0, testCount), train: order.subarray(testCount) };
}

/** The order in which an epoch presents the training samples: the crossbar and the reference take the same. */
export function epochOrder(train: Uint32Array, seed: number, split: number, epoch: number): Uint32Array {
  const order = shuffledIndices(train.length, randomStream(seed, `split/${split}/epoch/${epoch}/order`));
  return order.map((position) => train[position]!);
}
