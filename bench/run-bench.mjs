// Runs one bench, which `quarterwave bench` does in a process each, and prints a JSON line a figure:
//   node --expose-gc bench/run-bench.mjs <module> <index of the bench in it>
import { figureLine } from './figure.mjs';
import { pinToOneCpu } from './one-cpu.mjs';
import { endPeers, startPython } from './peers/python.mjs';
import { ngspice } from './peers/ngspice.mjs';

const [module, index] = process.argv.slice(2);
const { benches } = await import(new URL(module, import.meta.url).href);
const { figures, pinned = true, run } = benches[Number(index)];
if (pinned) pinToOneCpu();
try {
  const measured = await run({ startPython, ngspice, say: (text) => console.error(text) });
  for (const figure of figures) {
    if (measured[figure.name] === undefined) throw new Error(`${module} gave no value for ${figure.name}`);
    console.log(JSON.stringify(figureLine(figure, measured[figure.name])));
  }
} finally {
  endPeers();
}
