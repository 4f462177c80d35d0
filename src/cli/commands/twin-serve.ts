import { once } from 'node:events';
import { ConfigError } from '../../core/index.js';
import { parseBoardUri } from '../../drivers/index.js';
import { serveTwinPty, serveTwinTcp } from '../../twin/index.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { twinOf } from '../open-board.js';
import { jsonOption, chipSeedOption } from '../options.js';
import { parseShapes } from '../shape-list.js';

function parseListen(text: string): { host: string; port: number } {
  const [, host, port] = /^tcp:\/\/(\[[0-9a-fA-F:]+\]|[^:/\s]+):(\d{1,5})$/u.exec(text) ?? [];
  if (host !== undefined && Number(port) <= 65_535) return { host: host.replace(/^\[|\]$/gu, ''), port: Number(port) };
  throw new ConfigError(
    'bad-argument',
    `Cannot listen on '${text}'. Write tcp://127.0.0.1:7411, or port 0 for a free one.`,
  );
}

export const twinServeCommand = defineCommand({
  usage: 'twin serve',
  summary: 'Offer a simulated board to any program, over TCP or a pseudo-terminal, until interrupted',
  examples: [
    ['$0 twin serve --listen tcp://127.0.0.1:7411', 'then: quarterwave train iris --board tcp://127.0.0.1:7411'],
    ['$0 twin serve --pty /tmp/board --chip my-chip.yaml', 'then: --board serial:///tmp/board'],
  ],
  positionals: {},
  options: {
    listen: { type: 'string', describe: 'tcp://host:port; port 0 takes a free one', conflicts: 'pty' },
    pty: { type: 'string', describe: 'where to put a link to the pseudo-terminal' },
    chip: { type: 'string', describe: 'device on the chip, or a chip file' },
    arrays: { type: 'string', describe: 'rows x columns of each array; 5x8,9x3 fits the iris recipe' },
    state: { type: 'string', describe: 'file that keeps cells and journal when the program ends' },
    seed: chipSeedOption,
    json: jsonOption,
  },
  async run(args, terminal) {
    const listen = args.listen === undefined ? undefined : parseListen(args.listen);
    if ((listen === undefined) === (args.pty === undefined)) {
      throw new ConfigError('bad-argument', 'Say where to serve: --listen tcp://127.0.0.1:7411 or --pty PATH.');
    }
    const uri = parseBoardUri('twin:');
    if (uri.scheme !== 'twin') throw new ConfigError('bad-argument', 'A twin is served from twin: only.');
    const twin = twinOf(uri, {
      chip: args.chip,
      seed: args.seed,
      arrays: args.arrays === undefined ? undefined : parseShapes(args.arrays),
      stateFile: args.state,
    });
    try {
      const server =
        listen === undefined ? await serveTwinPty(twin, { path: args.pty! }) : await serveTwinTcp(twin, listen);
      const address = 'port' in server ? `tcp://${listen!.host}:${server.port}` : `serial://${server.path}`;
      if (args.json) terminal.data(JSON.stringify({ board: address, identity: twin.identity }));
      else terminal.data(`serving ${twin.identity.identity.chip} at ${address}`);
      terminal.say('Ctrl-C ends it.');
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
      await server.close();
    } finally {
      twin.close();
    }
    return EXIT.ok;
  },
});
