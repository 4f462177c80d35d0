/** Right answers out of all, with which class was taken for which. */
export interface Score {
  readonly correct: number;
  readonly total: number;
  /** true class x predicted class, row-major */
  readonly confusion: readonly number[];
}

export const accuracyOf = (score: Pick<Score, 'correct' | 'total'>): number =>
  score.total === 0 ? 0 : score.correct / score.total;

export function scoreOf(labels: readonly number[], predicted: readonly number[], classes: number): Score {
  const confusion = Array.from({ length: classes * classes }, () => 0);
  for (const [k, label] of labels.entries()) confusion[label * classes + predicted[k]!]! += 1;
  const correct = labels.filter((label, k) => label === predicted[k]).length;
  return { correct, total: labels.length, confusion };
}

/** Test counts of many splits added up: what published accuracies over few samples are made of. */
export function pooledScore(scores: readonly Score[]): Score {
  const [first, ...rest] = scores;
  if (!first) return { correct: 0, total: 0, confusion: [] };
  return rest.reduce(
    (sum, score) => ({
      correct: sum.correct + score.correct,
      total: sum.total + score.total,
      confusion: sum.confusion.map((count, k) => count + score.confusion[k]!),
    }),
    first,
  );
}
