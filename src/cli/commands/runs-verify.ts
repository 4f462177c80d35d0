import { verifyRun } from '../../runs/index.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { jsonOption } from '../options.js';

export const runsVerifyCommand = defineCommand({
  usage: 'runs verify <run>',
  summary: 'Check every file of a finished run against its SHA256SUMS',
  examples: [['$0 runs verify runs/2026/11/22/20261122T004712Z-7f3a-train-iris', 'exit 0 when nothing was altered']],
  positionals: { run: { type: 'string', demandOption: true, describe: 'the folder of a run' } },
  options: { json: jsonOption },
  async run(args, terminal) {
    const found = verifyRun(args.run);
    if (args.json) terminal.data(JSON.stringify(found));
    else terminal.data(found.intact ? `${args.run}: intact` : `${args.run}: altered`);
    return found.intact ? EXIT.ok : EXIT.failed;
  },
});
