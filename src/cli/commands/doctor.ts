import { drawNonce } from '../../drivers/index.js';
import { defineCommand } from '../command.js';
import { examine } from '../doctor/examine.js';
import type { Finding } from '../doctor/finding.js';
import { EXIT, exitCodeOf } from '../exit-codes.js';
import { openLink } from '../open-board.js';
import { boardOption, chipOption, jsonOption } from '../options.js';

const lineOf = ({ state, check, says }: Finding): string => `${state.padEnd(5)} ${check.padEnd(18)} ${says}`;

export const doctorCommand = defineCommand({
  usage: 'doctor',
  summary: 'Check everything between this program and the cells of a board; no cell is moved',
  examples: [
    ['$0 doctor --board serial:///dev/ttyACM0', 'a line a check; exit 0 when none failed'],
    ['$0 doctor --board tcp://bench:7411 --json', 'one object with all findings and their numbers'],
  ],
  positionals: {},
  options: {
    board: boardOption,
    chip: chipOption,
    runs: { type: 'string', default: 'runs', describe: 'folder of the run folders' },
    json: jsonOption,
  },
  async run(args, terminal) {
    const findings: Finding[] = [];
    let stopping = false;
    const stop = (): void => void (stopping = true);
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    const examination = {
      address: args.board,
      chip: args.chip,
      runs: args.runs,
      openLink,
      drawNonce,
      stopRequested: () => stopping,
    };
    try {
      await examine(examination, (finding) => {
        findings.push(finding);
        if (!args.json) terminal.data(lineOf(finding));
      });
    } finally {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    }
    if (args.json) terminal.data(JSON.stringify({ board: args.board, findings }));
    if (stopping) return EXIT.interrupted;
    const failed = findings.find(({ state }) => state === 'fail');
    return failed?.code === undefined ? EXIT.ok : exitCodeOf(failed.code);
  },
});
