import { formatQuantity, formatShape } from '../../core/index.js';
import { safeReadVolts } from '../../pulse/index.js';
import { readConductances } from '../../verify/index.js';
import { profileOf } from '../chip-choice.js';
import { defineCommand } from '../command.js';
import { conductanceTable } from '../conductance-map.js';
import { EXIT } from '../exit-codes.js';
import { withBoard } from '../open-board.js';
import { boardOption, chipOption, jsonOption, chipSeedOption } from '../options.js';

export const readCommand = defineCommand({
  usage: 'read',
  summary: 'Read the conductance of every cell; no cell is moved',
  examples: [
    ['$0 read', 'the array of a fresh built-in twin'],
    ['$0 read --board tcp://bench:7411 --json', 'one object with the map of every array'],
  ],
  positionals: {},
  options: { board: boardOption, chip: chipOption, seed: chipSeedOption, json: jsonOption },
  async run(args, terminal) {
    const { arrays, chip } = await withBoard(args.board, { chip: args.chip, seed: args.seed }, async (board) => {
      const profile = profileOf(board.identity, args.chip);
      const readVolts = safeReadVolts(profile);
      const maps = board.crossbars.map(async (crossbar) => ({
        array: crossbar.array,
        shape: crossbar.shape,
        siemens: await readConductances(crossbar, readVolts),
      }));
      return { chip: profile.name, arrays: await Promise.all(maps) };
    });
    if (args.json) {
      const maps = arrays.map(({ array, shape, siemens }) => ({ array, ...shape, siemens: [...siemens] }));
      terminal.data(JSON.stringify({ board: args.board, chip, arrays: maps }));
      return EXIT.ok;
    }
    for (const { array, shape, siemens } of arrays) {
      const mean = siemens.reduce((sum, g) => sum + g, 0) / siemens.length;
      terminal.data(
        `array ${array}, ${formatShape(shape)} ${chip}, mean ${formatQuantity(mean, 'S')}; conductances in mS`,
      );
      terminal.data(`${conductanceTable(shape, siemens)}\n`);
    }
    return EXIT.ok;
  },
});
