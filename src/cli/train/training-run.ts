import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, systemClock, type Board } from '../../core/index.js';
import { claimRun, openRun, readCheckpoint, type ClaimedRun, type RunSummary } from '../../runs/index.js';
import {
  arraysFor,
  layerShapes,
  networkShape,
  trainingProgressSchema,
  type DataSet,
  type TrainingProgress,
} from '../../training/index.js';
import { profileOf } from '../chip-choice.js';
import type { ExitCode } from '../exit-codes.js';
import { isOwnTwin, openLedger } from '../ledger/open-ledger.js';
import { openAnyBoard } from '../open-board.js';
import { toolVersion } from '../package-root.js';
import type { Terminal } from '../terminal.js';
import { finishRun } from './finish-run.js';
import { loadData } from './recipe-choice.js';
import { runConfigOf, type RunConfig } from './run-config.js';
import { runSession } from './session.js';
import { settleStimuli } from './settle-stimuli.js';

export interface TrainingRunOptions {
  /** Folder of the run folders. */
  readonly root: string;
  readonly json: boolean;
  readonly minAccuracy: number | undefined;
  /** What its user calls the chip, for the ledger. */
  readonly chipId: string | undefined;
}

/** A run that this one goes on with. */
interface Parent {
  readonly run: RunSummary;
  readonly progress: TrainingProgress | undefined;
}

/** Where a twin keeps its chip, so that it outlives the program like a real one. */
const TWIN_STATE = 'twin.state';
/** And where its passport and its ledger are. */
const TWIN_CHIP = 'chip';

const STREAMS = ['split/N/samples', 'split/N/weights/L', 'split/N/epoch/E/order', 'split/N/epoch/E/dither'];

export async function startTraining(
  config: RunConfig,
  seed: number,
  options: TrainingRunOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  return trainInFolder(config, seed, options, terminal, undefined);
}

/** Goes on with a run that was cut off, in a new folder that names it as its parent. */
export async function resumeTraining(
  path: string,
  boardNow: string | undefined,
  options: TrainingRunOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const run = openRun(path);
  if (run.exitStatus === 'success') {
    throw new ConfigError('bad-argument', `${path} ended successfully; there is nothing to resume. Start a new run.`);
  }
  const config = runConfigOf(run);
  const progress = run.lastCheckpoint
    ? readCheckpoint(run.path, run.lastCheckpoint, trainingProgressSchema)
    : undefined;
  const where = progress ? `split ${progress.split + 1}, epoch ${progress.epoch + 1}` : 'the beginning';
  terminal.say(`Going on with ${path} from ${where}.`);
  const board = boardNow ?? config.board;
  return trainInFolder({ ...config, board }, run.start.seed, options, terminal, { run, progress });
}

function claim(config: RunConfig, options: TrainingRunOptions, parent: Parent | undefined): ClaimedRun {
  const claimed = claimRun({ root: options.root, kind: 'train', name: config.recipe.name, clock: systemClock });
  for (const kept of parent ? [TWIN_STATE, TWIN_CHIP] : []) {
    const before = join(parent!.run.path, kept);
    if (existsSync(before)) cpSync(before, join(claimed.path, kept), { recursive: true });
  }
  return claimed;
}

/** A chip keeps the weights of one run; another board's chip has none of them. */
function assertSameBoard(board: Board, parent: Parent | undefined): void {
  const before = parent?.run.start.board?.identity.serialNumber;
  const now = board.identity.serialNumber;
  if (before === undefined || before === now) return;
  throw new ConfigError(
    'bad-argument',
    `The run was on board ${before}, and ${board.uri} is board ${now}. Connect the board of the run, or start a new run.`,
    { before, now },
  );
}

async function trainInFolder(
  config: RunConfig,
  seed: number,
  options: TrainingRunOptions,
  terminal: Terminal,
  parent: Parent | undefined,
): Promise<ExitCode> {
  const begun = systemClock.now();
  const data: DataSet = loadData(config);
  const shape = networkShape(config.recipe, data);
  const claimed = claim(config, options, parent);
  let board: Board | undefined;
  try {
    board = await openAnyBoard(config.board, {
      chip: config.chip ?? undefined,
      arrays: layerShapes(shape),
      stateFile: join(claimed.path, TWIN_STATE),
    });
    assertSameBoard(board, parent);
    const profile = profileOf(board.identity, config.chip ?? undefined);
    arraysFor(shape, board);
    const run = claimed.begin({
      toolVersion: toolVersion(),
      config,
      seed,
      streams: STREAMS,
      board: { uri: board.uri, identity: board.identity, limits: board.limits },
      parentRun: parent?.run.start.uid ?? null,
    });
    if (parent) await settleStimuli(parent.run.serials.unacknowledged, board, profile, run);
    const resumeFrom = parent?.progress;
    if (resumeFrom) run.checkpoint(resumeFrom, { split: resumeFrom.split, epoch: resumeFrom.epoch });
    const job = { recipe: config.recipe, data, board, profile, seed, ...(resumeFrom ? { resumeFrom } : {}) };
    const ledger = openLedger(board, profile, {
      root: options.root,
      chipId: options.chipId,
      twinFolder: isOwnTwin(config.board) ? join(claimed.path, TWIN_CHIP) : undefined,
    });
    const outcome = await runSession(job, run, ledger, terminal, systemClock);
    ledger.save();
    await board.close();
    const wallSeconds = (systemClock.now() - begun) / 1000;
    return await finishRun({ job, config, run, outcome, wallSeconds, options, terminal });
  } finally {
    await board?.close();
    claimed.discardUnlessBegun();
  }
}
