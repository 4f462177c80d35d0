// Files stay small: the median of src at most 90 lines, 95 % at most 300, none over 400. A bigger one is two ideas.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const files = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .filter((entry) => !/\.(test|generated)\.ts$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length - 1 }))
  .toSorted((a, b) => a.lines - b.lines);
const at = (share) => files[Math.min(files.length - 1, Math.floor(files.length * share))].lines;
const tooLong = files.filter(({ lines }) => lines > 400);

console.log(
  `${files.length} files in src: median ${at(0.5)} lines, 95 % at most ${at(0.95)}, longest ${files.at(-1).lines}`,
);
for (const { path, lines } of tooLong) console.error(`${path} has ${lines} lines; split it into its ideas`);
if (at(0.5) > 90) console.error('the median file is over 90 lines');
if (at(0.95) > 300) console.error('more than 5 % of the files are over 300 lines');
process.exitCode = tooLong.length > 0 || at(0.5) > 90 || at(0.95) > 300 ? 1 : 0;
