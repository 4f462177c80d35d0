import { systemClock, type GroundingProof } from '../../core/index.js';
import { planSvg } from '../../pulse/index.js';
import { renderReport, type ReportModel, type RunFolder } from '../../runs/index.js';
import type { TrainingJob } from '../../training/index.js';
import { EXIT, exitCodeOf, type ExitCode } from '../exit-codes.js';
import { toolVersion } from '../package-root.js';
import type { Terminal } from '../terminal.js';
import { reportModel } from './report-model.js';
import type { RunConfig } from './run-config.js';
import type { SessionOutcome } from './session.js';
import { resultText, trainResult, type TrainResult } from './train-result.js';

interface EndedRun {
  readonly job: TrainingJob;
  readonly config: RunConfig;
  readonly run: RunFolder;
  readonly outcome: SessionOutcome;
  readonly wallSeconds: number;
  readonly options: { readonly json: boolean; readonly minAccuracy: number | undefined };
  readonly terminal: Terminal;
}

function exitStatus({ outcome }: EndedRun): ReportModel['exitStatus'] {
  if (outcome.failure) return 'fail';
  return outcome.interrupted ? 'abort' : 'success';
}

function commandLine({ config, job }: EndedRun): string {
  const chip = config.chip === null ? '' : ` --chip ${config.chip}`;
  return `quarterwave train ${config.recipe.name} --board ${config.board}${chip} --seed ${job.seed}`;
}

const grounding = (proof: GroundingProof | undefined): ReportModel['grounding'] =>
  proof
    ? {
        grounded: proof.grounded,
        residualVolts: proof.residualVolts,
        latencyMilliseconds: proof.latency,
        wallTime: systemClock.wallTime().toISOString(),
      }
    : null;

function pictured({ job, outcome }: EndedRun): ReportModel['update'] {
  const update = outcome.recorder.firstUpdate;
  if (!update) return null;
  const layer = `array ${update.plan.array}`;
  return {
    svg: planSvg(update.plan, job.board.limits, job.profile, { title: `one update of ${layer}` }),
    caption: `The first training update of ${layer}: row voltages in four quarters and the column windows that gate them.`,
  };
}

async function writeReport(ended: EndedRun, result: TrainResult): Promise<void> {
  const { recorder } = ended.outcome;
  const { start } = ended.run;
  const model = reportModel(result, recorder.finished, {
    title: `${result.recipe} trained in situ on ${result.chip}`,
    startedAt: start.startedAt,
    runId: start.uid,
    toolVersion: toolVersion(),
    commandLine: commandLine(ended),
    exitStatus: exitStatus(ended),
    update: pictured(ended),
    grounding: grounding(recorder.proof),
    epochsUnderWay: recorder.progress?.epochs ?? [],
    before: recorder.progress?.before ?? [],
    now: recorder.progress?.conductances ?? [],
  });
  ended.run.writeReport(await renderReport(model));
}

function exitCode(ended: EndedRun, result: TrainResult): ExitCode {
  const { failure } = ended.outcome;
  if (failure) return exitCodeOf(failure.code);
  if (ended.outcome.interrupted) return EXIT.interrupted;
  const { minAccuracy } = ended.options;
  if (minAccuracy === undefined || result.test.accuracy >= minAccuracy) return EXIT.ok;
  const asked = `${(100 * minAccuracy).toFixed(2)} %`;
  ended.terminal.say(
    `The pooled test accuracy is ${(100 * result.test.accuracy).toFixed(2)} %, below the ${asked} asked for.`,
  );
  return EXIT.notAccepted;
}

/** Closes the books of a training: report, stop document, checksums, result on the terminal, exit code. */
export async function finishRun(ended: EndedRun): Promise<ExitCode> {
  const { job, config, run, outcome, terminal, options } = ended;
  const { recorder, failure } = outcome;
  const result = trainResult({
    recipe: config.recipe.name,
    chip: job.profile.name,
    board: job.board.uri,
    seed: job.seed,
    wantedSplits: config.recipe.splits,
    classNames: job.data.classNames,
    finished: recorder.finished,
    tally: recorder.tally,
    wallSeconds: ended.wallSeconds,
    proof: recorder.proof,
    runFolder: run.path,
    report: `${run.path}/report.html`,
  });
  await writeReport(ended, result);
  const stop = failure ? { reason: `${failure.code}: ${failure.message}` } : {};
  run.close({ exitStatus: exitStatus(ended), ...stop, data: { test: result.test, reference: result.reference } });
  if (failure === undefined) terminal.data(options.json ? JSON.stringify(result) : resultText(result));
  else terminal.say(`error: ${failure.message}`);
  if (!result.completed && recorder.progress) terminal.say(`Go on with: quarterwave train --resume ${run.path}`);
  return exitCode(ended, result);
}
