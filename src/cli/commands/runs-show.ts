import { openRun, serialCount } from '../../runs/index.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { jsonOption } from '../options.js';

const orNone = (value: number | null): string => (value === null ? 'none' : String(value + 1));

export const runsShowCommand = defineCommand({
  usage: 'runs show <run>',
  summary: 'How far a run got, also one that was killed',
  examples: [['$0 runs show runs/2026/11/22/20261122T004712Z-7f3a-train-iris', 'its state in a few lines']],
  positionals: { run: { type: 'string', demandOption: true, describe: 'the folder of a run' } },
  options: { json: jsonOption },
  async run(args, terminal) {
    const run = openRun(args.run);
    const { intended, acknowledged, unacknowledged } = run.serials;
    if (args.json) {
      terminal.data(JSON.stringify(run));
      return EXIT.ok;
    }
    const lines = [
      `${run.start.kind} ${run.start.name}, seed ${run.start.seed}, begun ${run.start.startedAt}`,
      `state        ${run.exitStatus}, last written ${run.lastWallTime}`,
      `progress     split ${orNone(run.split)}, epoch ${orNone(run.epoch)}`,
      `plans        ${serialCount(intended)} may have been fired, ${serialCount(acknowledged)} acknowledged`,
      `in doubt     ${serialCount(unacknowledged) === 0 ? 'none' : unacknowledged.map(({ from, to }) => `${from}..${to}`).join(', ')}`,
      `checkpoint   ${run.lastCheckpoint?.file ?? 'none'}`,
      `grounded     ${run.grounded === null ? 'no proof recorded' : run.grounded.grounded ? 'yes, read back' : 'NO'}`,
    ];
    terminal.data(lines.join('\n'));
    if (run.exitStatus === 'interrupted' && run.start.kind === 'train')
      terminal.say(`Go on with: quarterwave train --resume ${args.run}`);
    return EXIT.ok;
  },
});
