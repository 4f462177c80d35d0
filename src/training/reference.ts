import { sampleFeatures, type DataSet } from './data-set.js';
import { FloatNetwork } from './float-network.js';
import { initialWeights } from './initial-weights.js';
import type { NetworkShape } from './network-shape.js';
import type { EpochPoint, SplitResult } from './progress.js';
import type { Recipe } from './recipe.js';
import { accuracyOf, scoreOf } from './score.js';
import { epochOrder, type Split } from './splits.js';

/**
 * Trains the floating-point network of one split: same samples, same order, same first weights as the crossbar; its own
 * rate and number of epochs. The test samples are looked at once, at the end.
 *
 * @param inputs standardised, samples x features
 */
export function trainReference(
  data: DataSet,
  inputs: Float64Array,
  network: NetworkShape,
  recipe: Recipe,
  split: Split,
  splitNumber: number,
  seed: number,
): SplitResult['reference'] {
  const inputsOf = (sample: number): Float64Array => sampleFeatures(data, sample, inputs);
  const net = new FloatNetwork(network, initialWeights(network, recipe.initialWeight, seed, splitNumber));
  const epochs: EpochPoint[] = [];
  for (let epoch = 0; epoch < recipe.reference.epochs; epoch += 1) {
    let loss = 0;
    let correct = 0;
    for (const sample of epochOrder(split.train, seed, splitNumber, epoch)) {
      const seen = net.learn(inputsOf(sample), data.labels[sample]!, recipe.reference.rate);
      loss += seen.loss;
      if (seen.predicted === data.labels[sample]) correct += 1;
    }
    const total = split.train.length;
    epochs.push({ epoch, loss: loss / total, accuracy: accuracyOf({ correct, total }) });
  }
  const labels = Array.from(split.test, (sample) => data.labels[sample]!);
  const predicted = Array.from(split.test, (sample) => net.predict(inputsOf(sample)));
  return { epochs, test: scoreOf(labels, predicted, data.classNames.length) };
}
