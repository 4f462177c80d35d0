import { ConfigError } from '../../core/index.js';
import { predictUpdate } from '../../twin/index.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { jsonOption } from '../options.js';
import { readUpdateFile } from '../update-file.js';

export const predictCommand = defineCommand({
  usage: 'predict <file>',
  summary: 'What an update would do to every cell, from the physics of the twin; nothing is sent anywhere',
  examples: [['$0 predict update.json --json', 'the state of every cell after the update']],
  positionals: { file: { type: 'string', demandOption: true, describe: 'an update file (JSON)' } },
  options: { json: jsonOption },
  async run(args, terminal) {
    const file = readUpdateFile(args.file);
    if (file.initialStates === undefined) {
      throw new ConfigError(
        'bad-config',
        `${args.file}: initialStates: missing. Give the state x of every cell before the update, one list a row.`,
      );
    }
    const finalStates = predictUpdate({ ...file, initialStates: file.initialStates });
    if (args.json) terminal.data(JSON.stringify({ finalStates }));
    else {
      terminal.data(finalStates.map((row) => row.map((x) => x.toFixed(6)).join('  ')).join('\n'));
      terminal.say(`State x of ${file.rows} rows by ${file.columns} columns of ${file.device} after the update.`);
    }
    return EXIT.ok;
  },
});
