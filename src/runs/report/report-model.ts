import type { Shape } from '../../core/index.js';

/** Training after one epoch, over the training samples of a split. */
export interface EpochPoint {
  /** As people count them, the first is 1. */
  readonly epoch: number;
  readonly loss: number;
  /** 0..1 */
  readonly accuracy: number;
}

export interface SplitCurve {
  readonly split: number;
  readonly crossbar: readonly EpochPoint[];
  /** The floating-point network on the same split; empty where none was trained. */
  readonly reference: readonly EpochPoint[];
}

/** Samples that training never saw, counted once, after the last epoch. */
export interface SplitTest {
  readonly split: number;
  readonly samples: number;
  readonly crossbarCorrect: number;
  readonly referenceCorrect: number | null;
}

export interface ConfusionMatrix {
  readonly labels: readonly string[];
  /** labels x labels, row-major: true class, predicted class. */
  readonly counts: ArrayLike<number>;
}

/** One array before and after training, row-major. */
export interface ConductanceChange {
  readonly name: string;
  readonly shape: Shape;
  readonly beforeSiemens: ArrayLike<number>;
  readonly afterSiemens: ArrayLike<number>;
}

export interface ReportSummary {
  /** Switch windows that opened. */
  readonly pulses: number;
  readonly updates: number;
  /** How long the board was driving or reading. */
  readonly boardSeconds: number;
  /** As the board measured it; null from a board that cannot. */
  readonly energyJoules: number | null;
  readonly clippedWindows: number;
  readonly wallSeconds: number;
}

export interface ReportGrounding {
  readonly grounded: boolean;
  readonly residualVolts: number;
  readonly latencyMilliseconds: number;
  /** ISO 8601 */
  readonly wallTime: string;
}

export interface ReportProvenance {
  readonly runId: string;
  readonly recipe: string;
  readonly seed: number;
  readonly chip: string;
  readonly board: string;
  readonly toolVersion: string;
  /** What to type to have the same run again. */
  readonly commandLine: string;
}

/** All that a training report shows, as plain data; the report computes nothing but sums and percentages. */
export interface ReportModel {
  readonly title: string;
  /** ISO 8601 */
  readonly startedAt: string;
  readonly exitStatus: 'success' | 'abort' | 'fail';
  /** What the loss is, such as `cross-entropy`. */
  readonly lossName: string;
  readonly curves: readonly SplitCurve[];
  readonly tests: readonly SplitTest[];
  /** Pooled over the splits. */
  readonly confusion: ConfusionMatrix | null;
  readonly layers: readonly ConductanceChange[];
  /** Which split the conductances and the update are of. */
  readonly shownSplit: number;
  /** The picture of one update, a whole `<svg>` element, and what it shows. */
  readonly update: { readonly svg: string; readonly caption: string } | null;
  readonly summary: ReportSummary;
  readonly grounding: ReportGrounding | null;
  readonly provenance: ReportProvenance;
}
