import { writeFileSync } from 'node:fs';
import {
  asCrossbarError,
  assertPlanWithinLimits,
  LimitError,
  seconds,
  siemens,
  volts,
  type BoardLimits,
  type PulsePlan,
} from '../../core/index.js';
import { assertNoSneakDisturb, compileUpdate, updateCsv, updateJson, updateSvg } from '../../pulse/index.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { withBoard } from '../open-board.js';
import { readUpdateFile, type UpdateFile } from '../update-file.js';
import type { Terminal } from '../terminal.js';

/** The paper's own waveform: steps of a nanosecond and a nanovolt, finer than any board's. */
const UNROUNDED = { tickSeconds: seconds(1e-9), edgeTicks: 1, dacBits: 31, dacFullScaleVolts: volts(2 ** 30 * 1e-9) };

type PlanLimits = Pick<BoardLimits, 'tickSeconds' | 'edgeTicks' | 'dacBits' | 'dacFullScaleVolts'>;

function rendered(
  format: 'svg' | 'csv' | 'json',
  file: UpdateFile,
  plan: PulsePlan,
  limits: PlanLimits,
  name: string,
): string {
  if (format === 'csv') return updateCsv(plan, limits);
  if (format === 'json') return JSON.stringify({ device: file.device, ...updateJson(plan, limits) });
  return updateSvg(plan, limits, file.profile, { title: `${name}: ${file.device}` });
}

/** A picture of a dangerous update is still wanted, with the danger beside it. */
function warnOfSneakPaths(file: UpdateFile, terminal: Terminal): void {
  try {
    assertNoSneakDisturb(file.update, file.profile, siemens(file.referenceSiemens));
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
    terminal.say(`warning: a run would refuse this update. ${error.message}`);
  }
}

export const planCommand = defineCommand({
  usage: 'plan <file>',
  summary: 'The row waveforms and column windows of an update; nothing is run',
  examples: [
    ['$0 plan update.json --format svg > update.svg', 'a picture of the four quarters'],
    ['$0 plan update.json --format csv --board tcp://bench:7411', 'rounded to the ticks and codes of that board'],
  ],
  positionals: { file: { type: 'string', demandOption: true, describe: 'an update file (JSON)' } },
  options: {
    format: { choices: ['svg', 'csv', 'json'], default: 'svg', describe: 'what to print' },
    out: { type: 'string', describe: 'write to this file instead of stdout' },
    board: { type: 'string', describe: 'round to what this board can do; by default nothing is rounded' },
    json: { type: 'boolean', default: false, describe: 'the same as --format json' },
  },
  async run(args, terminal) {
    const file = readUpdateFile(args.file);
    warnOfSneakPaths(file, terminal);
    const board =
      args.board === undefined ? undefined : await withBoard(args.board, {}, ({ limits }) => Promise.resolve(limits));
    const limits = board ?? UNROUNDED;
    const plan = compileUpdate(file.update, 0, limits);
    if (board) assertPlanWithinLimits(plan, plan.shape, board);
    const text = rendered(args.json ? 'json' : args.format, file, plan, limits, args.file);
    if (args.out === undefined) terminal.data(text.trimEnd());
    else {
      try {
        writeFileSync(args.out, text);
      } catch (error) {
        throw asCrossbarError(error, 'bad-argument', `${args.out} cannot be written`);
      }
    }
    return EXIT.ok;
  },
});
