import { listSerialPorts } from '../../drivers/index.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { jsonOption } from '../options.js';

export const boardsCommand = defineCommand({
  usage: 'boards',
  summary: 'What a board could be behind; nothing is opened',
  examples: [['$0 boards', 'the twin, and the serial ports of this machine']],
  positionals: {},
  options: { json: jsonOption },
  async run(args, terminal) {
    const { ports, problem } = await listSerialPorts();
    const boards = [
      { uri: 'twin:', about: 'built-in simulated board' },
      ...ports.map(({ uri, about }) => ({ uri, about })),
    ];
    if (args.json) terminal.data(JSON.stringify({ boards, ...(problem === undefined ? {} : { problem }) }));
    else terminal.data(boards.map(({ uri, about }) => `${uri.padEnd(36)}  ${about}`).join('\n'));
    if (problem !== undefined) terminal.say(problem);
    return EXIT.ok;
  },
});
