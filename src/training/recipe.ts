import { z } from 'zod';
import { quantity } from '../core/index.js';

const rate = z.number().positive().max(100);
const share = z.number().positive().max(1);

/**
 * What to train and how: data, network, splits, and the few numbers of the training. A recipe says nothing of the chip
 * or the board; volts and seconds follow from the device's profile.
 */
export const recipeSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9-]+$/u)
      .describe('short name; part of the run folder'),
    about: z.string().default('').describe('for people'),
    data: z.union([
      z.strictObject({ set: z.literal('iris') }).describe('a data set that comes with the program'),
      z.strictObject({
        file: z.string().describe('CSV with a header line, relative to the recipe'),
        label: z.string().optional().describe('name of the class column; the last one by default'),
      }),
    ]),
    network: z.strictObject({
      hidden: z.array(z.int().min(1).max(4096)).max(8).describe('neurons of each hidden layer, [] for none'),
      activation: z.enum(['sigmoid', 'tanh']).default('sigmoid').describe('of the hidden layers'),
      output: z.enum(['softmax', 'sigmoid']).default('softmax'),
    }),
    splits: z.int().min(1).max(1000).default(5).describe('seeded random splits, trained one after the other'),
    testFraction: z.number().min(0.01).max(0.9).default(0.3),
    initialWeight: z.number().positive().max(100).default(0.5).describe('fresh weights are drawn from -this .. this'),
    epochs: z.int().min(1).max(100_000),
    rate: rate.describe('learning rate eta: dw = eta y x'),
    reference: z
      .strictObject({ epochs: z.int().min(1).max(100_000), rate })
      .describe('the floating-point network, tuned for itself'),
    crossbar: z
      .strictObject({
        weightRange: z.number().positive().max(1000).describe('|w| at the ends of the linear conductance range'),
        readShare: share.default(0.9).describe('voltage of a full-scale input in reads, as a share of the threshold'),
        updateShare: share
          .default(0.3)
          .describe('largest overdrive of a full-scale input in updates, as a share of the threshold'),
        windowFill: share
          .default(0.2)
          .describe(
            'share of a quarter that a full error should close its column for; sets the overdrive of fast devices',
          ),
        rounding: z
          .enum(['dithered', 'nearest'])
          .default('dithered')
          .describe('of column windows to the board ticks; dithered loses no small error'),
        quarterSeconds: quantity('s', { above: 0, atMost: 1 }, 'T_wr / 4').default(250e-6),
        checkpointEpochs: z.int().min(1).default(5).describe('epochs between checkpoints'),
      })
      .describe('how the network stands on the chip'),
  })
  .describe('quarterwave training recipe');

export type Recipe = z.output<typeof recipeSchema>;

/** Published as recipes/recipe.schema.json, which recipes name so that editors complete them. */
export const recipeJsonSchema = (): Readonly<Record<string, unknown>> => z.toJSONSchema(recipeSchema, { io: 'input' });
