import { formatQuantity } from '../../core/index.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { withBoard } from '../open-board.js';
import { boardOption, jsonOption } from '../options.js';

export const groundCommand = defineCommand({
  usage: 'ground',
  summary: 'Open all switches, put all outputs to 0 V and read them back',
  examples: [['$0 ground --board serial:///dev/ttyACM0', 'before touching the chip']],
  positionals: {},
  options: { board: boardOption, json: jsonOption },
  async run(args, terminal) {
    const { uri, proof } = await withBoard(args.board, {}, async (board) => ({
      uri: board.uri,
      proof: await board.ground(),
    }));
    if (args.json) terminal.data(JSON.stringify({ board: uri, ...proof }));
    else {
      const state = proof.grounded ? 'grounded' : 'NOT GROUNDED';
      const residual = formatQuantity(proof.residualVolts, 'V');
      terminal.data(
        `${uri} ${state}, largest voltage read back ${residual}, answered in ${proof.latency.toFixed(1)} ms`,
      );
    }
    if (proof.grounded) return EXIT.ok;
    terminal.say("Switch the board's supply off before touching the chip.");
    return EXIT.groundingFailed;
  },
});
