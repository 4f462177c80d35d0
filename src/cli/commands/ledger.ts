import { ConfigError, formatQuantity, formatShape, type CellStress, type Shape } from '../../core/index.js';
import { chipIds, chipPath, openChip, readLedger, writePassport, type ChipFolder } from '../../runs/index.js';
import { mostOf, total } from '../cell-figures.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { jsonOption } from '../options.js';
import type { Terminal } from '../terminal.js';

/** Not spread into arguments: an array has more cells than a call can take. */
const least = (values: Float64Array): number => values.reduce((low, value) => Math.min(low, value), 0);

function arraySummary(stress: CellStress, shape: Shape): Record<string, unknown> {
  return {
    ...shape,
    pulses: total(stress.pulses),
    mostPulses: mostOf(stress.pulses, shape.columns),
    longestSeconds: mostOf(stress.longestSeconds, shape.columns),
    highestVolts: mostOf(stress.highestVolts, shape.columns),
    lowestVolts: least(stress.lowestVolts),
    joules: total(stress.joules),
    formedCells: stress.formings.reduce((sum, formings) => sum + (formings > 0 ? 1 : 0), 0),
  };
}

function sayArray(array: number, shape: Shape, stress: CellStress, terminal: Terminal): void {
  const most = mostOf(stress.pulses, shape.columns);
  const longest = mostOf(stress.longestSeconds, shape.columns);
  const lines = [
    `array ${array}, ${formatShape(shape)}`,
    `  pulses     ${total(stress.pulses)} in all, most ${most.value} at ${most.cell}`,
    `  longest    ${formatQuantity(longest.value, 's')} at ${longest.cell}`,
    `  volts      ${formatQuantity(least(stress.lowestVolts), 'V')} .. ${formatQuantity(mostOf(stress.highestVolts, shape.columns).value, 'V')}`,
    `  energy     ${formatQuantity(total(stress.joules), 'J')}, estimated`,
  ];
  terminal.data(lines.join('\n'));
}

function knownChip(root: string, id: string): ChipFolder {
  const known = openChip(chipPath(root, id));
  if (known) return known;
  const ids = chipIds(root).join(', ') || 'none yet';
  throw new ConfigError('bad-argument', `No chip ${id} has a passport in ${root}. Known chips: ${ids}.`, { chip: id });
}

function budgetOf(flag: number | undefined): number | undefined {
  if (flag === undefined || (Number.isSafeInteger(flag) && flag > 0)) return flag;
  throw new ConfigError('bad-argument', `--budget is ${flag}. Give a whole number of pulses above 0.`);
}

export const ledgerCommand = defineCommand({
  usage: 'ledger [chip]',
  summary: 'What the cells of a chip have been through in all runs',
  examples: [
    ['$0 ledger', 'the chips there are'],
    ['$0 ledger die12', 'pulses, widths, volts and energy of its arrays'],
    ['$0 ledger die12 --budget 100000', 'from now on refuse plans that give a cell more pulses'],
  ],
  positionals: { chip: { type: 'string', describe: 'id of a chip' } },
  options: {
    runs: { type: 'string', default: 'runs', describe: 'folder of the run folders' },
    budget: { type: 'number', describe: 'most pulses that any cell may get in its life' },
    json: jsonOption,
  },
  async run(args, terminal) {
    const budget = budgetOf(args.budget);
    if (args.chip === undefined) {
      if (budget !== undefined) throw new ConfigError('bad-argument', 'Say which chip the budget is for.');
      const ids = chipIds(args.runs);
      if (args.json) terminal.data(JSON.stringify({ chips: ids }));
      else if (ids.length === 0)
        terminal.say(`No chip has a passport in ${args.runs} yet: a run on a board makes one.`);
      else terminal.data(ids.join('\n'));
      return EXIT.ok;
    }
    const found = knownChip(args.runs, args.chip);
    const { passport, ledger } =
      budget === undefined ? found : writePassport(found.path, { ...found.passport, maxPulsesPerCell: budget });
    const pages = readLedger(ledger);
    if (args.json) {
      const arrays = pages?.arrays.map((stress, array) => arraySummary(stress, pages.shapes[array]!)) ?? [];
      const { plans = 0, uncounted = 0 } = pages ?? {};
      terminal.data(JSON.stringify({ passport, plans, uncounted, arrays }));
      return EXIT.ok;
    }
    terminal.data(
      `${passport.id}: ${passport.device}, first seen on board ${passport.board} at ${passport.firstSeen}\n` +
        `budget ${passport.maxPulsesPerCell ?? 'none'}${passport.maxPulsesPerCell === null ? '' : ' pulses a cell'}`,
    );
    if (pages === undefined) {
      terminal.say('No plan has been counted yet.');
      return EXIT.ok;
    }
    terminal.data(`${pages.plans} plans counted, ${pages.uncounted} fired without being counted`);
    for (const [array, stress] of pages.arrays.entries()) sayArray(array, pages.shapes[array]!, stress, terminal);
    return EXIT.ok;
  },
});
