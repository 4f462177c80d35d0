import type { Board, Crossbar, DeviceProfile } from '../core/index.js';
import type { CompiledUpdate } from '../pulse/index.js';
import type { UpdateSlopes } from '../verify/index.js';
import { calibrate } from './calibrate.js';
import { fittedScale, widestScale } from './crossbar-layer.js';
import { arraysFor, CrossbarNetwork } from './crossbar-network.js';
import type { DataSet } from './data-set.js';
import type { NetworkShape } from './network-shape.js';
import type { SplitResult, TrainingProgress } from './progress.js';
import type { Recipe } from './recipe.js';
import type { Tally } from './tally.js';
import { splitStart, trainSplit } from './train-split.js';
import type { TrainingEvent } from './training-event.js';

/** Everything a training needs. */
export interface TrainingJob {
  readonly recipe: Recipe;
  readonly data: DataSet;
  readonly board: Board;
  /** What is known of the devices on the board's chip. */
  readonly profile: DeviceProfile;
  readonly seed: number;
  /** Where an earlier run of the same job got to, on a chip that kept its state since. */
  readonly resumeFrom?: TrainingProgress;
  /** Asked before every sample; once true, the training checkpoints and ends. */
  readonly stopRequested?: () => boolean;
}

/** Neurons of a recipe's network on a data set; a single sigmoid tells two classes apart. */
export function networkShape(recipe: Recipe, data: DataSet): NetworkShape {
  const classes = data.classNames.length;
  const outputs = recipe.network.output === 'sigmoid' && classes === 2 ? 1 : classes;
  return {
    neurons: [data.featureNames.length, ...recipe.network.hidden, outputs],
    hidden: recipe.network.activation,
    output: recipe.network.output,
  };
}

/**
 * The whole training as a stream of plans: calibration, then every split. It reads the board between its plans, so it
 * must be pulled by something that sends each plan before it asks for the next.
 *
 * @param report told what happens, synchronously
 * @throws ConfigError when the network does not fit the board; what reads and plans throw
 */
export async function* trainingPlans(
  job: TrainingJob,
  tally: Tally,
  report: (event: TrainingEvent) => void,
): AsyncGenerator<CompiledUpdate, void> {
  const { recipe, data, profile, seed, resumeFrom } = job;
  const shape = networkShape(recipe, data);
  const crossbars: Crossbar[] = arraysFor(shape, job.board).map((crossbar) => tally.metered(crossbar));
  const widest = widestScale(profile, recipe.crossbar);
  const slopes: UpdateSlopes[] = [...(resumeFrom?.slopes ?? [])];
  for (const [layer, crossbar] of crossbars.entries()) {
    slopes[layer] ??= yield* calibrate(crossbar, widest);
    report({ type: 'calibrated', layer, slopes: slopes[layer] });
  }
  const scale = fittedScale(widest, slopes, recipe.rate);
  const { weightRange, updateVolts } = scale;
  report({ type: 'scaled', weightRange, updateVolts });
  const context = {
    recipe,
    data,
    seed,
    shape,
    network: new CrossbarNetwork(shape, crossbars, scale),
    slopes,
    scale,
    tally,
    report,
    stopRequested: job.stopRequested ?? (() => false),
  };
  const finished: SplitResult[] = [...(resumeFrom?.finished ?? [])];
  for (let split = finished.length; split < recipe.splits; split += 1) {
    const start = resumeFrom?.split === split ? resumeFrom : splitStart;
    const result = yield* trainSplit(context, split, start, finished);
    if (!result) return;
    finished.push(result);
  }
}
