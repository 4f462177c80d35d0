import { z } from 'zod';
import { ConfigError } from '../../core/index.js';
import type { RunSummary } from '../../runs/index.js';
import { recipeSchema } from '../../training/index.js';

/** What decided a training, as run.json keeps it: enough to go on with it. */
const runConfigSchema = z.object({
  recipe: recipeSchema,
  /** What the recipe's relative paths start from. */
  folder: z.string(),
  /** --chip, where it was given. */
  chip: z.string().nullable(),
  /** --board */
  board: z.string(),
});

export type RunConfig = z.output<typeof runConfigSchema>;

/** @throws ConfigError when the run is no training, or one that another version wrote */
export function runConfigOf(run: RunSummary): RunConfig {
  const parsed = runConfigSchema.safeParse(run.start.config);
  if (run.start.kind === 'train' && parsed.success) return parsed.data;
  throw new ConfigError(
    'bad-argument',
    `${run.path} is a '${run.start.kind}' run of version ${run.start.toolVersion} and cannot be resumed as a training. ` +
      'Give the folder of a training run, and resume it with the version that wrote it.',
    { run: run.path },
  );
}
