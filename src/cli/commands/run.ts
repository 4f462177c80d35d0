import { basename, extname, join } from 'node:path';
import { lastValueFrom, tap } from 'rxjs';
import { formatQuantity, systemClock, type Board, type GroundingProof } from '../../core/index.js';
import { assertWithin, planSvg, safeReadVolts, schedule } from '../../pulse/index.js';
import { claimRun, groundedDocument, type ClaimedRun, type RunFolder } from '../../runs/index.js';
import { readConductances } from '../../verify/index.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { isOwnTwin, openLedger } from '../ledger/open-ledger.js';
import { withBoard } from '../open-board.js';
import { boardOption, chipIdOption, chipOption, chipSeedOption, jsonOption } from '../options.js';
import { toolVersion } from '../package-root.js';
import { compensationText } from '../plan-file/compensated-update.js';
import { limitOptions, limitTable, type LimitFlags } from '../plan-file/limit-flags.js';
import { planPreview, type PlanPreview } from '../plan-file/plan-preview.js';
import { boardTarget, twinFor, type PlanTarget } from '../plan-file/plan-target.js';
import { preparePlan, type PreparedPlan } from '../plan-file/prepared-plan.js';
import { readPlanFile, type PlanFile } from '../plan-file/read-plan-file.js';
import { assertApproved, assertFormingAllowed, judgeRun } from '../plan-file/refuse-plan.js';
import { runSamples, samplesCsv, type RunSample } from '../plan-file/run-samples.js';
import type { Terminal } from '../terminal.js';

interface RunFlags extends LimitFlags {
  readonly board: string;
  readonly approve: string | undefined;
  readonly anyway: boolean;
  readonly 'chip-id': string | undefined;
  readonly runs: string;
}

interface PlanRun {
  readonly preview: PlanPreview;
  readonly samples: readonly RunSample[];
  /** True where the link was lost before samples could be fetched. */
  readonly samplesLost: boolean;
  readonly proof: GroundingProof | undefined;
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

/** Fires the plans of one file, each once, and keeps account of it. */
async function fire(
  { plans }: PreparedPlan,
  file: PlanFile,
  target: PlanTarget,
  board: Board,
  run: RunFolder,
  flags: RunFlags,
): Promise<Pick<PlanRun, 'samples' | 'samplesLost' | 'proof'>> {
  const ledger = openLedger(board, target.profile, {
    root: flags.runs,
    chipId: flags['chip-id'],
    twinFolder: isOwnTwin(flags.board) ? join(run.path, 'chip') : undefined,
  });
  const samples: RunSample[] = [];
  let samplesLost = false;
  let proof: GroundingProof | undefined;
  const onGrounded = (given: GroundingProof): void => {
    proof = given;
    run.append(groundedDocument(given));
  };
  async function* items() {
    for (const plan of plans) yield { plan, clippedWindows: 0 };
  }
  const events = schedule(items(), board, { journal: run.stimuli, ledger, onGrounded }).pipe(
    tap((event) => {
      if (event.type !== 'finished') return;
      const { record, item } = event;
      samplesLost ||= record.samples === undefined;
      samples.push(...runSamples(item.plan, record.samples ?? new Float64Array(), file.targets, target.limits));
    }),
  );
  try {
    await lastValueFrom(events);
  } finally {
    ledger.save();
  }
  return { samples, samplesLost, proof };
}

async function runOn(
  board: Board,
  file: PlanFile,
  claimed: ClaimedRun,
  flags: RunFlags,
  terminal: Terminal,
): Promise<PlanRun> {
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
  let reason: string | undefined;
  try {
    run.writeText('preview.json', `${JSON.stringify(preview, null, 2)}\n`);
    const picture = planSvg(prepared.plans[0]!, target.limits, target.profile, { title: file.path });
    run.writeText('figures/plan.svg', picture);
    const fired = await fire(prepared, file, target, board, run, flags);
    if (fired.samples.length > 0) run.writeText('tables/samples.csv', samplesCsv(fired.samples));
    return { preview, ...fired, folder: run.path };
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
    throw error;
  } finally {
    run.close({ exitStatus: reason === undefined ? 'success' : 'fail', ...(reason === undefined ? {} : { reason }) });
  }
}

function sayRun({ preview, samples, samplesLost, proof, folder }: PlanRun, terminal: Terminal): void {
  const length = formatQuantity(preview.seconds, 's');
  terminal.data(`fired     ${preview.hash}, ${preview.blocks} blocks in ${length}`);
  if (samplesLost)
    terminal.say('warning: the link was lost before the samples were fetched; the plan was fired all the same.');
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
      const done = await withBoard(args.board, wishes, (board) => runOn(board, file, claimed, args, terminal));
      if (args.json) terminal.data(JSON.stringify(done));
      else sayRun(done, terminal);
      return EXIT.ok;
    } finally {
      claimed.discardUnlessBegun();
    }
  },
});
