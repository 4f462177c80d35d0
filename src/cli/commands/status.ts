import { formatQuantity, formatShape, type BoardStatus } from '../../core/index.js';
import type { BoardSight } from '../../drivers/index.js';
import { describeCause, describeState, nextStep } from '../board-state.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { lookAt } from '../open-board.js';
import { boardOption, jsonOption } from '../options.js';

function whoItIs({ identity, arrays }: BoardSight): string {
  const { vendor, model, serialNumber, firmware, chip } = identity;
  const holds = chip === '' ? 'a chip it does not know' : chip;
  const shapes = arrays.map(formatShape).join(', ');
  return `${vendor} ${model}, serial number ${serialNumber}, firmware ${firmware}, ${holds}, arrays ${shapes}`;
}

function lastGrounding({ grounded }: BoardStatus, tickSeconds: number): string {
  if (grounded === null) return 'none on record';
  const when = formatQuantity(grounded.boardTicks * tickSeconds, 's', 6);
  return `at ${when}, largest voltage read back ${formatQuantity(grounded.residualVolts, 'V')}`;
}

function linesOf(board: string, sight: BoardSight): string[] {
  const { status, limits } = sight;
  const { state, cause, lastSerial, boardTicks, leaseMilliseconds } = status;
  const time = formatQuantity(boardTicks * limits.tickSeconds, 's', 6);
  const lease = leaseMilliseconds === 0 ? 'none' : `${leaseMilliseconds} ms left`;
  const next = nextStep(board, status);
  return [
    `board           ${board}`,
    `who             ${whoItIs(sight)}`,
    `state           ${describeState(state)}`,
    `latest cause    ${describeCause(cause)}`,
    `last serial     ${lastSerial === 0 ? 'none' : lastSerial}`,
    `board time      ${time}, ${boardTicks} ticks`,
    `lease           ${lease}`,
    `last grounding  ${lastGrounding(status, limits.tickSeconds)}`,
    ...(next === undefined ? [] : [`next            ${next}`]),
  ];
}

export const statusCommand = defineCommand({
  usage: 'status',
  summary: 'Who a board is, what state it is in and why, and what to do next; it is left as it is',
  examples: [
    ['$0 status --board serial:///dev/ttyACM0', 'when a board will not do what it is asked'],
    ['$0 status --board tcp://bench:7411 --json', 'one object, for a script that waits for a state'],
  ],
  positionals: {},
  options: { board: boardOption, json: jsonOption },
  async run(args, terminal) {
    const sight = await lookAt(args.board);
    const { identity, arrays, limits, status } = sight;
    if (args.json) {
      const next = nextStep(args.board, status) ?? null;
      const { tickSeconds } = limits;
      terminal.data(JSON.stringify({ board: args.board, identity, arrays, ...status, tickSeconds, next }));
    } else terminal.data(linesOf(args.board, sight).join('\n'));
    return EXIT.ok;
  },
});
