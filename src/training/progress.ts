import { z } from 'zod';
import { tallySchema } from './tally.js';

const count = z.int().min(0);
const epochPoint = z.strictObject({ epoch: count, loss: z.number(), accuracy: z.number() });
const score = z.strictObject({ correct: count, total: count, confusion: z.array(count).readonly() });

/** Siemens of one array, row-major over the part a layer uses. */
const conductanceMap = z.strictObject({ rows: count, columns: count, siemens: z.array(z.number()) });

const splitResult = z.strictObject({
  split: count,
  epochs: z.array(epochPoint),
  test: score,
  reference: z.strictObject({ epochs: z.array(epochPoint), test: score }),
  /** One a layer, before and after training. */
  before: z.array(conductanceMap),
  after: z.array(conductanceMap),
});

/** How far a training has come: everything needed to go on from here on a chip that kept its state. */
export const trainingProgressSchema = z.strictObject({
  split: count,
  epoch: count,
  /** Position in the epoch's order. */
  sample: count,
  slopes: z.array(z.strictObject({ up: z.number().positive(), down: z.number().positive() })),
  /** Of the split under way; empty before its weights have been written. */
  before: z.array(conductanceMap),
  epochs: z.array(epochPoint),
  /** Loss and hits of the epoch under way. */
  epochLoss: z.number(),
  epochCorrect: count,
  finished: z.array(splitResult),
  tally: tallySchema,
  /** The array as last read, for whoever opens the run. */
  conductances: z.array(conductanceMap),
});

export type EpochPoint = z.output<typeof epochPoint>;
export type ConductanceMap = z.output<typeof conductanceMap>;
export type SplitResult = z.output<typeof splitResult>;
export type TrainingProgress = z.output<typeof trainingProgressSchema>;
