import {
  assertOnlyLowers,
  ConfigError,
  formatQuantity,
  LinkError,
  volts,
  type Board,
  type BoardLimits,
  type LowerableLimits,
} from '../../core/index.js';
import { parseBoardUri } from '../../drivers/index.js';
import { describeState, nextStep } from '../board-state.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { lookAt, withBoard } from '../open-board.js';
import { boardOption, jsonOption } from '../options.js';

/** What a board's limits are called here, in the order they are shown, and which flag lowers them. */
const LIMITS = [
  ['maxRowVolts', 'row voltage in a plan', 'V', '--max-row-volts'],
  ['maxReadVolts', 'line voltage in a read', 'V', '--max-read-volts'],
  ['maxBlockTicks', 'length of a block', 's', '--max-block-seconds'],
  ['maxOutputTicks', 'row away from 0 V', 's', '--max-output-seconds'],
  ['edgeTicks', 'grid of edges', 's', ''],
  ['maxPlanBytes', 'size of a plan', 'bytes', ''],
] as const;

type Limit = (typeof LIMITS)[number];

function shown([name, , unit]: Limit, limits: BoardLimits): string {
  if (unit === 'bytes') return `${limits[name]} bytes`;
  return formatQuantity(unit === 's' ? limits[name] * limits.tickSeconds : limits[name], unit, 6);
}

const tableOf = (limits: BoardLimits): string =>
  LIMITS.map((limit) => {
    const [, what, , flag] = limit;
    return `${what.padEnd(22)}  ${shown(limit, limits).padEnd(14)}  host and board  ${flag}`.trimEnd();
  }).join('\n');

/** What has become lower, or is to be. */
const changesBetween = (before: BoardLimits, after: BoardLimits): string[] =>
  LIMITS.filter(([name]) => after[name] !== before[name]).map(
    (limit) => `${limit[1]} ${shown(limit, before)} -> ${shown(limit, after)}`,
  );

/** Whole ticks within a time; the slack keeps a whole number of them as it is. */
const wholeTicks = (seconds: number, { tickSeconds }: BoardLimits): number =>
  Math.floor((seconds / tickSeconds) * (1 + 1e-12));

interface Wishes {
  readonly rowVolts: number | undefined;
  readonly readVolts: number | undefined;
  readonly blockSeconds: number | undefined;
  readonly outputSeconds: number | undefined;
}

/** @throws ConfigError where a limit would be raised, or leave nothing that the board can do */
function loweringFor(wishes: Wishes, limits: BoardLimits): Partial<LowerableLimits> {
  const { rowVolts, readVolts, blockSeconds, outputSeconds } = wishes;
  const changes = {
    ...(rowVolts === undefined ? {} : { maxRowVolts: volts(rowVolts) }),
    ...(readVolts === undefined ? {} : { maxReadVolts: volts(readVolts) }),
    ...(blockSeconds === undefined ? {} : { maxBlockTicks: wholeTicks(blockSeconds, limits) }),
    ...(outputSeconds === undefined ? {} : { maxOutputTicks: wholeTicks(outputSeconds, limits) }),
  };
  assertOnlyLowers(changes, limits);
  return changes;
}

/** What is lowered on a twin must outlive the twin. */
function assertOutlives(address: string): void {
  const uri = parseBoardUri(address);
  if (uri.scheme !== 'twin' || uri.options.has('state')) return;
  throw new ConfigError(
    'bad-argument',
    `${uri.text} is a new twin for every command, and its limits go with it. Give it a state file, such as ` +
      'twin:?state=board.bin, or serve one with quarterwave twin serve --state.',
    { uri: uri.text },
  );
}

/** @throws ConfigError that says what would happen */
function demandYes(board: string, changes: readonly string[]): never {
  throw new ConfigError(
    'bad-argument',
    `This lowers the limits of ${board} for good: ${changes.join(', ')}. No message can raise them again, only a jumper ` +
      'on the board, while it is in safe. Say it again with --yes to do it. Nothing was changed.',
    { board },
  );
}

/** @throws LinkError `board-rejected` in a state in which limits stay as they are */
async function lower(board: Board, address: string, changes: Partial<LowerableLimits>): Promise<void> {
  const status = await board.status();
  if (status.state !== 'safe' && status.state !== 'idle') {
    throw new LinkError(
      'board-rejected',
      `Limits are lowered in safe and idle; the board at ${address} is in ${describeState(status.state)}. Nothing was ` +
        `changed. ${nextStep(address, status) ?? 'Wait until it is done.'}`,
      { board: address, state: status.state },
    );
  }
  await board.lowerLimits(changes);
}

export const limitsCommand = defineCommand({
  usage: 'limits',
  summary: 'What a board will never pass, and who sees to it; or lower that for good',
  examples: [
    ['$0 limits --board tcp://bench:7411', 'the limits in force'],
    ['$0 limits --board serial:///dev/ttyACM0 --max-row-volts 0.3', 'what that would change; nothing is done'],
    ['$0 limits --board serial:///dev/ttyACM0 --max-row-volts 0.3 --yes', 'for a chip that more would harm'],
  ],
  positionals: {},
  options: {
    board: boardOption,
    'max-row-volts': { type: 'number', describe: 'lower |V| of a row in a plan to this' },
    'max-read-volts': { type: 'number', describe: 'lower |V| of a line in a read to this' },
    'max-block-seconds': { type: 'number', describe: 'lower the length of a block to this' },
    'max-output-seconds': {
      type: 'number',

      describe: 'lower how long a row may be away from 0 V without a break to this',
    },
    yes: { type: 'boolean', default: false, describe: 'lower them: no message can raise them again' },
    json: jsonOption,
  },
  async run(args, terminal) {
    const wishes: Wishes = {
      rowVolts: args['max-row-volts'],
      readVolts: args['max-read-volts'],
      blockSeconds: args['max-block-seconds'],
      outputSeconds: args['max-output-seconds'],
    };
    const wanted = Object.values(wishes).some((wish) => wish !== undefined);
    if (wanted) assertOutlives(args.board);
    const { limits: before } = await lookAt(args.board);
    let limits = before;
    if (wanted) {
      const changes = loweringFor(wishes, before);
      const lowered = changesBetween(before, { ...before, ...changes });
      if (!args.yes && lowered.length > 0) demandYes(args.board, lowered);
      await withBoard(args.board, {}, (board) => lower(board, args.board, changes));
      // what the board says of itself has changed
      limits = (await lookAt(args.board)).limits;
    }
    if (args.json) {
      const enforcedBy = ['host', 'board'];
      terminal.data(JSON.stringify({ board: args.board, limits, enforcedBy, ...(wanted ? { before } : {}) }));
      return EXIT.ok;
    }
    terminal.data(tableOf(limits));
    if (wanted) terminal.say(`Lowered for good: ${changesBetween(before, limits).join(', ') || 'nothing'}.`);
    else terminal.say('The host refuses before any byte is sent, and the board refuses whatever host asks.');
    return EXIT.ok;
  },
});
