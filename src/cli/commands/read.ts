import { formatQuantity, formatShape } from '../../core/index.js';
import { safeReadVolts } from '../../pulse/index.js';
import { readConductances } from '../../verify/index.js';
import { profileOf } from '../chip-choice.js';
import { defineCommand } from '../command.js';
import { conductanceTable, conductanceUnit } from '../conductance-map.js';
import { cutOffFrom, findCutOff, sayCutOff, verdictOf } from '../cut-off.js';
import { EXIT } from '../exit-codes.js';
import { withBoard } from '../open-board.js';
import { boardOption, chipOption, jsonOption, chipSeedOption } from '../options.js';

export const readCommand = defineCommand({
  usage: 'read',
  summary: 'Read the conductance of every cell; no cell is moved',
  examples: [
    ['$0 read', 'the array of a fresh built-in twin'],
    ['$0 read --board tcp://bench:7411 --json', 'one object with the map of every array'],
    ['$0 read --board tcp://bench:7411 --reconcile', 'after a reset in the middle of a plan'],
  ],
  positionals: {},
  options: {
    board: boardOption,
    chip: chipOption,
    seed: chipSeedOption,
    reconcile: {
      requiresArg: false,
      type: 'string',
      describe:
        'then tell a board whose plan was cut off what the cells say: unchanged, partial (where nothing is given) or complete',
    },
    json: jsonOption,
  },
  async run(args, terminal) {
    const verdict = verdictOf(args.reconcile);
    const { arrays, chip, cutOff } = await withBoard(
      args.board,
      { chip: args.chip, seed: args.seed },
      async (board) => {
        const profile = profileOf(board.identity, args.chip);
        const readVolts = safeReadVolts(profile, board.limits);
        const found = await findCutOff(board);
        const maps = board.crossbars.map(async (crossbar) => ({
          array: crossbar.array,
          shape: crossbar.shape,
          siemens: await readConductances(crossbar, readVolts),
        }));
        const read = { chip: profile.name, arrays: await Promise.all(maps) };
        if (found === undefined || verdict === undefined) return { ...read, cutOff: found };
        return { ...read, cutOff: cutOffFrom(found.serial, await board.reconcile(found.serial, verdict)) };
      },
    );
    sayCutOff(args.board, cutOff, verdict !== undefined, terminal);
    if (args.json) {
      const maps = arrays.map(({ array, shape, siemens }) => ({ array, ...shape, siemens: [...siemens] }));
      terminal.data(JSON.stringify({ board: args.board, chip, arrays: maps, cutOff: cutOff ?? null }));
      return EXIT.ok;
    }
    for (const { array, shape, siemens } of arrays) {
      const [unit] = conductanceUnit(siemens);
      const mean = siemens.reduce((sum, g) => sum + g, 0) / siemens.length;
      terminal.data(
        `array ${array}, ${formatShape(shape)} ${chip}, mean ${formatQuantity(mean, 'S')}; conductances in ${unit}`,
      );
      terminal.data(`${conductanceTable(shape, siemens)}\n`);
    }
    return EXIT.ok;
  },
});
