import { listSerialPorts } from '../../drivers/index.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { jsonOption } from '../options.js';

export const boardsCommand = defineCommand({
  usage: 'boards',
  summary: 'What a board could be behind, the likeliest first; nothing is opened',
  examples: [['$0 boards', 'the twin, and the serial ports of this machine']],
  positionals: {},
  options: { json: jsonOption },
  async run(args, terminal) {
    const { ports, problem } = await listSerialPorts();
    if (args.json) {
      const boards = [
        { uri: 'twin:', about: 'built-in simulated board' },
        ...ports.map((port) => ({ ...port, denial: port.denial ?? null })),
      ];
      terminal.data(JSON.stringify({ boards, ...(problem === undefined ? {} : { problem }) }));
    } else {
      terminal.data(`${'twin:'.padEnd(36)}  built-in simulated board`);
      for (const { uri, about, score, openUnasked, denial } of ports) {
        const caution = openUnasked ? '' : '; not opened unasked';
        terminal.data(`${uri.padEnd(36)}  ${about} (score ${score}${caution})`);
        if (denial !== undefined) terminal.data(`${' '.repeat(38)}${denial.missing}. ${denial.cure}`);
      }
    }
    if (problem !== undefined) terminal.say(problem);
    return EXIT.ok;
  },
});
