// The accuracy of in-situ training beside floating point, over 20 seeds of 5 splits, for both published devices:
//   npm run build && node bench/accuracy.mjs [seeds]
// One JSON line a seed and chip, then one line a chip with the pooled counts. No seed is left out.
import { scratch, train, twoAtATime } from './quarterwave.mjs';

const seeds = Array.from({ length: Number(process.argv[2] ?? 20) }, (_, k) => k + 1);
const runs = scratch();

for (const chip of ['silver-chalcogenide', 'anodic-titania']) {
  const results = await twoAtATime(
    seeds.map((seed) => async () => {
      const { test, reference } = await train(['iris', '--chip', chip, '--seed', String(seed)], runs);
      console.log(JSON.stringify({ chip, seed, test: test.correct, reference: reference.correct, total: test.total }));
      return { test, reference };
    }),
  );
  const sum = (pick) => results.reduce((total, result) => total + pick(result), 0);
  const total = sum(({ test }) => test.total);
  const percent = (n) => Number(((100 * n) / total).toFixed(3));
  const test = sum((result) => result.test.correct);
  const reference = sum((result) => result.reference.correct);
  const points = percent(test - reference);
  console.log(
    JSON.stringify({
      chip,
      splits: seeds.length * 5,
      total,
      test: percent(test),
      reference: percent(reference),
      points,
    }),
  );
}
