import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The iris recipe cut to seconds; enough to run every path. */
export function smallRecipe(folder: string, changes: Record<string, unknown> = {}): string {
  const recipe = {
    name: 'iris-small',
    data: { set: 'iris' },
    network: { hidden: [4] },
    splits: 1,
    epochs: 4,
    rate: 0.15,
    reference: { epochs: 4, rate: 0.1 },
    crossbar: { weightRange: 25, checkpointEpochs: 1 },
    ...changes,
  };
  const path = join(folder, `${recipe.name}-${recipe.epochs}.yaml`);
  // JSON is YAML
  writeFileSync(path, JSON.stringify(recipe));
  return path;
}
