import { once } from 'node:events';
import { ConfigError } from '../../core/index.js';
import { backgroundClock, serveTwinPty, serveTwinTcp, serveTwinUnix, type Twin } from '../../twin/index.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { listenAddress, parseListenAddress } from '../listen-address.js';
import { makeTwin } from '../open-board.js';
import { chipSeedOption, jsonOption } from '../options.js';
import { parseShapes } from '../shape-list.js';

interface Served {
  /** What another program gives as `--board`. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

type Serve = (twin: Twin) => Promise<Served>;

const onPty =
  (path: string): Serve =>
  async (twin) => ({ ...(await serveTwinPty(twin, { path })), address: `serial://${path}` });

/** @throws ConfigError for an address that cannot be listened on */
function listeningOn(listen: string): Serve {
  if (listen.startsWith('unix://')) {
    const path = listen.slice('unix://'.length);
    return async (twin) => ({ ...(await serveTwinUnix(twin, { path })), address: listen });
  }
  const { host, port } = parseListenAddress(listen);
  return async (twin) => {
    const server = await serveTwinTcp(twin, { host, port });
    return { ...server, address: listenAddress(host, server.port) };
  };
}

function serving(listen: string | undefined, pty: string | undefined): Serve {
  if (listen !== undefined && pty === undefined) return listeningOn(listen);
  if (pty !== undefined && listen === undefined) return onPty(pty);
  throw new ConfigError(
    'bad-argument',
    'Say where to serve: --listen tcp://127.0.0.1:7411, --listen unix:///tmp/board.sock or --pty PATH.',
  );
}

export const twinServeCommand = defineCommand({
  usage: 'twin serve',
  summary: 'Offer a simulated board to any program, over TCP, a unix socket or a pseudo-terminal, until interrupted',
  examples: [
    ['$0 twin serve --listen tcp://127.0.0.1:7411', 'then: quarterwave train iris --board tcp://127.0.0.1:7411'],
    ['$0 twin serve --pty /tmp/board --chip my-chip.yaml', 'then: --board serial:///tmp/board'],
    ['$0 twin serve --pty /tmp/board --pace real-time', 'a pulse of a millisecond takes a millisecond'],
  ],
  positionals: {},
  options: {
    listen: {
      type: 'string',
      describe: 'tcp://host:port (port 0 takes a free one) or unix:///path',
    },
    pty: { type: 'string', describe: 'where to put a link to the pseudo-terminal' },
    chip: { type: 'string', describe: 'device on the chip, or a chip file' },
    arrays: { type: 'string', describe: 'rows x columns of each array; 5x8,9x3 fits the iris recipe' },
    state: { type: 'string', describe: 'file that keeps cells and journal when the program ends' },
    pace: {
      choices: ['instant', 'real-time'],
      default: 'instant',
      describe: 'how long plans take: no time at all, or as long as on a real board',
    },
    profile: {
      choices: ['p1', 'p10'],
      describe: 'how finely an ideal board places edges: on a grid of 1 us (p1, the default) or of 10 us',
    },
    'board-file': { type: 'string', describe: 'board file: converters and switches with their errors, and a profile' },
    seed: chipSeedOption,
    json: jsonOption,
  },
  async run(args, terminal) {
    const serve = serving(args.listen, args.pty);
    const wishes = {
      chip: args.chip,
      seed: args.seed,
      arrays: args.arrays === undefined ? undefined : parseShapes(args.arrays),
      stateFile: args.state,
      profile: args.profile,
      boardFile: args['board-file'],
      pace: args.pace,
    };
    const twin = makeTwin(wishes, backgroundClock);
    try {
      const { address, close } = await serve(twin);
      if (args.json) terminal.data(JSON.stringify({ board: address, identity: twin.identity }));
      else terminal.data(`serving ${twin.identity.identity.chip} at ${address}`);
      terminal.say('Ctrl-C ends it.');
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
      await close();
    } finally {
      twin.close();
    }
    return EXIT.ok;
  },
});
