import { systemClock } from '../../core/index.js';
import { parseBoardUri, RecordingFile, recordTransport } from '../../drivers/index.js';
import { defineCommand } from '../command.js';
import { EXIT, exitCodeOf } from '../exit-codes.js';
import { parseListenAddress } from '../listen-address.js';
import { serveOneClient } from '../one-client.js';
import { openLink } from '../open-board.js';
import { boardOption, jsonOption } from '../options.js';
import { toolVersion } from '../package-root.js';

/**
 * A proxy, and not a flag of the commands that use a board: so it records any program and any firmware, and a program
 * need not know of it. One recording is one link: from one program's connecting to its hanging up.
 */
export const recordCommand = defineCommand({
  usage: 'record <file>',
  summary: 'Stand between one program and a board, and write down every byte',
  examples: [
    [
      '$0 record lab.ndjson --board serial:///dev/ttyACM0 --listen tcp://127.0.0.1:7412',
      'then: quarterwave train iris --board tcp://127.0.0.1:7412',
    ],
  ],
  positionals: { file: { type: 'string', demandOption: true, describe: 'new file; one JSON object a line' } },
  options: {
    board: boardOption,
    listen: { type: 'string', default: 'tcp://127.0.0.1:0', describe: 'tcp://host:port; port 0 takes a free one' },
    json: jsonOption,
  },
  async run(args, terminal) {
    const uri = parseBoardUri(args.board);
    let file: RecordingFile | undefined;
    const ended = await serveOneClient({
      address: parseListenAddress(args.listen),
      async open() {
        const transport = await openLink(uri);
        try {
          file = new RecordingFile({
            path: args.file,
            board: uri.text,
            tool: `quarterwave ${toolVersion()}`,
            clock: systemClock,
          });
        } catch (error) {
          await transport.close();
          throw error;
        }
        return recordTransport(transport, file);
      },
      listening(address) {
        if (args.json) terminal.data(JSON.stringify({ board: address, recording: args.file }));
        else terminal.data(`recording ${uri.text} at ${address} to ${args.file}`);
        terminal.say('It ends when the program that connects hangs up. Ctrl-C cuts the link, like pulling its cable.');
      },
    });
    const { 'to-board': sent = 0, 'to-host': received = 0 } = file?.bytes ?? {};
    terminal.say(`${args.file}: ${sent} bytes to the board, ${received} bytes to the host.`);
    const failure = file?.failure ?? ended;
    if (failure === undefined) return EXIT.ok;
    terminal.say(`error: ${failure.message}`);
    return exitCodeOf(failure.code);
  },
});
