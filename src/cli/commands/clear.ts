import { CrossbarError, LinkError, type Board, type BoardStatus } from '../../core/index.js';
import { describeCause, describeState, mendingOf, nextStep } from '../board-state.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { withBoard } from '../open-board.js';
import { boardOption, jsonOption } from '../options.js';

const CAUSE_REMAINS = 505;

/** @throws LinkError `board-rejected` that says what to mend */
async function clearFault(board: Board, { cause }: BoardStatus): Promise<BoardStatus> {
  try {
    return await board.clear();
  } catch (error) {
    if (!(error instanceof CrossbarError) || error.details['number'] !== CAUSE_REMAINS) throw error;
    throw new LinkError(
      'board-rejected',
      `The fault of the board at ${board.uri} stays (${describeCause(cause)}): its cause is still there. ` +
        `${mendingOf(cause)}, then clear it again.`,
      { ...error.details, cause },
      error,
    );
  }
}

export const clearCommand = defineCommand({
  usage: 'clear',
  summary: 'Clear a latched fault, once its cause is mended',
  examples: [['$0 clear --board serial:///dev/ttyACM0', 'after quarterwave status has said what to mend']],
  positionals: {},
  options: { board: boardOption, json: jsonOption },
  async run(args, terminal) {
    const { before, after } = await withBoard(args.board, {}, async (board) => {
      const found = await board.status();
      return { before: found, after: found.state === 'fault' ? await clearFault(board, found) : found };
    });
    const cleared = before.state === 'fault';
    const next = nextStep(args.board, after);
    if (args.json) {
      const fault = cleared ? before.cause : null;
      terminal.data(JSON.stringify({ board: args.board, cleared, fault, state: after.state, next: next ?? null }));
      return EXIT.ok;
    }
    const done = cleared ? `cleared ${describeCause(before.cause)}` : 'no fault to clear';
    terminal.data(`${args.board} ${done}; now ${describeState(after.state)}`);
    if (next !== undefined && after.state !== 'safe') terminal.say(next);
    return EXIT.ok;
  },
});
