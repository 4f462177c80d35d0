import { writeFileSync } from 'node:fs';
import { asCrossbarError, ConfigError, type Board, type PulsePlan } from '../../core/index.js';
import { assertWithin, cellsCsv, planCsv, planJson, planSvg, planVcd } from '../../pulse/index.js';
import { planNetlist, predictPlan, type CellTrace } from '../../twin/index.js';
import { cellsNamed } from '../cell-names.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { withBoard } from '../open-board.js';
import { chipOption } from '../options.js';
import { compensationText } from '../plan-file/compensated-update.js';
import { limitOptions, limitTable } from '../plan-file/limit-flags.js';
import { planPreview, previewText } from '../plan-file/plan-preview.js';
import { boardTarget, paperTarget, twinFor, type PlanTarget } from '../plan-file/plan-target.js';
import { predictedArray } from '../plan-file/predicted-array.js';
import { preparePlan, type PreparedPlan } from '../plan-file/prepared-plan.js';
import { readPlanFile, type PlanFile } from '../plan-file/read-plan-file.js';
import type { Terminal } from '../terminal.js';

const FORMATS = ['svg', 'csv', 'vcd', 'spice', 'json'] as const;

type Format = (typeof FORMATS)[number];

/** Every format but the preview shows one plan. */
function onlyPlan({ plans }: PreparedPlan, path: string): PulsePlan {
  const [plan] = plans;
  if (plan !== undefined && plans.length === 1) return plan;
  throw new ConfigError(
    'bad-argument',
    `${path} takes ${plans.length} plans on this board, which holds no longer ones. Look at it with --preview, or without --board.`,
  );
}

function rendered(
  format: Format,
  file: PlanFile,
  plan: PulsePlan,
  target: PlanTarget,
  traces: readonly CellTrace[],
): string {
  const { limits: scale, profile } = target;
  if (format === 'csv') return traces.length > 0 ? cellsCsv(traces) : planCsv(plan, scale);
  if (format === 'vcd') return planVcd(plan, scale, traces);
  if (format === 'json') return JSON.stringify({ device: profile.name, ...planJson(plan, scale, [], traces) });
  if (format === 'spice') return planNetlist(plan, scale, predictedArray(file, target), profile.name);
  return planSvg(plan, scale, profile, { title: `${file.path}: ${profile.name}`, cells: traces });
}

function write(text: string, path: string | undefined, terminal: Terminal): void {
  if (path === undefined) {
    terminal.data(text.trimEnd());
    return;
  }
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw asCrossbarError(error, 'bad-argument', `${path} cannot be written`);
  }
}

/** What is known of the cells: their conductances where the file gives their states. */
const conductancesOf = (file: PlanFile, target: PlanTarget): Float64Array | undefined =>
  file.states === undefined ? undefined : predictedArray(file, target).conductances();

export const planCommand = defineCommand({
  usage: 'plan <file>',
  summary: 'Everything a plan will do, before it is run; nothing is fired',
  examples: [
    ['$0 plan update.json > update.svg', 'a picture of the four quarters'],
    [
      '$0 plan iv.yaml --preview --board tcp://bench:7411',
      'pulses, volts, energy, margins, limits, and the hash to approve',
    ],
    ['$0 plan iv.yaml --format vcd --cell W02B05 --out iv.vcd', 'for GTKWave, with volts and amperes of a cell'],
    ['$0 plan update.json --format spice > update.cir', 'then: ngspice -b update.cir'],
  ],
  positionals: { file: { type: 'string', demandOption: true, describe: 'a plan (YAML) or an update (JSON)' } },
  options: {
    format: { choices: FORMATS, default: 'svg', describe: 'what to print' },
    preview: { type: 'boolean', default: false, describe: 'print what the plan does and what bounds it instead' },
    cell: {
      type: 'string',
      array: true,
      describe: 'show the voltage and current across this cell too, such as W02B05',
    },
    out: { type: 'string', describe: 'write to this file instead of stdout' },
    board: { type: 'string', describe: 'fit it to what this board can do; by default nothing is rounded' },
    chip: chipOption,
    ...limitOptions,
    json: { type: 'boolean', default: false, describe: 'the same as --format json; the preview as one object' },
  },
  async run(args, terminal) {
    const file = readPlanFile(args.file);
    const onBoard = (board: Board): Promise<PlanTarget> => Promise.resolve(boardTarget(file, board));
    const target =
      args.board === undefined ? paperTarget(file) : await withBoard(args.board, twinFor(file, args.chip), onBoard);
    const prepared = preparePlan(file, target, conductancesOf(file, target), args.compensate);
    if (prepared.compensation) terminal.say(compensationText(prepared.compensation));
    const table = limitTable(target, args);
    if (args.preview) {
      const preview = planPreview(prepared, target, table);
      write(args.json ? JSON.stringify(preview) : previewText(preview, target), args.out, terminal);
      return EXIT.ok;
    }
    for (const { findings } of prepared.margins) for (const { text } of findings) terminal.say(`warning: ${text}`);
    if (args.board !== undefined) for (const measures of prepared.measures) assertWithin(measures, table);
    const plan = onlyPlan(prepared, args.file);
    const cells = cellsNamed(args.cell ?? [], target.shape);
    const traces =
      cells.length === 0 ? [] : predictPlan(plan, target.limits, predictedArray(file, target), cells).traces;
    write(rendered(args.json ? 'json' : args.format, file, plan, target, traces), args.out, terminal);
    return EXIT.ok;
  },
});
