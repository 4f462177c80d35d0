import { loadavg } from 'node:os';
import { benchesNamed, listBenches } from '../bench/bench-list.js';
import { declaredLine, figureLine, summaryOf } from '../bench/figure-line.js';
import { runBench, type TakenFigure } from '../bench/run-bench.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';

export const benchCommand = defineCommand({
  usage: 'bench [names..]',
  summary: 'Measure how fast the twin, the compiler and the wire are, beside what a user would take instead',
  examples: [
    ['$0 bench', 'all figures, in less than eight minutes; exit 6 where a target is missed'],
    ['$0 bench update --json', 'those whose names begin with update, a JSON object a line and figure'],
    ['$0 bench --list', 'what there is to measure'],
  ],
  positionals: {
    names: {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'figures, or what their names begin with',
    },
  },
  options: {
    list: { type: 'boolean', default: false, describe: 'name the figures and measure nothing' },
    json: { type: 'boolean', default: false, describe: 'one JSON object a line and figure on stdout' },
  },
  async run({ names, list, json }, terminal) {
    const benches = benchesNamed(await listBenches(), names);
    if (list) {
      for (const figure of benches.flatMap(({ figures }) => figures)) {
        terminal.data(json ? JSON.stringify(figure) : declaredLine(figure));
      }
      return EXIT.ok;
    }
    const figures: TakenFigure[] = [];
    const failed: string[] = [];
    const stop = new AbortController();
    const interrupt = (): void => stop.abort();
    process.once('SIGINT', interrupt);
    process.once('SIGTERM', interrupt);
    const begun = performance.now();
    try {
      for (const bench of benches) {
        const notGiven = await runBench(bench, stop.signal, (figure) => {
          figures.push(figure);
          terminal.data(json ? JSON.stringify(figure) : figureLine(figure));
        });
        failed.push(...notGiven);
        if (notGiven.length === 0) continue;
        terminal.say(`error: bench/${bench.module} ended without ${notGiven.join(', ')}; it says above why.`);
      }
    } finally {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    }
    terminal.say(summaryOf(figures, performance.now() - begun, loadavg()[0] ?? 0));
    if (failed.length > 0) return EXIT.failed;
    return figures.some(({ held }) => held === false) ? EXIT.notAccepted : EXIT.ok;
  },
});
