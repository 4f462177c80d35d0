import { readdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConfigError, firstZodProblem, parseYaml, wordIssue } from '../../core/index.js';
import {
  csvDataSet,
  irisDataSet,
  recipeJsonSchema,
  recipeSchema,
  type DataSet,
  type Recipe,
} from '../../training/index.js';
import { packageFile } from '../package-root.js';
import { readTextFile } from '../read-text-file.js';

export interface ChosenRecipe {
  readonly recipe: Recipe;
  /** What its relative paths start from. */
  readonly folder: string;
}

const builtInRecipes = (): string[] =>
  readdirSync(packageFile('recipes'))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.replace(/\.yaml$/u, ''));

function recipePath(choice: string): string {
  if (/\.ya?ml$/u.test(choice)) return choice;
  const names = builtInRecipes();
  if (names.includes(choice)) return packageFile(`recipes/${choice}.yaml`);
  throw new ConfigError(
    'bad-config',
    `No recipe is called '${choice}'. Give ${names.join(', ')} or a recipe file that ends in .yaml.`,
    { recipe: choice },
  );
}

/**
 * A recipe that comes with the program, by name, or one from a file.
 *
 * @throws ConfigError in one line
 */
export function chooseRecipe(choice: string): ChosenRecipe {
  const path = recipePath(choice);
  const raw = parseYaml(readTextFile(path, 'a recipe (YAML)'), path);
  return { recipe: checkedRecipe(raw, path), folder: dirname(resolve(path)) };
}

/** @throws ConfigError naming the setting that is wrong */
export function checkedRecipe(raw: unknown, source: string): Recipe {
  const parsed = recipeSchema.safeParse(raw, { error: wordIssue });
  if (parsed.success) return parsed.data;
  throw firstZodProblem(source, raw, parsed.error, recipeJsonSchema());
}

/** The data of a recipe. */
export function loadData({ recipe, folder }: ChosenRecipe): DataSet {
  if ('set' in recipe.data) return irisDataSet();
  const path = resolve(folder, recipe.data.file);
  return csvDataSet(readTextFile(path, 'a data set (CSV)'), path, recipe.data.label);
}
