import { formatShape } from '../../core/index.js';
import { compileTimeline } from '../../pulse/index.js';
import { predictPlan } from '../../twin/index.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { jsonOption } from '../options.js';
import { paperTarget } from '../plan-file/plan-target.js';
import { predictedArray } from '../plan-file/predicted-array.js';
import { readPlanFile } from '../plan-file/read-plan-file.js';
import { runSamples } from '../plan-file/run-samples.js';

export const predictCommand = defineCommand({
  usage: 'predict <file>',
  summary: 'What a plan would do to every cell, from the physics of the twin; nothing is sent anywhere',
  examples: [['$0 predict update.json --json', 'the state of every cell after the update, and what it samples']],
  positionals: { file: { type: 'string', demandOption: true, describe: 'a plan (YAML) or an update (JSON)' } },
  options: { json: jsonOption },
  async run(args, terminal) {
    const file = readPlanFile(args.file);
    const target = paperTarget(file);
    const { rows, columns } = target.shape;
    const array = predictedArray(file, target);
    const { plans } = compileTimeline(file.timeline(target.shape, target.profile), target);
    const samples = plans.flatMap((plan) => {
      const { samples: amperes } = predictPlan(plan, target.limits, array);
      return runSamples(plan, amperes, file.targets, target.limits);
    });
    const finalStates = Array.from({ length: rows }, (_, row) => [
      ...array.states.subarray(row * columns, (row + 1) * columns),
    ]);
    if (args.json) {
      terminal.data(JSON.stringify({ finalStates, samples }));
      return EXIT.ok;
    }
    terminal.data(finalStates.map((row) => row.map((x) => x.toFixed(6)).join('  ')).join('\n'));
    const from = file.states === undefined ? ', from the middle of the initial range' : '';
    terminal.say(`State x of the ${formatShape(target.shape)} cells of ${target.profile.name} after the plan${from}.`);
    return EXIT.ok;
  },
});
