import { expect, it } from 'vitest';
import { deviceProfile } from '../../src/pulse/index.js';
import { irisDataSet, recipeSchema, train, type SplitResult, type TrainingEvent } from '../../src/training/index.js';
import { parseChipFile, type ChipDescription } from '../../src/twin/index.js';
import { openTwinUnderTest } from '../mocks/open-twin.js';

const arrays = [
  { rows: 5, columns: 4 },
  { rows: 5, columns: 3 },
];

async function trained(
  on: { device: string; chip?: ChipDescription },
  changes: Record<string, unknown> = {},
  shapes = arrays,
): Promise<{ events: TrainingEvent[]; results: SplitResult[] }> {
  const recipe = recipeSchema.parse({
    name: 'in-situ',
    data: { set: 'iris' },
    network: { hidden: [4] },
    splits: 1,
    epochs: 15,
    rate: 0.15,
    reference: { epochs: 15, rate: 0.15 },
    crossbar: { weightRange: 25 },
    ...changes,
  });
  const { board } = await openTwinUnderTest({ ...on, arrays: shapes });
  const events: TrainingEvent[] = [];
  const job = { recipe, data: irisDataSet(), board, profile: deviceProfile(on.device), seed: 3 };
  await new Promise<void>((resolve, reject) => {
    train(job).subscribe({
      next: (event) => event.type !== 'grounded' && events.push(event),
      error: reject,
      complete: resolve,
    });
  });
  await board.close();
  return { events, results: events.flatMap((event) => (event.type === 'split' ? [event.result] : [])) };
}

it.each(['silver-chalcogenide', 'anodic-titania'])('%s learns as gradient descent does', async (device) => {
  const { results } = await trained({ device });
  const [{ epochs, reference }] = results as [SplitResult];
  // the same start, samples and rate: the loss curves stay together
  for (const epoch of [0, 4, 9, 14]) {
    const ratio = epochs[epoch]!.loss / reference.epochs[epoch]!.loss;
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.4);
  }
  expect(epochs.at(-1)!.loss).toBeLessThan(0.6 * epochs[0]!.loss);
});

it('trains networks of one layer and of three, with tanh and with sigmoid outputs', async () => {
  const device = 'silver-chalcogenide';
  const single = await trained({ device }, { network: { hidden: [] } }, [{ rows: 5, columns: 3 }]);
  expect(single.results[0]!.test.correct).toBeGreaterThan(30);
  const deep = await trained({ device }, { network: { hidden: [6, 4], activation: 'tanh', output: 'sigmoid' } }, [
    { rows: 5, columns: 6 },
    { rows: 7, columns: 4 },
    { rows: 5, columns: 3 },
  ]);
  expect(deep.results[0]!.test.correct).toBeGreaterThan(30);
});

it('stands on the corner of a larger array and leaves the rest alone', async () => {
  const larger = [
    { rows: 8, columns: 6 },
    { rows: 6, columns: 5 },
  ];
  const device = 'silver-chalcogenide';
  const { results } = await trained({ device }, { epochs: 8 }, larger);
  const [result] = results as [SplitResult];
  expect(result.before[0]).toMatchObject({ rows: 5, columns: 4 });
  expect(result.epochs.at(-1)!.loss).toBeLessThan(result.epochs[0]!.loss);
});

it('names stuck cells, trains around them, and gives the same again', async () => {
  const chip = parseChipFile(
    'device: silver-chalcogenide\nstuckFraction: {fraction: 10 %, at: random}\nreadNoise: {relative: 0.2 %}\n',
    'worn.yaml',
  );
  const once = await trained({ device: 'silver-chalcogenide', chip });
  const failed = once.events.flatMap((event) => (event.type === 'initialised' ? event.report.failed : []));
  expect(failed.length).toBeGreaterThan(0);
  expect(once.results[0]!.test.correct).toBeGreaterThan(30);
  const twice = await trained({ device: 'silver-chalcogenide', chip });
  expect(twice.results).toEqual(once.results);
});
