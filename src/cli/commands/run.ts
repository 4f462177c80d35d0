import { basename, extname } from 'node:path';
import { CrossbarError, formatQuantity, systemClock, type Board } from '../../core/index.js';
import { assertWithin, planSvg, safeReadVolts } from '../../pulse/index.js';
import { claimRun, type ClaimedRun } from '../../runs/index.js';
import { readConductances } from '../../verify/index.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { withBoard } from '../open-board.js';
import { boardOption, chipIdOption, chipOption, chipSeedOption, jsonOption } from '../options.js';
import { toolVersion } from '../package-root.js';
import { compensationText } from '../plan-file/compensated-update.js';
import { firePlans, type Firing } from '../plan-file/fire-plans.js';
import { limitOptions, limitTable, type LimitFlags } from '../plan-file/limit-flags.js';
import { planPreview, type PlanPreview } from '../plan-file/plan-preview.js';
import { boardTarget, twinFor, type PlanTarget } from '../plan-file/plan-target.js';
import { preparePlan, type PreparedPlan } from '../plan-file/prepared-plan.js';
import { readPlanFile, type PlanFile } from '../plan-file/read-plan-file.js';
import { assertApproved, assertFormingAllowed, judgeRun } from '../plan-file/refuse-plan.js';
import type { Terminal } from '../terminal.js';

interface RunFlags extends LimitFlags {
  readonly board: string;
  readonly approve: string | undefined;
  readonly anyway: boolean;
  readonly 'chip-id': string | undefined;
  readonly runs: string;
}

interface PlanRun extends Firing {
  readonly preview: PlanPreview;
  readonly folder: string;
}

/** Reads the cells, so that margins are those of this array; reads move nothing. */
async function preparedFor(
  file: PlanFile,
  target: PlanTarget,
  board: Board,
  compensate: boolean | undefined,
): Promise<PreparedPlan> {
  const readVolts = safeReadVolts(target.profile, target.limits);
  return preparePlan(file, target, await readConductances(board.crossbars[target.array]!, readVolts), compensate);
}

interface RunOn {
  readonly board: Board;
  readonly ownInterrupts: () => void;
  readonly file: PlanFile;
  readonly claimed: ClaimedRun;
  readonly flags: RunFlags;
  readonly terminal: Terminal;
}

async function runOn({ board, ownInterrupts, file, claimed, flags, terminal }: RunOn): Promise<PlanRun> {
  const target = boardTarget(file, board);
  const prepared = await preparedFor(file, target, board, flags.compensate);
  if (prepared.compensation) terminal.say(compensationText(prepared.compensation));
  assertApproved(prepared, flags.approve);
  const table = limitTable(target, flags);
  for (const measures of prepared.measures) assertWithin(measures, table);
  assertFormingAllowed(file, flags.allow);
  judgeRun(prepared, flags.anyway, terminal);
  const preview = planPreview(prepared, target, table);
  const run = claimed.begin({
    toolVersion: toolVersion(),
    config: { plan: file.path, hash: prepared.hash, limits: preview.quantities },
    seed: 0,
    streams: [],
    board: { uri: board.uri, identity: board.identity, limits: board.limits },
    parentRun: null,
  });
  let failure: unknown;
  try {
    run.writeText('preview.json', `${JSON.stringify(preview, null, 2)}\n`);
    const picture = planSvg(prepared.plans[0]!, target.limits, target.profile, { title: file.path });
    run.writeText('figures/plan.svg', picture);
    const { board: address, runs, 'chip-id': chipId } = flags;
    const fired = await firePlans(prepared, {
      ownInterrupts,
      file,
      target,
      board,
      address,
      run,
      runs,
      chipId,
      terminal,
    });
    return { preview, ...fired, folder: run.path };
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    const isInterrupt = failure instanceof CrossbarError && failure.code === 'interrupted';
    const exitStatus = failure === undefined ? 'success' : isInterrupt ? 'abort' : 'fail';
    run.close({ exitStatus, ...(failure instanceof Error ? { reason: failure.message } : {}) });
  }
}

function sayRun({ preview, samples, samplesLost, proof, folder }: PlanRun, terminal: Terminal): void {
  const length = formatQuantity(preview.seconds, 's');
  terminal.data(`fired     ${preview.hash}, ${preview.blocks} blocks in ${length}`);
  if (samplesLost) {
    terminal.say('warning: the link was lost before the samples were fetched; the plan was fired all the same.');
  }
  if (samples.length > 0) terminal.data(`samples   ${samples.length}, in ${folder}/tables/samples.csv`);
  const residual = proof === undefined ? 'not proven' : `${formatQuantity(proof.residualVolts, 'V')} read back`;
  terminal.data(`grounded  ${residual}`);
  terminal.data(`run       ${folder}`);
}

export const runCommand = defineCommand({
  usage: 'run <file>',
  summary: 'Fire a plan once on a board, with its samples, its proof of grounding and its account in the ledger',
  examples: [
    ['$0 run iv.yaml --board tcp://bench:7411', 'reads the cells, checks limits and margins, fires, grounds'],
    ['$0 run iv.yaml --board tcp://bench:7411 --approve 3f9a51c2', 'only if it is the plan that was looked at'],
    ['$0 run form.yaml --allow forming --chip-id die12', 'beyond what the chip is rated for in use, on purpose'],
  ],
  positionals: { file: { type: 'string', demandOption: true, describe: 'a plan (YAML) or an update (JSON)' } },
  options: {
    board: boardOption,
    chip: chipOption,
    seed: chipSeedOption,
    approve: { type: 'string', describe: 'fire only the plan of this hash, as plan --preview --board prints it' },
    anyway: {
      type: 'boolean',
      default: false,
      describe: 'fire also what its margins say cannot work or would disturb',
    },
    'chip-id': chipIdOption,
    runs: { type: 'string', default: 'runs', describe: 'folder of the run folders' },
    ...limitOptions,
    json: jsonOption,
  },
  async run(args, terminal) {
    const file = readPlanFile(args.file);
    const name = basename(args.file, extname(args.file));
    const claimed = claimRun({ root: args.runs, kind: 'plan', name, clock: systemClock });
    try {
      const wishes = twinFor(file, args.chip, args.seed);
      const done = await withBoard(args.board, wishes, (board, ownInterrupts) =>
        runOn({ board, ownInterrupts, file, claimed, flags: args, terminal }),
      );
      if (args.json) terminal.data(JSON.stringify(done));
      else sayRun(done, terminal);
      return EXIT.ok;
    } finally {
      claimed.discardUnlessBegun();
    }
  },
});
