// Says how much memory a process has that has loaded the twin and, with `made`, made one and used every array of it:
//   node --expose-gc bench/memory-footprint.mjs [made]
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createTwin, parseBoardFile, parseChipFile } from '../dist/twin/index.js';
import { drawnUpdate } from './quarter-update.mjs';

/** P1's network for MNIST, 784-397-204-10, with a row of bias each. */
const ARRAYS = [
  { rows: 785, columns: 397 },
  { rows: 398, columns: 204 },
  { rows: 205, columns: 10 },
];

function parsed(parse, path) {
  const file = fileURLToPath(new URL(path, import.meta.url));
  return parse(readFileSync(file, 'utf8'), file);
}

function usedTwin() {
  const { overrides, imperfections } = parsed(parseBoardFile, '../boards/bench.yaml');
  const chip = parsed(parseChipFile, 'all-imperfections.yaml');
  const twin = createTwin({ chip, arrays: ARRAYS, seed: 1, board: overrides, imperfections });
  for (const [index, array] of twin.chip.arrays.entries()) {
    const { rows, columns } = array.shape;
    array.readForward(new Float64Array(rows).fill(0.05), 1e-5, new Float64Array(columns));
    array.readBackward(new Float64Array(columns).fill(0.05), 1e-5, new Float64Array(rows));
    // a few rows, as of a picture: what an update needs is needed however many there are
    const { blocks } = drawnUpdate(array.shape, `memory/${index}`, 20);
    for (const { drive, seconds } of blocks) array.applyBlock(drive, seconds);
  }
  return twin;
}

const twin = process.argv[2] === 'made' ? usedTwin() : undefined;
globalThis.gc();
const { rss, heapUsed, external } = process.memoryUsage();
console.log(JSON.stringify({ resident: rss, live: heapUsed + external, arrays: twin?.chip.arrays.length ?? 0 }));
