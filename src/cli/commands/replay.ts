import { openInProcessTransport, readRecording, ReplayBoard } from '../../drivers/index.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { parseListenAddress } from '../listen-address.js';
import { serveOneClient } from '../one-client.js';
import { jsonOption } from '../options.js';

/** Ends with its client and judges it, so that a recording and a command line are a CI test. */
export const replayCommand = defineCommand({
  usage: 'replay <file>',
  summary: 'Be the board of a recording, for one program that does what was recorded; exit 6 where it does not',
  examples: [
    ['$0 replay lab.ndjson --listen tcp://127.0.0.1:7412', 'then: quarterwave train iris --board tcp://127.0.0.1:7412'],
  ],
  positionals: { file: { type: 'string', demandOption: true, describe: 'what quarterwave record wrote' } },
  options: {
    listen: { type: 'string', default: 'tcp://127.0.0.1:0', describe: 'tcp://host:port; port 0 takes a free one' },
    json: jsonOption,
  },
  async run(args, terminal) {
    const recording = readRecording(args.file);
    if (recording.torn) terminal.say(`${args.file}: the last line was cut off and is left out.`);
    const board = new ReplayBoard(recording);
    const transport = openInProcessTransport(board, args.file);
    board.onFault = () => void transport.close();
    await serveOneClient({
      address: parseListenAddress(args.listen),
      open: () => transport,
      listening(address) {
        const { board: recorded, started } = recording.header;
        if (args.json) terminal.data(JSON.stringify({ board: address, recorded, started }));
        else terminal.data(`replaying ${recorded} of ${started} at ${address}`);
        terminal.say('It ends when the program that connects hangs up, or with Ctrl-C.');
      },
    });
    if (board.fault !== undefined) throw board.fault;
    if (board.nextLine === undefined) {
      terminal.say(`${args.file}: replayed to the end.`);
      return EXIT.ok;
    }
    terminal.say(
      `error: ${args.file} line ${board.nextLine}: the program hung up before it said this and what follows. ` +
        'Run it with the settings of the recording, or record anew.',
    );
    return EXIT.notAccepted;
  },
});
