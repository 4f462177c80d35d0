// What a twin of P1's MNIST network takes, with every imperfection on, above a process that has only loaded the code.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inTurns, median } from './figure.mjs';

const ROUNDS = 5;
const BYTES_A_MEGABYTE = 1e6;
const program = fileURLToPath(new URL('memory-footprint.mjs', import.meta.url));

const figures = [
  {
    name: 'memory-mnist',
    what: 'resident memory of a used twin 784-397-204-10 with all imperfections, above Node with the code loaded',
    unit: 'MB',
    atMost: 100,
  },
  { name: 'memory-mnist-live', what: 'the same of what is still held after a collection', unit: 'MB', atMost: 100 },
];

const footprint = (...args) =>
  JSON.parse(execFileSync(process.execPath, ['--expose-gc', program, ...args], { encoding: 'utf8' }));

async function run() {
  const { bare, made } = await inTurns(ROUNDS, { bare: () => footprint(), made: () => footprint('made') });
  const above = (pick) => (median(made.map(pick)) - median(bare.map(pick))) / BYTES_A_MEGABYTE;
  return { 'memory-mnist': above(({ resident }) => resident), 'memory-mnist-live': above(({ live }) => live) };
}

export const benches = [{ figures, run }];
