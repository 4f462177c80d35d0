import { ConfigError } from '../../core/index.js';
import { defineCommand } from '../command.js';
import { boardOption, chipIdOption, chipOption, jsonOption } from '../options.js';
import { checkedRecipe, chooseRecipe } from '../train/recipe-choice.js';
import { resumeTraining, startTraining } from '../train/training-run.js';

export const trainCommand = defineCommand({
  usage: 'train [recipe]',
  summary: 'Train a network in situ: its weights are the cells of the array',
  examples: [
    ['$0 train iris', 'on the built-in twin of a silver chalcogenide chip'],
    ['$0 train iris --chip anodic-titania --seed 7 --json', 'another device, other splits, one JSON object'],
    ['$0 train my-recipe.yaml --board serial:///dev/ttyACM0', 'on a real board'],
    ['$0 train --resume runs/2026/11/22/20261122T004712Z-7f3a-train-iris', 'go on with a run that was cut off'],
  ],
  positionals: { recipe: { type: 'string', describe: 'iris, or a recipe file (YAML)' } },
  options: {
    board: { ...boardOption, default: undefined, describe: `${boardOption.describe}; by default twin:` },
    chip: chipOption,
    seed: { type: 'number', describe: 'of splits, first weights, sample order and rounding; by default 1' },
    splits: { type: 'number', describe: 'random splits to train, instead of the recipe has' },
    epochs: { type: 'number', describe: 'epochs a split, instead of the recipe has' },
    'chip-id': chipIdOption,
    runs: { type: 'string', default: 'runs', describe: 'folder of the run folders' },
    resume: { type: 'string', describe: 'folder of a run to go on with, from its last checkpoint' },
    'min-accuracy': { type: 'number', describe: 'exit 6 when the pooled test accuracy is below this, 0..1' },
    json: jsonOption,
  },
  async run(args, terminal) {
    const shared = {
      root: args.runs,
      json: args.json,
      minAccuracy: args['min-accuracy'],
      chipId: args['chip-id'],
    };
    if (args.resume !== undefined) {
      const given = ['recipe', 'chip', 'seed', 'splits', 'epochs'].find((name) => args[name as 'seed'] !== undefined);
      if (given !== undefined) {
        throw new ConfigError('bad-argument', `A resumed run keeps its ${given}. Drop it, or start a new run.`);
      }
      return resumeTraining(args.resume, args.board, shared, terminal);
    }
    if (args.recipe === undefined) {
      throw new ConfigError('bad-argument', 'Say what to train: quarterwave train iris, or a recipe file.');
    }
    const seed = args.seed ?? 1;
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new ConfigError('bad-argument', `--seed is ${seed}. Give a whole number from 0.`);
    }
    const chosen = chooseRecipe(args.recipe);
    const overrides = {
      ...(args.splits === undefined ? {} : { splits: args.splits }),
      ...(args.epochs === undefined ? {} : { epochs: args.epochs }),
    };
    const recipe = checkedRecipe({ ...chosen.recipe, ...overrides }, 'the recipe with --splits and --epochs');
    return startTraining(
      { recipe, folder: chosen.folder, chip: args.chip ?? null, board: args.board ?? 'twin:' },
      seed,
      shared,
      terminal,
    );
  },
});
