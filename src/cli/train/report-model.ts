import type { ReportModel } from '../../runs/index.js';
import { pooledScore, type ConductanceMap, type EpochPoint, type SplitResult } from '../../training/index.js';
import type { TrainResult } from './train-result.js';

const counted = (points: readonly EpochPoint[]): EpochPoint[] =>
  points.map((point) => ({ ...point, epoch: point.epoch + 1 }));

export interface ReportExtras {
  readonly title: string;
  readonly startedAt: string;
  readonly runId: string;
  readonly toolVersion: string;
  readonly commandLine: string;
  readonly exitStatus: ReportModel['exitStatus'];
  readonly update: ReportModel['update'];
  readonly grounding: ReportModel['grounding'];
  /** Of the split under way where none is finished. */
  readonly epochsUnderWay: readonly EpochPoint[];
  readonly before: readonly ConductanceMap[];
  readonly now: readonly ConductanceMap[];
}

function layersOf(before: readonly ConductanceMap[], after: readonly ConductanceMap[]): ReportModel['layers'] {
  return before.map((map, layer) => ({
    name: `layer ${layer + 1}, array ${layer}`,
    shape: { rows: map.rows, columns: map.columns },
    beforeSiemens: map.siemens,
    afterSiemens: after[layer]?.siemens ?? map.siemens,
  }));
}

/** A training as its report shows it. */
export function reportModel(result: TrainResult, finished: readonly SplitResult[], extras: ReportExtras): ReportModel {
  const curves = finished.map(({ split, epochs, reference }) => ({
    split: split + 1,
    crossbar: counted(epochs),
    reference: counted(reference.epochs),
  }));
  const underWay = extras.epochsUnderWay.length > 0 && !result.completed;
  if (underWay) curves.push({ split: finished.length + 1, crossbar: counted(extras.epochsUnderWay), reference: [] });
  const [shown] = finished;
  return {
    title: extras.title,
    startedAt: extras.startedAt,
    exitStatus: extras.exitStatus,
    lossName: 'cross-entropy',
    curves,
    tests: finished.map(({ split, test, reference }) => ({
      split: split + 1,
      samples: test.total,
      crossbarCorrect: test.correct,
      referenceCorrect: reference.test.correct,
    })),
    confusion:
      finished.length === 0
        ? null
        : { labels: result.classNames, counts: pooledScore(finished.map(({ test }) => test)).confusion },
    layers: shown ? layersOf(shown.before, shown.after) : layersOf(extras.before, extras.now),
    shownSplit: 1,
    update: extras.update,
    summary: {
      pulses: result.pulses,
      updates: result.updates,
      boardSeconds: result.boardSeconds,
      energyJoules: result.energyJoules,
      clippedWindows: result.clippedWindows,
      wallSeconds: result.wallSeconds,
    },
    grounding: extras.grounding,
    provenance: {
      runId: extras.runId,
      recipe: result.recipe,
      seed: result.seed,
      chip: result.chip,
      board: result.board,
      toolVersion: extras.toolVersion,
      commandLine: extras.commandLine,
    },
  };
}
