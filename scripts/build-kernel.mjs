// Compiles every src/twin/kernel/assembly/NAME.entry.ts to NAME.wasm, beside the TypeScript that loads it and again
// beside what tsc makes of that. Does nothing where both are newer than all they are made of.
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const sourceFolder = join(root, 'src/twin/kernel/assembly');
const builtFolder = join(root, 'src/twin/kernel');
const shippedFolder = join(root, 'dist/twin/kernel');
const ENTRY = '.entry.ts';

const changedAt = (path) => (existsSync(path) ? statSync(path).mtimeMs : -Infinity);
const sources = readdirSync(sourceFolder).filter((file) => file.endsWith('.ts'));
const madeOf = [
  ...sources.map((file) => join(sourceFolder, file)),
  sourceFolder, // changes where a source is deleted
  fileURLToPath(import.meta.url),
  join(root, 'node_modules/assemblyscript/package.json'),
];
const newest = Math.max(...madeOf.map(changedAt));

/** Others may be building, or reading, at the same time. */
function replaceFile(path, write) {
  const partial = `${path}.${process.pid}`;
  write(partial);
  renameSync(partial, path);
}

const flags = ['-O3', '--converge', '--noAssert', '--enable', 'simd', '--runtime', 'stub'];

async function compile(file, target) {
  const { default: asc } = await import('assemblyscript/asc');
  let binary;
  const { error } = await asc.main([file, '--baseDir', sourceFolder, ...flags, '--outFile', 'out.wasm'], {
    stderr: process.stderr,
    writeFile: (name, contents) => {
      if (name === 'out.wasm') binary = contents;
    },
  });
  if (error) throw error;
  replaceFile(target, (partial) => writeFileSync(partial, binary));
}

mkdirSync(shippedFolder, { recursive: true });
for (const file of sources.filter((name) => name.endsWith(ENTRY)).toSorted()) {
  const output = `${file.slice(0, -ENTRY.length)}.wasm`;
  const built = join(builtFolder, output);
  const shipped = join(shippedFolder, output);
  if (changedAt(built) < newest) await compile(file, built);
  if (changedAt(shipped) < changedAt(built)) replaceFile(shipped, (partial) => copyFileSync(built, partial));
}
