// Makes the JSON Schemas of the files people write, from the zod schemas that read them. Needs a build.
// `node scripts/generate-schemas.mjs` writes them; with `--check` it exits 1 where one has drifted.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { planFileJsonSchema } from '../dist/cli/index.js';
import { recipeJsonSchema } from '../dist/training/index.js';
import { boardFileJsonSchema, chipFileJsonSchema } from '../dist/twin/index.js';

const schemas = {
  'recipes/recipe.schema.json': recipeJsonSchema(),
  'boards/board.schema.json': boardFileJsonSchema(),
  'chips/chip.schema.json': chipFileJsonSchema(),
  'plans/plan.schema.json': planFileJsonSchema(),
};
let drifted = false;

for (const [file, schema] of Object.entries(schemas)) {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
  const options = { ...(await prettier.resolveConfig(path)), parser: 'json' };
  const text = await prettier.format(JSON.stringify(schema), options);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  if (process.argv.includes('--check')) {
    drifted = true;
    console.error(`${file} is not what the code reads; run npm run generate`);
  } else {
    writeFileSync(path, text);
  }
}
process.exitCode = drifted ? 1 : 0;
