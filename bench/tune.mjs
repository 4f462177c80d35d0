// How the numbers of recipes/iris.yaml were chosen: on made-up clusters, never on an iris sample.
//   npm run build && node bench/tune.mjs [weights]
// Three classes of 50 in four correlated features, one apart and two that touch; six such sets, three splits each. The
// crossbar and the floating-point reference are tuned over the same grid of rates and epochs, each for itself.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { scratch, train, twoAtATime } from './quarterwave.mjs';

const folder = scratch();

function clusters(seed) {
  const generator = xoroshiro128plus(seed * 7919);
  const normal = () => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator)));
    return radius * Math.cos(2 * Math.PI * uniformFloat64(generator));
  };
  const base = [0, 1, 2, 3].map(() => 1.5 * normal());
  const lines = ['a,b,c,d,class'];
  for (const [name, offset] of [
    ['near', 0],
    ['touching', 1.1],
    ['apart', -2.5],
  ]) {
    const mean = base.map((value) => value + offset * (0.7 + 0.6 * uniformFloat64(generator)));
    const mix = Array.from({ length: 8 }, () => 0.35 * normal());
    for (let n = 0; n < 50; n += 1) {
      const z = [normal(), normal(), normal(), normal()];
      lines.push([...mean.map((m, k) => m + 0.5 * z[k] + mix[2 * k] * z[0] + mix[2 * k + 1] * z[1]), name].join(','));
    }
  }
  const path = join(folder, `clusters-${seed}.csv`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

const sets = [1, 2, 3, 4, 5, 6].map(clusters);

async function pooled(name, settings, chip) {
  const runs = sets.map((file, set) => async () => {
    const recipe = join(folder, `${name}-${set}.yaml`);
    const fixed = { name: 'tune', data: { file }, network: { hidden: [8] }, splits: 3 };
    writeFileSync(recipe, JSON.stringify({ ...fixed, ...settings }));
    return train([recipe, '--chip', chip], folder);
  });
  const results = await twoAtATime(runs);
  const share = (pick) => {
    const counts = results.map(pick);
    const of = (key) => counts.reduce((sum, count) => sum + count[key], 0);
    return Number(((100 * of('correct')) / of('total')).toFixed(2));
  };
  return { test: share(({ test }) => test), reference: share(({ reference }) => reference) };
}

// `weights` leaves the long grid of rates and epochs out
for (const epochs of process.argv[2] === 'weights' ? [] : [30, 60, 120]) {
  for (const rate of [0.05, 0.1, 0.15, 0.2]) {
    for (const chip of ['silver-chalcogenide', 'anodic-titania']) {
      const settings = { epochs, rate, reference: { epochs, rate }, crossbar: { weightRange: 25 } };
      console.log(JSON.stringify({ chip, epochs, rate, ...(await pooled(`r${rate}e${epochs}`, settings, chip)) }));
    }
  }
}
for (const weightRange of [6, 12, 25, 50]) {
  const settings = { epochs: 60, rate: 0.15, reference: { epochs: 60, rate: 0.1 }, crossbar: { weightRange } };
  for (const chip of ['silver-chalcogenide', 'anodic-titania']) {
    console.log(JSON.stringify({ chip, weightRange, ...(await pooled(`w${weightRange}`, settings, chip)) }));
  }
}
