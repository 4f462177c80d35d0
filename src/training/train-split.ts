import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { randomStream } from '../core/index.js';
import type { CompiledUpdate } from '../pulse/index.js';
import type { UpdateSlopes } from '../verify/index.js';
import { writeFresh } from './calibrate.js';
import type { LayerScale } from './crossbar-layer.js';
import type { CrossbarNetwork } from './crossbar-network.js';
import { sampleFeatures, type DataSet } from './data-set.js';
import { initialWeights } from './initial-weights.js';
import type { NetworkShape } from './network-shape.js';
import type { ConductanceMap, SplitResult, TrainingProgress } from './progress.js';
import type { Recipe } from './recipe.js';
import { trainReference } from './reference.js';
import { accuracyOf, scoreOf, type Score } from './score.js';
import { epochOrder, makeSplit } from './splits.js';
import { standardisedInputs } from './standardise.js';
import type { Tally } from './tally.js';
import type { TrainingEvent } from './training-event.js';

/** Samples between two looks at the event loop, where signals and progress wait. */
const SAMPLES_A_BREATH = 8;

/** What all splits of a training share. */
export interface TrainingContext {
  readonly recipe: Recipe;
  readonly data: DataSet;
  readonly seed: number;
  readonly shape: NetworkShape;
  readonly network: CrossbarNetwork;
  readonly slopes: readonly UpdateSlopes[];
  readonly scale: LayerScale;
  readonly tally: Tally;
  readonly report: (event: TrainingEvent) => void;
  /** Asked before every sample; once true, the training checkpoints and ends. */
  readonly stopRequested: () => boolean;
}

type Position = Pick<TrainingProgress, 'epoch' | 'sample' | 'before' | 'epochs' | 'epochLoss' | 'epochCorrect'>;

export const splitStart: Position = { epoch: 0, sample: 0, before: [], epochs: [], epochLoss: 0, epochCorrect: 0 };

async function readMaps(network: CrossbarNetwork): Promise<ConductanceMap[]> {
  return Promise.all(network.layers.map((layer) => layer.readMap()));
}

async function testScore(context: TrainingContext, inputs: Float64Array, samples: Uint32Array): Promise<Score> {
  const predicted: number[] = [];
  for (const sample of samples) {
    predicted.push(await context.network.predict(sampleFeatures(context.data, sample, inputs)));
  }
  const labels = Array.from(samples, (sample) => context.data.labels[sample]!);
  return scoreOf(labels, predicted, context.data.classNames.length);
}

/**
 * Trains one split in situ, from its fresh weights or from a checkpoint. Test samples are read once, after the last
 * epoch; nothing is chosen by them.
 *
 * @returns the result, or undefined when it was asked to stop on the way (it has checkpointed then)
 */
export async function* trainSplit(
  context: TrainingContext,
  splitNumber: number,
  start: Position,
  finished: readonly SplitResult[],
): AsyncGenerator<CompiledUpdate, SplitResult | undefined> {
  const { recipe, data, network, slopes, seed, tally, report } = context;
  const split = makeSplit(data.labels.length, recipe.testFraction, seed, splitNumber);
  const inputs = standardisedInputs(data, split.train);
  let { before, epochLoss, epochCorrect } = start;
  const epochs = [...start.epochs];

  const checkpoint = async (epoch: number, sample: number): Promise<void> => {
    const conductances = await readMaps(network);
    const progress: TrainingProgress = {
      split: splitNumber,
      epoch,
      sample,
      slopes: [...slopes],
      before,
      epochs: [...epochs],
      epochLoss,
      epochCorrect,
      finished: [...finished],
      tally: tally.counts,
      conductances,
    };
    report({ type: 'checkpoint', progress });
  };

  if (before.length === 0) {
    const weights = initialWeights(context.shape, recipe.initialWeight, seed, splitNumber);
    for (const [k, layer] of network.layers.entries()) {
      const targets = layer.conductancesFor(weights[k]!);
      const written = yield* writeFresh(layer.crossbar, targets, slopes[k]!, context.scale);
      report({ type: 'initialised', split: splitNumber, layer: k, report: written });
    }
    before = await readMaps(network);
    await checkpoint(0, 0);
  }

  for (let epoch = start.epoch; epoch < recipe.epochs; epoch += 1) {
    const order = epochOrder(split.train, seed, splitNumber, epoch);
    const dither =
      recipe.crossbar.rounding === 'dithered'
        ? randomStream(seed, `split/${splitNumber}/epoch/${epoch}/dither`)
        : undefined;
    for (let position = epoch === start.epoch ? start.sample : 0; position < order.length; position += 1) {
      if (context.stopRequested()) {
        await checkpoint(epoch, position);
        return undefined;
      }
      if (position % SAMPLES_A_BREATH === 0) await yieldToEventLoop();
      const sample = order[position]!;
      const x = sampleFeatures(data, sample, inputs);
      const label = data.labels[sample]!;
      const seen = yield* network.learn(x, label, recipe.rate, slopes, dither);
      epochLoss += seen.loss;
      if (seen.predicted === label) epochCorrect += 1;
    }
    const total = order.length;
    const point = { epoch, loss: epochLoss / total, accuracy: accuracyOf({ correct: epochCorrect, total }) };
    epochs.push(point);
    [epochLoss, epochCorrect] = [0, 0];
    report({ type: 'epoch', split: splitNumber, point, tally: tally.counts });
    if ((epoch + 1) % recipe.crossbar.checkpointEpochs === 0) await checkpoint(epoch + 1, 0);
  }

  const test = await testScore(context, inputs, split.test);
  const reference = trainReference(data, inputs, context.shape, recipe, split, splitNumber, seed);
  const result = { split: splitNumber, epochs, test, reference, before, after: await readMaps(network) };
  report({ type: 'split', result });
  return result;
}
