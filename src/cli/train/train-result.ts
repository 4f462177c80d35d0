import { formatQuantity, type GroundingProof } from '../../core/index.js';
import { accuracyOf, pooledScore, type Score, type SplitResult, type TallyCounts } from '../../training/index.js';

/** What a training came to: the object that `--json` prints. */
export interface TrainResult {
  readonly schema: 1;
  readonly recipe: string;
  readonly chip: string;
  readonly board: string;
  readonly seed: number;
  readonly splits: number;
  /** Pooled over the splits finished. */
  readonly test: CountedAccuracy;
  readonly reference: CountedAccuracy;
  readonly perSplit: readonly { readonly test: CountedAccuracy; readonly reference: CountedAccuracy }[];
  readonly classNames: readonly string[];
  /** true class x predicted class */
  readonly confusion: readonly (readonly number[])[];
  /** Column windows fired. */
  readonly pulses: number;
  /** Plans done, each a whole-array update. */
  readonly updates: number;
  readonly reads: number;
  readonly clippedWindows: number;
  readonly boardSeconds: number;
  readonly wallSeconds: number;
  readonly energyJoules: number;
  readonly grounded: { readonly grounded: boolean; readonly residualVolts: number } | null;
  readonly completed: boolean;
  readonly runFolder: string;
  readonly report: string | null;
}

export interface CountedAccuracy {
  readonly correct: number;
  readonly total: number;
  readonly accuracy: number;
}

const counted = (score: Score): CountedAccuracy => ({
  correct: score.correct,
  total: score.total,
  accuracy: accuracyOf(score),
});

export interface TrainOutcome {
  readonly recipe: string;
  readonly chip: string;
  readonly board: string;
  readonly seed: number;
  readonly wantedSplits: number;
  readonly classNames: readonly string[];
  readonly finished: readonly SplitResult[];
  readonly tally: TallyCounts;
  readonly wallSeconds: number;
  readonly proof: GroundingProof | undefined;
  readonly runFolder: string;
  readonly report: string | undefined;
}

export function trainResult(outcome: TrainOutcome): TrainResult {
  const { finished, tally, proof, classNames } = outcome;
  const test = pooledScore(finished.map((split) => split.test));
  const classes = classNames.length;
  return {
    schema: 1,
    recipe: outcome.recipe,
    chip: outcome.chip,
    board: outcome.board,
    seed: outcome.seed,
    splits: finished.length,
    test: counted(test),
    reference: counted(pooledScore(finished.map(({ reference }) => reference.test))),
    perSplit: finished.map((split) => ({ test: counted(split.test), reference: counted(split.reference.test) })),
    classNames,
    confusion: classNames.map((_, row) => test.confusion.slice(row * classes, (row + 1) * classes)),
    ...tally,
    wallSeconds: outcome.wallSeconds,
    grounded: proof ? { grounded: proof.grounded, residualVolts: proof.residualVolts } : null,
    completed: finished.length === outcome.wantedSplits,
    runFolder: outcome.runFolder,
    report: outcome.report ?? null,
  };
}

const percent = ({ correct, total, accuracy }: CountedAccuracy): string =>
  `${(100 * accuracy).toFixed(2).padStart(6)} %  (${correct}/${total})`;

function confusionTable(result: TrainResult): string[] {
  const width = Math.max(...result.classNames.map((name) => name.length)) + 2;
  const head = ' '.repeat(width) + result.classNames.map((name) => name.padStart(width)).join('');
  const rows = result.classNames.map(
    (name, row) => name.padEnd(width) + (result.confusion[row] ?? []).map((n) => String(n).padStart(width)).join(''),
  );
  return ['confusion (rows true, columns predicted)', head, ...rows];
}

/** The result as people read it. */
export function resultText(result: TrainResult): string {
  const splits = result.perSplit.map(
    ({ test, reference }, k) => `split ${k + 1}`.padEnd(10) + percent(test).padEnd(24) + percent(reference),
  );
  const count = (n: number): string => n.toLocaleString('en');
  const accuracies = [
    `${' '.repeat(10)}${'crossbar, test'.padEnd(24)}floating point, same splits`,
    ...splits,
    `${'pooled'.padEnd(10)}${percent(result.test).padEnd(24)}${percent(result.reference)}`,
    '',
    ...confusionTable(result),
  ];
  return [
    `${result.recipe} in situ on ${result.chip} (${result.board}), seed ${result.seed}`,
    '',
    ...(result.splits === 0 ? ['no split was finished'] : accuracies),
    '',
    `pulses          ${count(result.pulses)} column windows in ${count(result.updates)} whole-array updates`,
    `clipped         ${count(result.clippedWindows)} windows cut at the end of their quarter`,
    `board time      ${formatQuantity(result.boardSeconds, 's')}, ${count(result.reads)} reads included`,
    `energy          ${formatQuantity(result.energyJoules, 'J')}`,
    `wall time       ${formatQuantity(result.wallSeconds, 's', 3)}`,
    `outputs         ${result.grounded?.grounded === true ? 'grounded and read back' : 'NOT proven grounded'}`,
    `run             ${result.runFolder}`,
    ...(result.report === null ? [] : [`report          ${result.report}`]),
  ].join('\n');
}
